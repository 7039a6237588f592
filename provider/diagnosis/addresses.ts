import { BlockList, isIP, isIPv6 } from "node:net";

/** From which proxies on a machine give out addresses in place of the real ones (a range for benchmarks, RFC 2544). */
const FAKE = blockList([["198.18.0.0", 15]]);

/** Nobody outside a network can reach these. */
const RESERVED = blockList([
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
    ["172.16.0.0", 12],
    ["192.0.0.0", 24],
    ["192.168.0.0", 16],
    ["198.18.0.0", 15],
    ["224.0.0.0", 3],
    ["::", 127],
    ["fc00::", 7],
    ["fe80::", 10],
    ["ff00::", 8],
]);

/** At which no single host can be: "this network", multicast, broadcast, and what is for one link only. */
const NO_HOST = blockList([
    ["0.0.0.0", 8],
    ["224.0.0.0", 3],
    ["::", 128],
    ["fe80::", 10],
    ["ff00::", 8],
]);

function blockList(subnets: readonly [net: string, bits: number][]): BlockList {
    const list = new BlockList();
    for (const [net, bits] of subnets) list.addSubnet(net, bits, isIPv6(net) ? "ipv6" : "ipv4");
    return list;
}

const has = (list: BlockList, address: string): boolean => list.check(address, isIPv6(address) ? "ipv6" : "ipv4");

export const isFakeAddress = (address: string): boolean => has(FAKE, address);
export const isReservedAddress = (address: string): boolean => has(RESERVED, address);
export const isNoHostAddress = (address: string): boolean => has(NO_HOST, address);

/** The address that stands for the host of a URL, without the brackets of IPv6; undefined for a name. */
export function literalAddress(host: string): string | undefined {
    const plain = host.replace(/^\[|\]$/g, "");
    return isIP(plain) ? plain : undefined;
}
