import { type PeerName, peers } from "./peers";
import { mean } from "./table";
import { type Client, runVirtual } from "./virtual";

/** How one wait does, over many times of issuance: means. */
export interface LoneRow {
    readonly client: string;
    readonly lagMs: number;
    readonly checks: number;
    /** Of the waits, in percent. */
    readonly failedPercent: number;
}

/** Evenly from 20 s to 29 s after the start. */
export const SHORTLY = Array.from({ length: 91 }, (_, i) => 20_000 + i * 100);
/** Log-uniform from 5 s to 30 min. */
export const ANY_TIME = Array.from({ length: 400 }, (_, i) => Math.round(5_000 * 360 ** ((i + 0.5) / 400)));

/** One domain, issued at each of the times. */
async function lone(client: Client, times: readonly number[]): Promise<Omit<LoneRow, "client">> {
    const results = await Promise.all(
        times.map((afterMs) => runVirtual(client, { n: 1, issuance: { afterMs }, trouble: "none" })),
    );
    const seen = results.filter(({ failed }) => failed === 0);
    return {
        lagMs: mean(seen.map(({ lagMean }) => lagMean)),
        checks: mean(results.map(({ calls }) => calls)),
        failedPercent: (100 * (results.length - seen.length)) / results.length,
    };
}

/** Ours and each peer. */
export async function loneRows(times: readonly number[]): Promise<LoneRow[]> {
    const rows = [{ client: "pulumi-teo", ...(await lone({ ours: 1 }, times)) }];
    for (const peer of Object.keys(peers) as PeerName[]) {
        if (!peer.endsWith("strict")) rows.push({ client: peer, ...(await lone({ peer }, times)) });
    }
    return rows;
}
