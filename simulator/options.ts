import { randomInt } from "node:crypto";
import type { KeyPair } from "./api/signature";
import type { UndeclaredPolicy } from "./certificates/domains";
import { type Check, checkFields, integer, latency, milliseconds, record, SimulatorError, text } from "./checks";

/** Milliseconds, or the least and the most of them, drawn evenly for each call. */
export type Latency = number | readonly [least: number, most: number];

/** Options of {@link Simulator.start}. All may be left out. */
export interface SimulatorOptions {
    /** TCP port; 0, the default, takes a free one. */
    port?: number;
    /** Address to bind. Default `127.0.0.1`: nothing outside this machine can connect. */
    host?: string;
    /** The key pairs that may sign. Default: one pair that is plainly not a real one. */
    credentials?: readonly KeyPair[];
    /** Calls a second for each action and SecretId; the API's is 20, the default. 0 or `Infinity`: no quota. */
    quotaPerSecond?: number;
    /** How long every answer takes, in ms. Default 0. It is real time: `clock` does not drive it. */
    latencyMs?: Latency;
    /** Seed of the draws for faults by rate and for latency. Default: random; read it from {@link Simulator.seed}. */
    seed?: number;
    /** The time by which certificates are issued and expire, and calls are counted, in ms since 1970. Default `Date.now`. */
    clock?: () => number;
    /**
     * The time that signatures are held against, in ms since 1970. Default `Date.now`, and not `clock`, since SDKs sign
     * with the time of the machine: a test may move `clock` by months and still be understood.
     */
    signatureClock?: () => number;
    /** The zones that exist. Default: every id of the right shape. Others answer `InvalidParameter.ZoneNotFound`. */
    zones?: readonly string[];
    /**
     * What a domain is that no test has declared. `neverApplied`, the default: no certificate was ever applied for;
     * `issued`: it has one; `{ issueAfterMs }`: it was applied for, and is issued so long after its first check.
     */
    undeclared?: UndeclaredPolicy;
}

export type ResolvedOptions = Readonly<Required<Omit<SimulatorOptions, "zones">>> & {
    readonly zones?: readonly string[];
};

/** Obviously fake, and still of a shape that clients accept. */
const DEFAULT_CREDENTIALS: readonly KeyPair[] = [{ secretId: "AKIDSIMULATOR", secretKey: "simulator-secret-key" }];

const callable: Check = (value) => (typeof value === "function" ? undefined : "must be a function");
const list: Check = (value) => (Array.isArray(value) && value.length > 0 ? undefined : "must be a list, not empty");

const CHECKS: Readonly<Record<keyof SimulatorOptions, Check>> = {
    port: integer(0, 65_535),
    host: text,
    credentials: list,
    quotaPerSecond: (value) => (value === Infinity ? undefined : integer(0, Number.MAX_SAFE_INTEGER)(value)),
    latencyMs: latency,
    seed: integer(0, 0xffff_ffff),
    clock: callable,
    signatureClock: callable,
    zones: list,
    undeclared: (value) => (value === "neverApplied" || value === "issued" ? undefined : record(value)),
};

export function resolveOptions(options: SimulatorOptions): ResolvedOptions {
    checkFields("the simulator's options", options, CHECKS);
    const credentials = options.credentials ?? DEFAULT_CREDENTIALS;
    for (const keyPair of credentials) {
        checkFields("credentials", keyPair, { secretId: text, secretKey: text, token: text });
    }
    if (new Set(credentials.map(({ secretId }) => secretId)).size < credentials.length) {
        throw new SimulatorError("credentials", "must have a SecretId each");
    }
    if (typeof options.undeclared === "object") {
        const { issueAfterMs = null, ...others } = options.undeclared;
        checkFields("undeclared", { ...others, issueAfterMs }, { issueAfterMs: milliseconds });
    }
    return {
        port: options.port ?? 0,
        host: options.host ?? "127.0.0.1",
        credentials,
        quotaPerSecond: options.quotaPerSecond ?? 20,
        latencyMs: options.latencyMs ?? 0,
        seed: options.seed ?? randomInt(0x1_0000_0000),
        clock: options.clock ?? Date.now,
        signatureClock: options.signatureClock ?? Date.now,
        zones: options.zones,
        undeclared: options.undeclared ?? "neverApplied",
    };
}
