import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { BlockList, isIP } from "node:net";
import { type Settings, SettingsError } from "./settings";

const pool = { keepAlive: true, maxSockets: 64 };

/**
 * Chooses between a direct connection and the user's proxy; both are kept alive. Always returns an agent: without one the SDK uses
 * `http_proxy` from the environment even for https, and ignores `NO_PROXY`.
 */
export async function connectionAgent({ protocol, host }: Settings): Promise<HttpAgent> {
    // http:// is for loopback only, which needs no proxy.
    if (protocol === "http://") return new HttpAgent(pool);
    const { getProxyForUrl } = await import("proxy-from-env");
    const url = new URL(`${protocol}${host}/`);
    const isDirect = isInNoProxyRange(url.hostname) || parentsOf(url).some((parent) => !getProxyForUrl(parent));
    const proxy = isDirect ? "" : withScheme(getProxyForUrl(url.href));
    if (!proxy) return new HttpsAgent(pool);
    if (!/^https?:/i.test(proxy) || !URL.canParse(proxy)) {
        // The value may hold a password: it is not shown.
        throw new SettingsError(["HTTPS_PROXY (or ALL_PROXY) must be an http:// or https:// URL."]);
    }
    const { HttpsProxyAgent } = require("https-proxy-agent") as typeof import("https-proxy-agent");
    return new HttpsProxyAgent(proxy, pool) as HttpAgent;
}

/** A proxy without a scheme uses http, as in curl and Go; the library gives it the scheme of the request. */
function withScheme(proxy: string): string {
    const names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
    const given = names.map((name) => process.env[name]).find(Boolean) ?? "";
    return proxy && !given.includes("://") ? `http://${given}` : proxy;
}

/** URLs of the domains above a host: a name in NO_PROXY also matches its subdomains, as in curl and Go; the library requires a leading dot. */
function parentsOf({ protocol, hostname, port }: URL): string[] {
    if (isIP(hostname) !== 0) return [];
    const labels = hostname.split(".").slice(1);
    return labels.map((_, i) => `${protocol}//${labels.slice(i).join(".")}:${port || 443}/`);
}

/** NO_PROXY may contain CIDR ranges (`10.0.0.0/8`) for IP addresses, as in curl and Go; the library does not support them. */
function isInNoProxyRange(hostname: string): boolean {
    const address = hostname.replace(/^\[|\]$/g, "");
    const version = isIP(address);
    if (version === 0) return false;
    const ranges = new BlockList();
    for (const entry of (process.env.no_proxy || process.env.NO_PROXY || "").split(/[,\s]+/)) {
        const [network = "", prefix = ""] = entry.split("/");
        const bits = isIP(network) === 4 ? 32 : 128;
        if (isIP(network) === 0 || !/^\d+$/.test(prefix) || Number(prefix) > bits) continue;
        ranges.addSubnet(network, Number(prefix), bits === 32 ? "ipv4" : "ipv6");
    }
    return ranges.check(address, version === 4 ? "ipv4" : "ipv6");
}
