import { writeFileSync } from "node:fs";
import { Api } from "./api/api";
import type { Call } from "./api/calls";
import type { SimulatedDomain } from "./certificates/domain";
import type { DomainListing } from "./certificates/state";
import { SimulatorError } from "./common/checks";
import type { SimulatedHost } from "./hosts/host";
import type { HostListing } from "./hosts/hosts";
import type { SimulatorOptions } from "./options/options";
import { resolveOptions } from "./options/resolveOptions";
import type { RecordType } from "./proof/application";
import type { PublishedFile, PublishedRecord } from "./proof/published";
import type { KeyPair } from "./protocol/signature";
import { listen, type RunningServer } from "./server";
import type { Fault, FaultListing } from "./trouble/faults";

/**
 * The TEO API (2022-09-01) in this process: an HTTP server that verifies signatures, keeps to the quota, and answers
 * what the test has declared.
 *
 * @example
 * ```ts
 * import { Simulator } from "pulumi-teo/simulator";
 *
 * const simulator = await Simulator.start();
 * Object.assign(process.env, simulator.environment());
 * simulator.domain("zone-28v607hq8d3m", "www.example.com").issueAfter(20_000, { from: "firstCheck" });
 * simulator.fault({ rate: 0.05, code: "InternalError" });
 * // ... run what calls the API ...
 * await simulator.stop();
 * ```
 */
export class Simulator {
    /** Where it listens, e.g. `http://127.0.0.1:41234`. */
    readonly endpoint: string;
    /** The same for HTTPS, where the option `tls` is given, e.g. `https://127.0.0.1:41234`. */
    readonly secureEndpoint?: string;
    /** The authority of its certificate, in PEM, where the option `tls` is given: what a client is to trust. */
    readonly certificateAuthority?: string;
    /** The first key pair that may sign. */
    readonly credentials: KeyPair;
    /** The seed of its draws. Given to another simulator, it repeats them. */
    readonly seed: number;
    readonly #api: Api;
    readonly #server: RunningServer;

    private constructor(api: Api, server: RunningServer) {
        this.#api = api;
        this.#server = server;
        this.endpoint = server.endpoint;
        if (api.certificate !== undefined) {
            this.secureEndpoint = server.endpoint.replace(/^http/, "https");
            this.certificateAuthority = api.certificate.authority;
        }
        this.credentials = api.options.credentials[0] as KeyPair;
        this.seed = api.options.seed;
    }

    /**
     * Starts a simulator.
     *
     * @throws SimulatorError for a wrong option; the error of `node:net` where it cannot listen, e.g. `EADDRINUSE`.
     */
    static async start(options: SimulatorOptions = {}): Promise<Simulator> {
        const api = new Api(resolveOptions(options));
        if (typeof options.tls === "object") {
            writeAuthority(options.tls.caFile, `${api.certificate?.authority}`);
        }
        return new Simulator(api, await listen(api));
    }

    /** The environment variables that point `pulumi-teo` at this simulator. */
    environment(): Record<string, string> {
        const { secretId, secretKey, token } = this.credentials;
        return {
            TENCENTCLOUD_SECRET_ID: secretId,
            TENCENTCLOUD_SECRET_KEY: secretKey,
            ...(token === undefined ? {} : { TENCENTCLOUD_TOKEN: token }),
            TENCENTCLOUD_TEO_ENDPOINT: this.endpoint,
        };
    }

    /** A domain of a zone, e.g. `zone-28v607hq8d3m` and `www.example.com` or `*.example.com`, to declare its state. */
    domain(zoneId: string, domain: string): SimulatedDomain {
        return this.#api.domain(zoneId, domain);
    }

    /** A host, i.e. an acceleration domain, of a zone, e.g. `www.example.com`, to declare its state. */
    host(zoneId: string, host: string): SimulatedHost {
        return this.#api.host(zoneId, host);
    }

    /** The hosts declared so far, by {@link host} or, where `undeclaredHosts` is `online`, by a call. */
    get hosts(): readonly HostListing[] {
        return this.#api.hosts.list();
    }

    /** Publishes a DNS record, for `proof: "records"`. It takes the place of the one of that name and type. */
    publish(record: PublishedRecord): void {
        this.#api.published.publish(record);
    }

    /** Removes a DNS record that was published here; without `type`, all of that name. */
    unpublish(record: { name: string; type?: RecordType }): void {
        this.#api.published.unpublish(record);
    }

    /** The DNS records published here. */
    get records(): readonly PublishedRecord[] {
        return this.#api.published.records;
    }

    /** Publishes a file, for `proof: "records"`, e.g. at `http://www.example.com/.well-known/teo-verification/x.txt`. */
    publishFile(url: string, content: string): void {
        this.#api.published.publishFile({ url, content });
    }

    /** Removes a file that was published here. */
    unpublishFile(url: string): void {
        this.#api.published.unpublishFile({ url });
    }

    /** The files published here. */
    get files(): readonly PublishedFile[] {
        return this.#api.published.files;
    }

    /** The domains declared so far, by {@link domain}, by an application or by a first check. */
    get domains(): readonly DomainListing[] {
        return this.#api.domains.list();
    }

    /** Adds a fault, and answers a function that removes it. */
    fault(fault: Fault): () => void {
        const id = this.#api.faults.add(fault);
        return () => void this.#api.faults.remove(id);
    }

    /** The faults that may still meet a call. */
    get faults(): readonly FaultListing[] {
        return this.#api.faults.list();
    }

    /** The last 100,000 calls, the oldest first: a copy. */
    get calls(): readonly Call[] {
        return this.#api.calls.last();
    }

    /** How many calls there were, those no longer in {@link calls} included. */
    callCount(): number {
        return this.#api.calls.count;
    }

    /** Forgets the calls. */
    clearCalls(): void {
        this.#api.calls.clear();
    }

    /**
     * Lets time pass, in ms: the clock goes on by so much, and what is due on the way happens at its own time, with the
     * proofs that are there now. An application lapses two days after it was made, unless a check has seen its proof; a
     * certificate that was applied for is renewed 15 days before its end, if its proof is still there.
     *
     * @example
     * ```ts
     * await simulator.advance(80 * 24 * 3600 * 1000); // 80 days: a certificate of 90 days was renewed on the 75th
     * ```
     * @throws SimulatorError for what is no number of whole milliseconds, or more than a century.
     */
    async advance(ms: number): Promise<void> {
        await this.#api.advance(ms);
    }

    /** The simulator's time, in ms since 1970: that of the option `clock`, and what it was advanced by. */
    get now(): number {
        return this.#api.options.clock();
    }

    /** Forgets domains, hosts, records, files, faults, calls and what was taken of the quota, and starts the draws and the time again. It keeps listening. */
    reset(): void {
        this.#api.reset();
    }

    /** Stops listening and cuts the connections that are open. */
    async stop(): Promise<void> {
        await this.#server.stop();
    }

    async [Symbol.asyncDispose](): Promise<void> {
        await this.stop();
    }
}

function writeAuthority(file: string, certificate: string): void {
    try {
        writeFileSync(file, certificate);
    } catch (error) {
        throw new SimulatorError("tls.caFile", `cannot be written: ${(error as Error).message}`);
    }
}
