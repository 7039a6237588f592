import { getServers } from "node:dns";
import { isIP } from "node:net";

/** A DNS server by its address, or a resolver asked over https. */
export type Server = { address: string; port: number } | { url: string };

/** A DNS server, with its name in evidence. */
export interface Resolver {
    /** Such as `8.8.8.8`, `8.8.8.8:5353` or `https://dns.example/dns-query`. */
    label: string;
    server: Server;
    /** Whether it is the machine's own resolver, whose answers may differ from the public DNS: it decides only if no other answers. */
    own: boolean;
}

/** The machine's own first resolver, then DNSPod (China), Google, AliDNS (China) and Cloudflare. */
export const DEFAULT_RESOLVERS: readonly string[] = ["system", "119.29.29.29", "8.8.8.8", "223.5.5.5", "1.1.1.1"];

/**
 * A resolver as a setting names it: `8.8.8.8`, `8.8.8.8:5353`, `[2001:db8::1]:53`, `https://dns.example/dns-query` (DNS over https), or
 * `system` for the first of the machine's own. Undefined for what is none of these, and where the machine has none.
 */
export function parseResolver(text: string, machine: readonly string[] = getServers()): Resolver | undefined {
    if (text === "system") {
        const [first] = machine;
        const own = first === undefined ? undefined : parseAddress(first);
        return own && { ...own, own: true };
    }
    if (!text.includes("://")) return parseAddress(text);
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || url.username || url.password) return undefined;
    const allowed = url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
    return allowed ? { label: text, server: { url: text }, own: false } : undefined;
}

function parseAddress(text: string): Resolver | undefined {
    const [, bracketed, plain, port = "53"] = /^(?:\[([^\]]+)\]|([\d.]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
    const address = isIP(text) ? text : (bracketed ?? plain ?? "");
    if (!isIP(address) || Number(port) < 1 || Number(port) > 65535) return undefined;
    return { label: text, server: { address, port: Number(port) }, own: false };
}

/** Whether a host, as a URL or a setting names it, is this machine. */
export const isLoopback = (host: string): boolean => /^(127(\.\d+){3}|\[?::1\]?|localhost)$/.test(host);
