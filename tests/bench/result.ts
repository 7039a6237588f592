import { mean } from "./table";

/** How a run went. Times in ms, memory in bytes. */
export interface Result {
    readonly makespan: number;
    /** Makespan over the physical limit. */
    readonly ratio: number;
    readonly calls: number;
    readonly refused: number;
    readonly failed: number;
    readonly lagMean: number;
    readonly lagP50: number;
    readonly lagP95: number;
    readonly lagMax: number;
    /** The most memory held above that before the start: what is alive in virtual time, the resident set in real time. */
    readonly memory: number | undefined;
}

/** How the wait for one domain ended, and when, in ms since the epoch. */
export interface Seen {
    readonly ok: boolean;
    readonly at: number;
}

interface Raw extends Pick<Result, "makespan" | "calls" | "refused" | "memory"> {
    readonly limit: number;
    /** From issuance to success; undefined for a domain that failed. */
    readonly lags: readonly (number | undefined)[];
}

export function resultOf({ limit, lags, ...raw }: Raw): Result {
    const sorted = lags.filter((lag) => lag !== undefined).sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
    return {
        ...raw,
        ratio: raw.makespan / limit,
        failed: lags.length - sorted.length,
        lagMean: mean(sorted),
        lagP50: at(0.5),
        lagP95: at(0.95),
        lagMax: at(1),
    };
}
