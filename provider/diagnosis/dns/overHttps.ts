import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { NoReply } from "./ask";
import type { Query, Reply } from "./codec";

/** DNS over https (RFC 8484). */
export function askOverHttps(url: string, query: Query, signal: AbortSignal): Promise<Reply | NoReply> {
    return new Promise((resolve) => {
        const type = "application/dns-message";
        const send = url.startsWith("https:") ? requestHttps : requestHttp;
        const headers = { "content-type": type, accept: type, "content-length": query.packet.length };
        const request = send(url, { method: "POST", headers, agent: false, signal }, (response) => {
            const chunks: Buffer[] = [];
            let size = 0;
            response.on("data", (chunk: Buffer) => {
                chunks.push(chunk);
                size += chunk.length;
                if (size > 65535) request.destroy();
            });
            response.on("end", () => resolve(query.read(Buffer.concat(chunks)) ?? "refused"));
            response.on("error", () => resolve("refused"));
        });
        request.on("socket", (socket) => socket.unref());
        request.on("error", () => resolve(signal.aborted ? "timeout" : "refused"));
        request.end(query.packet);
    });
}
