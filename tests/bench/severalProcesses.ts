import { titles } from "./report";
import type { Result } from "./result";
import { type Issuance, roughly, unevenly } from "./scenario";
import { mean, percent, table } from "./table";
import { runVirtual } from "./virtual";

/** Processes of ours on one account, each with its part of the domains, in runs that differ by chance. */
export interface SeveralProcesses {
    readonly processes: number;
    readonly domains: number;
    readonly issuance: Issuance;
    readonly network: keyof typeof networks;
    readonly runs: readonly Result[];
}

const RUNS = 20;
const networks = { good: unevenly, rough: roughly };

export async function severalProcesses(): Promise<SeveralProcesses[]> {
    const all: SeveralProcesses[] = [];
    for (const network of ["good", "rough"] as const) {
        for (const issuance of ["together", "ownCheck"] as const) {
            for (const [processes, domains] of [
                [1, 1000],
                [2, 120],
                [4, 1000],
                [8, 1000],
            ] as const) {
                const runs: Result[] = [];
                for (let seed = 1; seed <= RUNS; seed++) {
                    const scenario = { n: domains, issuance, trouble: "none" } as const;
                    runs.push(await runVirtual({ ours: processes }, scenario, networks[network](seed)));
                }
                all.push({ processes, domains, issuance, network, runs });
            }
        }
    }
    return all;
}

export function severalProcessesTable(rows: readonly SeveralProcesses[]): string {
    return table(
        rows.map(({ processes, domains, issuance, network, runs }) => {
            const ratios = runs.map(({ ratio }) => ratio);
            const refused = runs.map((run) => run.refused / run.calls);
            return {
                network,
                processes,
                "domains in all": domains,
                issued: titles[String(issuance)] ?? "",
                "time / limit, mean": mean(ratios).toFixed(2),
                "time / limit, worst": Math.max(...ratios).toFixed(2),
                "refused, mean": percent(mean(refused), 1),
                "refused, worst": percent(Math.max(...refused), 1),
                failed: runs.reduce((sum, { failed }) => sum + failed, 0),
            };
        }),
    );
}
