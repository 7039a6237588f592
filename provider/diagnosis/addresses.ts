import { BlockList, isIPv6 } from "node:net";

/** From which proxies on a machine give out addresses in place of the real ones (a range for benchmarks, RFC 2544). */
const FAKE = blockList([["198.18.0.0", 15]]);

function blockList(subnets: readonly [net: string, bits: number][]): BlockList {
    const list = new BlockList();
    for (const [net, bits] of subnets) list.addSubnet(net, bits, isIPv6(net) ? "ipv6" : "ipv4");
    return list;
}

const has = (list: BlockList, address: string): boolean => list.check(address, isIPv6(address) ? "ipv6" : "ipv4");

export const isFakeAddress = (address: string): boolean => has(FAKE, address);
