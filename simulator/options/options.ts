import type { UndeclaredPolicy } from "../certificates/policy";
import type { Latency } from "../common/random";
import type { UndeclaredHosts } from "../hosts/hosts";
import type { RecordType, SubdomainShape } from "../proof/application";
import type { ProofOption } from "../proof/proofCheck";
import type { KeyPair } from "../protocol/signature";
import type { ChaosOption } from "../trouble/chaos";
import type { ZonesOption } from "../zones/zones";

/** Options of {@link Simulator.start}. All may be left out. */
export interface SimulatorOptions {
    /** TCP port; 0, the default, takes a free one. */
    port?: number;
    /** Address to bind. Default `127.0.0.1`: nothing outside this machine can connect. */
    host?: string;
    /**
     * Accepts HTTPS too, on the same port, with a certificate of an authority that is created at the start (in PEM:
     * {@link Simulator.certificateAuthority}); `caFile` is a file to write it to. Default: off. The certificate is for
     * `localhost`, `127.0.0.1`, `::1`, `host.docker.internal`, and the API's own names, for clients that use the
     * simulator as their HTTPS proxy.
     */
    tls?: boolean | { caFile: string };
    /** The key pairs that may sign. Default: one well-known pair. */
    credentials?: readonly KeyPair[];
    /** Calls a second for each action and SecretId; the API's is 20, the default. 0 or `Infinity`: no quota. */
    quotaPerSecond?: number;
    /** How long every answer takes, in ms. Default 0. It is real time: `clock` does not drive it. */
    latencyMs?: Latency;
    /**
     * Adds random faults, as on a real network: calls are delayed, and some fail temporarily. Default: off. The same
     * {@link Simulator.seed} repeats them.
     */
    chaos?: ChaosOption;
    /** @deprecated The name of `chaos` in 0.1.0. */
    mischief?: ChaosOption;
    /** Seed of the draws for faults by rate, chaos and latency. Default: random; read it from {@link Simulator.seed}. */
    seed?: number;
    /** The time by which certificates are issued and expire, and calls are counted, in ms since 1970. Default `Date.now`. */
    clock?: () => number;
    /**
     * The time that signatures are verified against, in ms since 1970. Default `Date.now`, not `clock`, because SDKs sign
     * with the time of the machine: a test may move `clock` by months.
     */
    signatureClock?: () => number;
    /**
     * The zones that exist: a list of ids, or the apex of each, by its id, e.g. `{ "zone-28v607hq8d3m": "example.com" }`,
     * and its access type, where that is not `partial`: `{ name: "example.com", type: "full" }`.
     * Default: every id of the right shape. Others answer `InvalidParameter.ZoneNotFound`. Without an apex, the
     * last two labels of a domain are used.
     */
    zones?: ZonesOption;
    /**
     * The state of a domain that no test has declared and no call has applied for. `neverApplied`, the default: no certificate
     * was ever applied for; `issued`: it has one; `{ issueAfterMs }`: it was applied for, and is issued so long after its
     * first check.
     */
    undeclared?: UndeclaredPolicy;
    /** Where to look for the proof of an application. Default `auto`: the first check counts it as found. */
    proof?: ProofOption;
    /** From the check that sees the proof, by `clock`, until the certificate is issued, in ms. Default 0. */
    issueDelayMs?: number;
    /**
     * The shape of `Subdomain` that an application is answered: relative to the zone's apex, e.g. `_dnsauth.www`, the
     * default, or in full, e.g. `_acme-challenge.www.example.com`, without or with a dot at its end. All have been seen.
     */
    subdomain?: SubdomainShape;
    /** The type of record that an application asks for. Default `CNAME`. */
    recordType?: RecordType;
    /**
     * The proof of an application: `stable`, the default, always the same for a domain and a method; or `fresh`, a new one
     * each time. It is not known which one the API uses.
     */
    proofValues?: "stable" | "fresh";
    /**
     * The state of a host that no test has declared. `unknown`, the default: ModifyHostsCertificate answers
     * `ResourceUnavailable.HostNotFound`; `strict`: so does ApplyFreeCertificate; `online`: the zone has it as soon as
     * any call names it, including a filter of DescribeAccelerationDomains by its full name.
     */
    undeclaredHosts?: UndeclaredHosts;
    /** From an accepted ModifyHostsCertificate, by `clock`, until the certificate is deployed, in ms. Default 1000. */
    deployDelayMs?: number;
    /**
     * `Certificate` of a host whose mode is `disable`: null, or one whose `List` is null, the default, or empty. The
     * vendor's documentation allows all.
     */
    disabledCertificate?: "null" | "nullList" | "emptyList";
    /**
     * The result of a change to a host during another change: it is `accepted` and replaces it, the default, or
     * `refused` with `InvalidParameter.ActionInProgress`.
     */
    changeWhileProcessing?: "accepted" | "refused";
}

/** The options with their defaults. */
export type ResolvedOptions = Readonly<Required<Omit<SimulatorOptions, "zones" | "chaos" | "mischief">>> &
    Readonly<Pick<SimulatorOptions, "zones" | "chaos">>;
