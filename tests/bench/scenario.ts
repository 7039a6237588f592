import { seededRandom } from "../../simulator/common/random";

/** When the certificates of a run are issued. */
export type Issuance =
    /** All at once, 20 s after the start. */
    | "together"
    /** Each 20 s after its own first check: no client can know when. */
    | "ownCheck"
    /** One after the other, evenly over the two minutes from 20 s after the start, in random order. */
    | "staggered"
    /** Log-uniform from 5 s to 30 min after the start: a few take very much longer than most. */
    | "heavyTailed"
    /** Each so long after the start. */
    | { readonly afterMs: number };

/** What goes wrong with 5 % of the calls. */
export type Trouble = "none" | "InternalError" | "HTTP 502" | "dropped";

export interface Scenario {
    readonly n: number;
    readonly issuance: Issuance;
    readonly trouble: Trouble;
}

export const QUOTA_PER_SECOND = 20;
export const LATENCY_MS = 100;
export const ISSUED_AFTER_MS = 20_000;
export const ZONE_ID = "zone-28v607hq8d3m";
const SEED = 5;
/** A message takes so much longer than the latency, each way. */
const JITTER_MS = { least: 5, most: 40 };
/** In a rough network it takes so much longer on average, exponentially, and now and then nothing arrives for a while. */
const ROUGH = { jitterMs: 50, stallEveryMs: 5_000, stallMs: { least: 150, most: 550 } };
/** Processes that are started together start within so much time. */
const STARTS_WITHIN_MS = 1_000;

/** What is never quite alike: how long a message takes, and when a process starts. */
export interface Chance {
    /** How much longer a message takes that is sent so long after the start. */
    jitterMs(atMs: number): number;
    startsAfterMs(): number;
}

/** All alike. */
export const evenly: Chance = { jitterMs: () => 0, startsAfterMs: () => 0 };

export function unevenly(seed: number): Chance {
    const random = seededRandom(seed);
    return {
        jitterMs: () => JITTER_MS.least + random() * (JITTER_MS.most - JITTER_MS.least),
        startsAfterMs: () => random() * STARTS_WITHIN_MS,
    };
}

/** As uneven, in a network that is worse. */
export function roughly(seed: number): Chance {
    const random = seededRandom(seed);
    const { stallEveryMs, stallMs } = ROUGH;
    const stalls: { fromMs: number; toMs: number }[] = [];
    const stall = (index: number) => {
        while (stalls.length <= index) {
            const lasts = stallMs.least + random() * (stallMs.most - stallMs.least);
            const fromMs = stalls.length * stallEveryMs + random() * (stallEveryMs - lasts);
            stalls.push({ fromMs, toMs: fromMs + lasts });
        }
        return stalls[index] as (typeof stalls)[number];
    };
    return {
        jitterMs: (atMs) => {
            const ms = -Math.log(1 - random()) * ROUGH.jitterMs;
            const { fromMs, toMs } = stall(Math.floor((atMs + ms) / stallEveryMs));
            return atMs + ms > fromMs && atMs + ms < toMs ? toMs - atMs : ms;
        },
        startsAfterMs: () => random() * STARTS_WITHIN_MS,
    };
}

/** When each domain is issued after the start, in ms; undefined where that counts from its own first check. */
export function issuanceTimes({ n, issuance }: Pick<Scenario, "n" | "issuance">): (number | undefined)[] {
    const random = seededRandom(SEED);
    const each = (draw: () => number | undefined) => Array.from({ length: n }, draw);
    if (typeof issuance === "object") return each(() => issuance.afterMs);
    switch (issuance) {
        case "together":
            return each(() => ISSUED_AFTER_MS);
        case "ownCheck":
            return each(() => undefined);
        case "staggered":
            return each(() => ISSUED_AFTER_MS + random() * 120_000);
        case "heavyTailed":
            return each(() => 5_000 * 360 ** random());
    }
}

/**
 * What no client can beat, in ms after the start: each certificate takes one call after it is issued. Where the issuance counts from the own
 * first check, the last first check takes N / quota, and its issuance can show anywhere in the sweep after it.
 */
export function limitOf({ n, issuance }: Scenario): number {
    const sweep = (n / QUOTA_PER_SECOND) * 1000;
    if (issuance === "ownCheck") return ISSUED_AFTER_MS + 2 * sweep;
    const times = issuanceTimes({ n, issuance }) as number[];
    return Math.max(...times.sort((a, b) => a - b).map((at, k) => at + ((n - k) / QUOTA_PER_SECOND) * 1000));
}

export function domainsOf({ n }: Pick<Scenario, "n">): string[] {
    return Array.from({ length: n }, (_, i) => `d${i}.xzone.cloud`);
}
