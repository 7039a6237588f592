import { Simulator } from "../../simulator";
import { createTestStack } from "../engine/stack";
import { addNothing, type Kind, nothing, ours } from "./kinds";
import { ZONE_ID } from "./scenario";
import { median, seconds, table } from "./table";

const DOMAIN = "www.xzone.cloud";

/** Wall time of `pulumi up` of one resource that has nothing to wait for, in each round. */
export interface OneUp {
    readonly latencyMs: number;
    readonly oursMs: readonly number[];
    readonly nothingMs: readonly number[];
}

/**
 * One `up` of a certificate that is issued and one of a resource that does nothing, side by side so that both see the same machine; again
 * until there are enough rounds.
 */
export async function oneUp(latencyMs: number, enough: (run: OneUp) => boolean): Promise<OneUp> {
    const oursMs: number[] = [];
    const nothingMs: number[] = [];
    const run = { latencyMs, oursMs, nothingMs };
    // A first one of each is not counted: it reads everything from disk.
    await up(ours, latencyMs);
    await up(nothing, latencyMs);
    do {
        oursMs.push(await up(ours, latencyMs));
        nothingMs.push(await up(nothing, latencyMs));
    } while (!enough(run));
    return run;
}

async function up(kind: Kind, latencyMs: number): Promise<number> {
    await using simulator = await Simulator.start({ latencyMs });
    simulator.domain(ZONE_ID, DOMAIN).issue();
    const stack = await createTestStack({
        env: simulator.environment(),
        program: async () => kind.declare([DOMAIN]),
    });
    try {
        await addNothing(stack.folder);
        return (await stack.up()).durationMs;
    } finally {
        await stack.dispose();
    }
}

/** What ours takes, without the API's answer, for each second of the one that does nothing; of the best rounds. */
export function bestRatio({ latencyMs, oursMs, nothingMs }: OneUp): number {
    return (Math.min(...oursMs) - latencyMs) / Math.min(...nothingMs);
}

export function oneUpTable(runs: readonly OneUp[]): string {
    return table(
        runs.map((run) => ({
            "API latency, ms": run.latencyMs,
            rounds: run.oursMs.length,
            "ours, best, s": seconds(Math.min(...run.oursMs), 3),
            "does nothing, best, s": seconds(Math.min(...run.nothingMs), 3),
            "ours, median, s": seconds(median(run.oursMs), 3),
            "does nothing, median, s": seconds(median(run.nothingMs), 3),
            "(ours - latency) / does nothing, best": bestRatio(run).toFixed(2),
        })),
    );
}
