import type * as Teo from "pulumi-teo";
import { Simulator } from "../../simulator";
import { createTestStack } from "../engine/stack";
import { stateBytes } from "./engineShare";
import { titles } from "./report";
import { domainsOf, ISSUED_AFTER_MS, LATENCY_MS, limitOf, ZONE_ID } from "./scenario";
import { seconds, table } from "./table";

/** One `pulumi up` of a set, at the engine's default flags. */
export interface SetUp {
    readonly domains: number;
    readonly issuance: "together" | "ownCheck";
    readonly wallMs: number;
    readonly limitMs: number;
    readonly calls: number;
    readonly refused: number;
    /** Of state, as the file backend has it on disk and as `pulumi stack export` prints it, for each domain. */
    readonly checkpointBytes: number;
    readonly exportBytes: number;
}

/** Measures sets of so many domains, all issued 20 s after the start, and each 20 s after its own first check. */
export async function setUp(sizes: readonly number[]): Promise<SetUp[]> {
    const rows: SetUp[] = [];
    for (const size of sizes) {
        for (const issuance of ["together", "ownCheck"] as const) rows.push(await measure(size, issuance));
    }
    return rows;
}

async function measure(n: number, issuance: SetUp["issuance"]): Promise<SetUp> {
    await using simulator = await Simulator.start({ latencyMs: LATENCY_MS });
    const domains = domainsOf({ n });
    const stack = await createTestStack({
        env: simulator.environment(),
        program: async () => {
            const teo: typeof Teo = require("pulumi-teo");
            new teo.FreeCertificateVerificationSet("set", { zoneId: ZONE_ID, domains });
        },
    });
    try {
        const from = issuance === "together" ? "now" : "firstCheck";
        for (const domain of domains) simulator.domain(ZONE_ID, domain).issueAfter(ISSUED_AFTER_MS, { from });
        const { durationMs } = await stack.up();
        return {
            domains: n,
            issuance,
            wallMs: durationMs,
            limitMs: limitOf({ n, issuance, trouble: "none" }),
            calls: simulator.callCount(),
            refused: simulator.calls.filter(({ code }) => code === "RequestLimitExceeded").length,
            ...(await stateBytes(stack, n)),
        };
    } finally {
        await stack.dispose();
    }
}

export function setUpTable(rows: readonly SetUp[]): string {
    return table(
        rows.map((row) => ({
            domains: row.domains,
            issued: titles[row.issuance] ?? "",
            "up, s": seconds(row.wallMs),
            "limit, s": seconds(row.limitMs),
            "up / limit": (row.wallMs / row.limitMs).toFixed(2),
            calls: row.calls,
            refused: row.refused,
            "checkpoint, bytes each": Math.round(row.checkpointBytes),
            "export, bytes each": Math.round(row.exportBytes),
        })),
    );
}
