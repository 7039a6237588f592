import { Resolver } from "node:dns/promises";
import type { PublishedRecord } from "./published";

/** How long a DNS server has to answer. */
const TIMEOUT_MS = 2000;

/** Asks the DNS server at `resolver` for the records of a name. None, and no answer, are the same: nothing is seen. */
export async function lookUp(
    resolver: string,
    name: string,
    type: PublishedRecord["type"],
    signal: AbortSignal,
): Promise<readonly string[]> {
    if (signal.aborted) {
        return [];
    }
    const client = new Resolver({ timeout: TIMEOUT_MS, tries: 1 });
    const cancel = () => client.cancel();
    signal.addEventListener("abort", cancel, { once: true });
    try {
        client.setServers([resolver]);
        switch (type) {
            case "CNAME":
                return await client.resolveCname(name);
            case "NS":
                return await client.resolveNs(name);
            case "TXT":
                return (await client.resolveTxt(name)).map((parts) => parts.join(""));
        }
    } catch {
        return [];
    } finally {
        signal.removeEventListener("abort", cancel);
    }
}
