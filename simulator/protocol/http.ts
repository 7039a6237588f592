import type { IncomingHttpHeaders } from "node:http";

/** A request as it came. */
export interface HttpRequest {
    readonly method: string;
    readonly path: string;
    /** As sent, without the question mark. */
    readonly query: string;
    readonly headers: IncomingHttpHeaders;
    /** Undefined where it was too long to be read. */
    readonly body: Buffer | undefined;
}

export function headerOf({ headers }: HttpRequest, name: string): string {
    const value = headers[name];
    return (Array.isArray(value) ? value.join(",") : (value ?? "")).trim();
}

/** The host as it may have been signed: the Node SDK signs it without its port, the Python SDK with it. */
export function hostsOf(request: HttpRequest): string[] {
    const host = headerOf(request, "host").toLowerCase();
    return [host, host.replace(/:\d+$/, "")];
}

/**
 * The path and the query of a request's target. A client that takes this server for its HTTP proxy sends a whole URL,
 * e.g. `http://teo.tencentcloudapi.com/?Action=...`.
 */
export function targetOf(url: string): { path: string; query: string } {
    const [path = "", query = ""] = url.replace(/^https?:\/\/[^/?#]*/i, "").split(/\?(.*)/s);
    return { path: path || "/", query };
}
