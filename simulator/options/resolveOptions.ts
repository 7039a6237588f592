import { randomInt } from "node:crypto";
import { Resolver } from "node:dns";
import {
    type Check,
    checkFields,
    integer,
    isRecord,
    latency,
    milliseconds,
    oneOf,
    record,
    SimulatorError,
    share,
    text,
} from "../common/checks";
import type { KeyPair } from "../protocol/signature";
import { ACCESS_TYPES } from "../zones/zone";
import type { ResolvedOptions, SimulatorOptions } from "./options";

/** Obviously fake, and still of a shape that clients accept. */
const DEFAULT_CREDENTIALS: readonly KeyPair[] = [{ secretId: "AKIDSIMULATOR", secretKey: "simulator-secret-key" }];

const callable: Check = (value) => (typeof value === "function" ? undefined : "must be a function");
const list: Check = (value) => (Array.isArray(value) && value.length > 0 ? undefined : "must be a list, not empty");
/** One of the values, or an object, whose fields are checked for themselves. */
const oneOfOrRecord =
    (...values: readonly unknown[]): Check =>
    (value) => {
        const problem = isRecord(value) ? undefined : oneOf(...values)(value);
        return problem && `${problem}, or an object`;
    };

const zones: Check = (value) => {
    if (!isRecord(value)) {
        return list(value);
    }
    const apexes = Object.values(value);
    return apexes.length > 0 && !apexes.some((apex) => text(isRecord(apex) ? apex.name : apex))
        ? undefined
        : "must be a list of ids, or the apex of each zone by its id";
};

const address: Check = (value) =>
    typeof value === "string" && /^[^/?#@\s]+:\d{1,5}$/.test(value) && URL.canParse(`http://${value}`)
        ? undefined
        : "must be HOST:PORT, e.g. 127.0.0.1:8080";

const resolver: Check = (value) => {
    try {
        new Resolver().setServers([value as string]);
        return undefined;
    } catch {
        return "must be the ADDRESS:PORT of a DNS server, e.g. 127.0.0.1:5300";
    }
};

const CHECKS: Readonly<Record<keyof SimulatorOptions, Check>> = {
    port: integer(0, 65_535),
    host: text,
    tls: oneOfOrRecord(true, false),
    credentials: list,
    quotaPerSecond: (value) => (value === Infinity ? undefined : integer(0, Number.MAX_SAFE_INTEGER)(value)),
    latencyMs: latency,
    chaos: oneOfOrRecord(true, false),
    mischief: oneOfOrRecord(true, false),
    seed: integer(0, 0xffff_ffff),
    clock: callable,
    signatureClock: callable,
    zones,
    undeclared: (value) => (value === "neverApplied" || value === "issued" ? undefined : record(value)),
    proof: oneOfOrRecord("auto", "records"),
    issueDelayMs: milliseconds,
    subdomain: oneOf("relative", "fqdn", "fqdn."),
    recordType: oneOf("CNAME", "TXT"),
    proofValues: oneOf("stable", "fresh"),
    undeclaredHosts: oneOf("unknown", "strict", "online"),
    deployDelayMs: milliseconds,
    disabledCertificate: oneOf("null", "nullList", "emptyList"),
    changeWhileProcessing: oneOf("accepted", "refused"),
};

/** Fills in the defaults. Throws a SimulatorError that names the invalid option. */
export function resolveOptions(options: SimulatorOptions): ResolvedOptions {
    checkFields("the simulator's options", options, CHECKS);
    const credentials = options.credentials ?? DEFAULT_CREDENTIALS;
    for (const keyPair of credentials) {
        checkFields("credentials", keyPair, { secretId: text, secretKey: text, token: text });
    }
    if (new Set(credentials.map(({ secretId }) => secretId)).size < credentials.length) {
        throw new SimulatorError("credentials", "must each have a different SecretId");
    }
    if (typeof options.undeclared === "object") {
        const { issueAfterMs = null, ...others } = options.undeclared;
        checkFields("undeclared", { ...others, issueAfterMs }, { issueAfterMs: milliseconds });
    }
    for (const zone of Object.values(Object(options.zones)).filter(isRecord)) {
        checkFields("a zone", zone, { name: text, type: oneOf(...ACCESS_TYPES) });
    }
    if (typeof options.tls === "object") {
        const { caFile = null, ...others } = options.tls;
        checkFields("tls", { ...others, caFile }, { caFile: text });
    }
    const chaos = options.chaos ?? options.mischief;
    if (typeof chaos === "object") {
        checkFields("chaos", chaos, { rate: share, latencyMs: latency });
    }
    if (typeof options.proof === "object") {
        checkFields("proof.mode", { mode: options.proof.mode ?? null }, { mode: oneOf("dns", "http") });
        const place: Record<string, Check> = options.proof.mode === "dns" ? { resolver } : { address };
        const missing = Object.fromEntries(Object.keys(place).map((name) => [name, null]));
        checkFields("proof", { ...missing, ...options.proof }, { mode: text, ...place });
    }
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
    return {
        port: 0,
        host: "127.0.0.1",
        tls: false,
        quotaPerSecond: 20,
        latencyMs: 0,
        seed: randomInt(0x1_0000_0000),
        clock: Date.now,
        signatureClock: Date.now,
        undeclared: "neverApplied",
        proof: "auto",
        issueDelayMs: 0,
        subdomain: "relative",
        recordType: "CNAME",
        proofValues: "stable",
        undeclaredHosts: "unknown",
        deployDelayMs: 1000,
        disabledCertificate: "nullList",
        changeWhileProcessing: "accepted",
        ...given,
        chaos,
        credentials,
    };
}
