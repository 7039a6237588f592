import { Simulator } from "../../simulator";
import { type Finished, PulumiFailed } from "../engine/cli";
import { createTestStack } from "../engine/stack";
import { ours } from "./kinds";
import { domainsOf, ISSUED_AFTER_MS, LATENCY_MS, limitOf, QUOTA_PER_SECOND, ZONE_ID } from "./scenario";
import { percent, seconds, table } from "./table";

/** Several `pulumi up`s at the same time, of stacks that share one account and so its quota. */
export interface SharedQuota {
    /** Certificates of each stack. */
    readonly sizes: readonly number[];
    /** From the common start to the end of the slowest. */
    readonly wallMs: number;
    /** The wait itself, and two calls for each certificate by the whole quota. */
    readonly boundMs: number;
    readonly calls: number;
    /** Calls that the quota refused. */
    readonly refused: number;
    /** Resources that failed. */
    readonly failed: number;
}

/** Measures an `up` for each size at the same time; each certificate is issued 20 s after its own first check. */
export async function sharedQuota(sizes: readonly number[]): Promise<SharedQuota> {
    await using simulator = await Simulator.start({ quotaPerSecond: QUOTA_PER_SECOND, latencyMs: LATENCY_MS });
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const all = domainsOf({ n: total });
    for (const domain of all) simulator.domain(ZONE_ID, domain).issueAfter(ISSUED_AFTER_MS, { from: "firstCheck" });
    const rest = [...all];
    const parts = sizes.map((size) => rest.splice(0, size));
    const stacks = await Promise.all(
        parts.map((part) =>
            createTestStack({
                env: simulator.environment(),
                parallel: part.length,
                program: async () => ours.declare(part),
            }),
        ),
    );
    try {
        const started = Date.now();
        const runs = await Promise.all(stacks.map((stack) => stack.up().catch(evenFailed)));
        return {
            sizes,
            wallMs: Date.now() - started,
            boundMs: limitOf({ n: total, issuance: "ownCheck", trouble: "none" }),
            calls: simulator.callCount(),
            refused: simulator.calls.filter(({ code }) => code?.startsWith("RequestLimitExceeded")).length,
            failed: runs.flatMap(({ events }) => events.filter(({ resOpFailedEvent }) => resOpFailedEvent)).length,
        };
    } finally {
        await Promise.all(stacks.map((stack) => stack.dispose()));
    }
}

function evenFailed(error: unknown): Finished {
    if (error instanceof PulumiFailed) return error.run;
    throw error;
}

export function sharedQuotaTable(rows: readonly SharedQuota[]): string {
    return table(
        rows.map((row) => ({
            "ups at once": row.sizes.length,
            "certificates of each": row.sizes.join(", "),
            "slowest, s": seconds(row.wallMs),
            "bound, s": seconds(row.boundMs),
            "slowest / bound": (row.wallMs / row.boundMs).toFixed(2),
            calls: row.calls,
            refused: percent(row.refused, row.calls),
            failed: row.failed,
        })),
    );
}
