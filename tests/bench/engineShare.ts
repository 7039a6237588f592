import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Simulator } from "../../simulator";
import { createTestStack, type TestStack } from "../engine/stack";
import { addNothing, type Kind, nothing, nothingSerialized, ours, oursAsSet, oursUnpaced } from "./kinds";
import { domainsOf, LATENCY_MS, ZONE_ID } from "./scenario";
import { seconds, table } from "./table";

/** What the throttle lets through in a second, of a quota of 20. */
const PACE = 19;

/** One `pulumi up` of so many certificates that are issued already. */
export interface EngineShare {
    readonly kind: string;
    readonly certificates: number;
    readonly wallMs: number;
    /** What the pace under the quota takes between the first call and the last. */
    readonly quotaFloorMs: number;
    /** Of state, as the file backend has it on disk and as `pulumi stack export` prints it, for each certificate. */
    readonly checkpointBytes: number;
    readonly exportBytes: number;
}

/**
 * Measures `pulumi up --parallel N` of N certificates that are issued already, for each N and each way to declare them: one call each, of
 * 100 ms, and the engine's own work.
 */
export async function engineShare(
    sizes: readonly number[],
    kinds: readonly Kind[] = [ours, oursUnpaced, oursAsSet, nothing, nothingSerialized],
): Promise<EngineShare[]> {
    const rows: EngineShare[] = [];
    for (const size of sizes) {
        for (const kind of kinds) rows.push(await measure(kind, size));
    }
    return rows;
}

async function measure(kind: Kind, size: number): Promise<EngineShare> {
    const noQuota = kind.calls === "without quota";
    await using simulator = await Simulator.start({ latencyMs: LATENCY_MS, ...(noQuota && { quotaPerSecond: 0 }) });
    const names = domainsOf({ n: size });
    for (const domain of names) simulator.domain(ZONE_ID, domain).issue();
    const stack = await createTestStack({
        env: simulator.environment(),
        ...(noQuota && { config: { "teo:requestsPerSecond": "1000" } }),
        program: async () => kind.declare(names),
    });
    try {
        await addNothing(stack.folder);
        const { durationMs } = await stack.up("--parallel", String(size));
        return {
            kind: kind.name,
            certificates: size,
            wallMs: durationMs,
            quotaFloorMs: kind.calls === "by the quota" ? ((size - 1) / PACE) * 1_000 : 0,
            ...(await stateBytes(stack, size)),
        };
    } finally {
        await stack.dispose();
    }
}

/** The state of a stack, for each of `count` certificates. */
export async function stateBytes(
    stack: TestStack,
    count: number,
): Promise<Pick<EngineShare, "checkpointBytes" | "exportBytes">> {
    const exported = (await stack.start(["stack", "export"]).succeeded()).stdout;
    return { checkpointBytes: (await checkpointBytes(stack)) / count, exportBytes: exported.length / count };
}

async function checkpointBytes(stack: TestStack): Promise<number> {
    const folder = join(stack.folder, ".pulumi", "stacks");
    const files = await readdir(folder, { recursive: true });
    const checkpoint = files.find((file) => file.endsWith("test.json"));
    if (!checkpoint) throw new Error(`there is no checkpoint among ${files.join(", ")}`);
    return (await readFile(join(folder, checkpoint))).length;
}

export function engineShareTable(rows: readonly EngineShare[]): string {
    return table(
        rows.map((row) => ({
            certificates: row.certificates,
            kind: row.kind,
            "up, s": seconds(row.wallMs),
            "quota floor, s": seconds(row.quotaFloorMs),
            "checkpoint, bytes each": Math.round(row.checkpointBytes),
            "export, bytes each": Math.round(row.exportBytes),
        })),
    );
}
