import { request } from "node:http";

/** How long a web server has to answer in full. */
const TIMEOUT_MS = 2000;
/** The longest file that is read; a proof has a few dozen bytes. */
const MAX_BYTES = 65_536;

/**
 * Gets a file from the web server at `address`, asking for it by the URL's own host. Undefined: not seen. Redirects are
 * not followed: the file must be where the application wants it.
 */
export function fetchFile(address: string, url: string, signal: AbortSignal): Promise<string | undefined> {
    const { host, pathname, search } = new URL(url);
    const { hostname, port } = new URL(`http://${address}`);
    return new Promise((resolve) => {
        const nothing = () => resolve(undefined);
        const outgoing = request(
            {
                // An address of IPv6 is bare here, and in brackets in a URL.
                host: hostname.replace(/^\[(.*)\]$/, "$1"),
                port: port || 80,
                path: pathname + search,
                headers: { Host: host },
                agent: false,
                signal,
            },
            (response) => {
                const chunks: Buffer[] = [];
                let length = 0;
                response.on("data", (chunk: Buffer) => {
                    length += chunk.length;
                    chunks.push(chunk);
                    if (length > MAX_BYTES) {
                        // First of all, as what has come may be all there is, and would count as the whole.
                        nothing();
                        outgoing.destroy();
                    }
                });
                response.once("error", nothing).once("close", nothing);
                response.once("end", () =>
                    resolve(response.statusCode === 200 ? Buffer.concat(chunks).toString("utf8") : undefined),
                );
            },
        );
        // Not AbortSignal.timeout within AbortSignal.any, which Node.js 20 loses when it collects garbage.
        const limit = setTimeout(() => outgoing.destroy(), TIMEOUT_MS);
        outgoing.once("close", () => clearTimeout(limit));
        outgoing.once("error", nothing).end();
    });
}
