import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { type Settings, SettingsError } from "./settings";

/** The part of the SDK's HTTP profile that says how bytes travel. */
export interface Connection {
    agent?: HttpAgent;
    proxy?: string;
}

const pool = { keepAlive: true, maxSockets: 64 };

/**
 * Chooses between a kept-alive connection of our own and the user's proxy. An agent is always given where no proxy is meant: without one the
 * SDK takes `http_proxy` from the environment even for https, and never looks at `NO_PROXY`.
 */
export async function connection({ protocol, host }: Settings): Promise<Connection> {
    // http:// is for loopback only, where no proxy belongs.
    if (protocol === "http://") return { agent: new HttpAgent(pool) };
    const { getProxyForUrl } = await import("proxy-from-env");
    const proxy = getProxyForUrl(`${protocol}${host}/`);
    if (!proxy) return { agent: new HttpsAgent(pool) };
    if (!/^https?:$/.test(schemeOf(proxy))) {
        // The value may hold a password: it is not shown.
        throw new SettingsError(["HTTPS_PROXY (or ALL_PROXY) must be an http:// or https:// URL."]);
    }
    return { proxy };
}

function schemeOf(url: string): string {
    try {
        return new URL(url).protocol;
    } catch {
        return "";
    }
}
