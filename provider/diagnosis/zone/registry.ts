import { ask } from "../dns/ask";
import { addressesOf, askResolver, type NameServers, type ZoneOptions } from "./nameServers";

/**
 * The name servers to which the registry delegates a registered domain, as one of the registry's own servers says: `"same"` where they are
 * those that are known, whose addresses need no look-up.
 */
export async function delegationOf(
    name: string,
    known: readonly string[],
    options: ZoneOptions,
): Promise<NameServers | "same" | undefined> {
    const [resolver] = options.resolvers;
    // `com` above `example.com`; for a name such as `example.com.cn` the zone above may be `com.cn` or `cn`.
    for (let above = parentOf(name); resolver && above !== ""; above = parentOf(above)) {
        const { reply } = await askResolver(resolver, above, "NS", options);
        const records = (reply?.answers ?? []).filter((record) => record.type === "NS" && record.name === above);
        if (records.length === 0) {
            if (reply?.code === "NOERROR") continue;
            return undefined;
        }
        const registry = await addressesOf(records.slice(0, 1), resolver, reply, options);
        const [first] = registry.servers;
        if (!first) return undefined;
        const referral = await ask({ address: first.address, port: options.port }, { name, type: "NS" }, options);
        const told = [...(referral.reply?.answers ?? []), ...(referral.reply?.authorities ?? [])];
        const delegated = told.filter((record) => record.type === "NS" && record.name === name);
        if (delegated.length === 0) return undefined;
        const names = new Set(delegated.map(({ value }) => value));
        if (names.size === known.length && known.every((server) => names.has(server))) return "same";
        return addressesOf(delegated, resolver, referral.reply, options);
    }
    return undefined;
}

const parentOf = (name: string): string => name.split(".").slice(1).join(".");
