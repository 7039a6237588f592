import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { SimulatedDomain } from "../certificates/domain";
import { Domains } from "../certificates/domains";
import { ApiError } from "../common/apiError";
import { checkFields, integer } from "../common/checks";
import { MovableClock } from "../common/clock";
import { drawLatencyMs, type Random, seededRandom } from "../common/random";
import { SimulatedHost } from "../hosts/host";
import { Hosts } from "../hosts/hosts";
import type { ResolvedOptions } from "../options/options";
import { makeSight, type Sight } from "../proof/proofCheck";
import { Published } from "../proof/published";
import { readBody } from "../protocol/body";
import { targetOf } from "../protocol/http";
import { Quota } from "../protocol/quota";
import { checkProtocol, fieldOf, maxBodyBytes, type ReceivedCall, receive } from "../protocol/receivedCall";
import { failure, type Reply, send, success } from "../protocol/reply";
import { authenticate } from "../protocol/signature";
import { makeServerCertificate, type ServerCertificate } from "../tls/authority";
import { Chaos } from "../trouble/chaos";
import { type Fault, Faults } from "../trouble/faults";
import { DnsRecords } from "../zones/dnsRecords";
import { Zones } from "../zones/zones";
import { type Call, CallLog, loggable, loggableList, loggableName } from "./calls";
import { findAction } from "./findAction";

/** A century, so that a slip of the unit is noticed. */
const MAX_ADVANCE_MS = 100 * 366 * 24 * 3600 * 1000;

/** Time-driven changes continue after a client has disconnected. */
const { signal: NEVER } = new AbortController();

/** A call is logged as it comes, and completed as it is answered. */
type Mutable<T> = { -readonly [field in keyof T]: T[field] };

/** The API: what it holds, and how a call goes through it. */
export class Api {
    readonly options: ResolvedOptions;
    readonly zones: Zones;
    readonly dnsRecords: DnsRecords;
    readonly domains: Domains;
    readonly hosts: Hosts;
    readonly published: Published;
    readonly faults: Faults;
    readonly calls = new CallLog();
    /** For TLS, where that is wanted. */
    readonly certificate: ServerCertificate | undefined;
    readonly #chaos: Chaos;
    readonly #quota: Quota;
    readonly #clock: MovableClock;
    readonly #sight: Sight;
    #random: Random;

    constructor(given: ResolvedOptions) {
        this.#clock = new MovableClock(given.clock);
        const options = { ...given, clock: this.#clock.now };
        this.options = options;
        this.certificate = options.tls ? makeServerCertificate() : undefined;
        this.zones = new Zones(options.zones, options.clock);
        this.dnsRecords = new DnsRecords(options.clock);
        this.published = new Published(this.dnsRecords);
        this.#sight = makeSight(options.proof, this.published);
        this.domains = new Domains({ ...options, isProven: this.#sight.isProven });
        this.hosts = new Hosts(options.undeclaredHosts, this.domains, options.clock, this.zones);
        this.#random = seededRandom(options.seed);
        this.faults = new Faults(() => this.#random());
        this.#chaos = new Chaos(options.chaos, () => this.#random());
        this.#quota = new Quota(options.quotaPerSecond, options.clock);
    }

    domain(zoneId: unknown, domain: unknown): SimulatedDomain {
        const resolved = this.zones.resolve(zoneId, domain, "domain");
        return new SimulatedDomain(this.domains, this.options.clock, resolved.zoneId, resolved.name);
    }

    host(zoneId: unknown, host: unknown): SimulatedHost {
        const resolved = this.zones.resolve(zoneId, host, "host");
        return new SimulatedHost(this.hosts, resolved.zoneId, resolved.name);
    }

    /** Lets time pass: what is due on the way happens at its own time, with the proofs that are there now. */
    async advance(ms: unknown): Promise<void> {
        checkFields("advance", { ms: ms ?? null }, { ms: integer(0, MAX_ADVANCE_MS) });
        const target = this.#clock.now() + (ms as number);
        for (let at = 0; at < target; ) {
            at = Math.min(this.domains.nextRenewal, target);
            this.#clock.moveTo(at);
            await this.domains.renew(NEVER);
        }
    }

    /** Back to the state just after the start, draws and time included. */
    reset(): void {
        this.#clock.reset();
        this.zones.clear();
        this.dnsRecords.clear();
        this.domains.clear();
        this.hosts.clear();
        this.published.clear();
        this.faults.clear();
        this.calls.clear();
        this.#quota.clear();
        this.#random = seededRandom(this.options.seed);
    }

    async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
        const gone = new AbortController();
        response.once("close", () => gone.abort());
        const { method = "", headers, url = "" } = incoming;
        const body = await readBody(incoming, maxBodyBytes(method, headers));
        const received = receive({ method, ...targetOf(url), headers, body });
        const call: Mutable<Call> = {
            at: this.options.clock(),
            action: loggable(received.action) ?? "",
            zoneId: loggable(fieldOf(received, "ZoneId")),
            domain: loggableName(fieldOf(received, "Domain") ?? fieldOf(received, "DomainName")),
            hosts: loggableList(
                ["Hosts", "DomainNames", "RecordNames"].map((name) => fieldOf(received, name)).find(Array.isArray),
            ),
            requestId: randomUUID(),
        };
        this.calls.add(call);

        const { reply, fault } = await this.#answer(received, call, gone.signal);
        call.requestId = reply.requestId;
        call.fault = fault && true;
        await this.#linger(fault, gone.signal);
        if (!gone.signal.aborted) {
            call.status = send(response, reply, fault);
            call.code = call.status === undefined ? undefined : reply.code;
        }
    }

    async #answer(received: ReceivedCall, call: Call, signal: AbortSignal): Promise<{ reply: Reply; fault?: Fault }> {
        let fault: Fault | undefined;
        try {
            checkProtocol(received);
            const { secretId } = authenticate(received, this.options.credentials, this.options.signatureClock());
            const action = findAction(received);
            this.#quota.take(call.action, secretId);
            fault = this.faults.next(call) ?? this.#chaos.next();
            if (fault?.code !== undefined) {
                throw new ApiError(fault.code, [], { message: fault.message });
            }
            // The action is not to happen where no answer will be sent, or one that a gateway would have made.
            const isLost = fault?.hang || fault?.drop === true || fault?.status !== undefined;
            await this.domains.renew(NEVER);
            const { options, zones, dnsRecords, domains, hosts } = this;
            const { language } = received;
            const context = { options, zones, dnsRecords, domains, hosts, sight: this.#sight, language, signal };
            const fields = isLost ? {} : await action(received, context);
            return { reply: success(fields, call.requestId), fault };
        } catch (error) {
            return { reply: failure(error, received.language, call.requestId), fault };
        }
    }

    /** Waits as long as the answer is to take, or until the client is gone. */
    async #linger(fault: Fault | undefined, gone: AbortSignal): Promise<void> {
        if (gone.aborted) {
            return;
        }
        if (fault?.hang) {
            await once(gone, "abort");
            return;
        }
        const ms =
            drawLatencyMs(this.options.latencyMs, this.#random) +
            drawLatencyMs(fault?.latencyMs ?? 0, this.#random) +
            this.#chaos.drawLatencyMs();
        if (ms > 0) {
            await delay(ms, undefined, { signal: gone }).catch(() => undefined);
        }
    }
}
