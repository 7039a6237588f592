import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { SimulatedDomain } from "../certificates/domain";
import { Domains } from "../certificates/domains";
import { ApiError } from "../common/apiError";
import { drawLatencyMs, type Random, seededRandom } from "../common/random";
import { Zones } from "../common/zones";
import { SimulatedHost } from "../hosts/host";
import { Hosts } from "../hosts/hosts";
import type { ResolvedOptions } from "../options/options";
import { proofCheck } from "../proof/proofCheck";
import { Published } from "../proof/published";
import { readBody } from "../protocol/body";
import { targetOf } from "../protocol/http";
import { Quota } from "../protocol/quota";
import { checkProtocol, fieldOf, maxBodyBytes, type ReceivedCall, receive } from "../protocol/receivedCall";
import { failure, type Reply, send, success } from "../protocol/reply";
import { authenticate } from "../protocol/signature";
import { Chaos } from "../trouble/chaos";
import { type Fault, Faults } from "../trouble/faults";
import { type Call, CallLog, loggable, loggableList } from "./calls";
import { findAction } from "./findAction";

/** A call is logged as it comes, and completed as it is answered. */
type Mutable<T> = { -readonly [field in keyof T]: T[field] };

/** The API: what it holds, and how a call goes through it. */
export class Api {
    readonly zones: Zones;
    readonly domains: Domains;
    readonly hosts: Hosts;
    readonly published = new Published();
    readonly faults: Faults;
    readonly calls = new CallLog();
    readonly #chaos: Chaos;
    readonly #quota: Quota;
    #random: Random;

    constructor(readonly options: ResolvedOptions) {
        this.zones = new Zones(options.zones);
        const isProven = proofCheck(options.proof, this.published);
        this.domains = new Domains({ ...options, isProven });
        this.hosts = new Hosts(options.undeclaredHosts, this.domains, options.clock);
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

    /** Back to the state just after the start, draws included. */
    reset(): void {
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
            domain: loggable(fieldOf(received, "Domain"))?.toLowerCase(),
            hosts: loggableList(fieldOf(received, "Hosts")),
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
            const { options, zones, domains, hosts } = this;
            const fields = isLost ? {} : await action(received, { options, zones, domains, hosts, signal });
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
