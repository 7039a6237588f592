import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { ControlError } from "./controlError";

/**
 * Lets in local programs and nothing else. A web page in a browser on this machine can reach the port, too: it gives
 * itself away by its origin, or, where its name was made to resolve to this machine, by the host that it asks for.
 */
export function guard({ headers, socket }: IncomingMessage): void {
    if (!isLoopback(socket.remoteAddress ?? "")) {
        throw new ControlError(
            403,
            "forbidden",
            "The simulator accepts control requests only from the machine that runs it.",
        );
    }
    const host = headers.host ?? "";
    const hostname = host
        .toLowerCase()
        .replace(/:\d+$/, "")
        .replace(/^\[(.*)\]$/, "$1");
    if (hostname !== "localhost" && !isLoopback(hostname)) {
        throw new ControlError(403, "forbidden", "The Host header must name a loopback address.");
    }
    const { origin, "sec-fetch-site": site = "none" } = headers;
    if (
        (origin !== undefined && ![`http://${host}`, `https://${host}`].includes(origin)) ||
        (site !== "none" && site !== "same-origin")
    ) {
        throw new ControlError(403, "forbidden", "Requests from other sites are refused.");
    }
}

/** A name such as `127.evil.example` is none, so it has to be an address first. */
function isLoopback(address: string): boolean {
    const bare = address.replace(/^::ffff:/i, "");
    return isIP(bare) !== 0 && (bare === "::1" || bare.startsWith("127."));
}
