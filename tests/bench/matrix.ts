import type { PeerName } from "./peers";
import type { Result } from "./result";
import type { Issuance, Scenario, Trouble } from "./scenario";
import { type Client, runVirtual } from "./virtual";

/** One run and how it went. */
export interface Row extends Scenario, Result {
    readonly client: string;
}

/** What the benchmark compares, the worst last. */
const PEERS: readonly PeerName[] = [
    "back-off 0.2-10 s",
    "5 s loop, tolerant",
    "5 s loop, strict",
    "Terraform resource",
];
export const OURS = "pulumi-teo";
export const CLIENTS: readonly string[] = [OURS, ...PEERS];
export const SIZES = [1, 20, 100, 300, 1000] as const;
export const ISSUANCES = ["together", "ownCheck", "staggered", "heavyTailed"] as const;

const clientOf = (name: string): Client => (name === OURS ? { ours: 1 } : { peer: name as PeerName });

type Say = (row: Row) => void;

async function row(client: string, of: Client, n: number, issuance: Issuance, trouble: Trouble): Promise<Row> {
    const scenario = { n, issuance, trouble };
    return { client, ...scenario, ...(await runVirtual(of, scenario)) };
}

/** Every client at every size, by every course of issuance, with and without faults. */
export async function compare(say: Say): Promise<void> {
    for (const trouble of ["none", "InternalError"] as const) {
        for (const issuance of ISSUANCES) {
            for (const n of SIZES) {
                for (const client of CLIENTS) say(await row(client, clientOf(client), n, issuance, trouble));
            }
        }
    }
}

/** Ours where something fails that the peers do not tell apart, and crowds that no loop of its own gets through. */
export async function alone(say: Say): Promise<void> {
    for (const issuance of ["together", "ownCheck"] as const) {
        for (const trouble of ["HTTP 502", "dropped"] as const) {
            for (const n of SIZES) say(await row(OURS, { ours: 1 }, n, issuance, trouble));
        }
        for (const n of [10_000, 100_000]) say(await row(OURS, { ours: 1 }, n, issuance, "none"));
    }
    for (const client of ["back-off 0.2-10 s", "5 s loop, tolerant"] as const) {
        say(await row(client, { peer: client }, 10_000, "together", "none"));
    }
}
