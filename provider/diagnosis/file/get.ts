import { type IncomingHttpHeaders, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { timeLimit } from "../../common/timeLimit";
import { isNoHostAddress, literalAddress } from "../addresses";
import type { Budget } from "../budget";

/** How much of a file is read: a proof is a few characters, a web page betrays itself at once. */
const MAX_BYTES = 4096;

export interface Target {
    address: string;
    port: number;
    secure: boolean;
    /** For the `Host` header, and for TLS. */
    host: string;
    /** With its query, if it has one. */
    path: string;
}

export interface Got {
    status?: number;
    headers: IncomingHttpHeaders;
    body: string;
    /**
     * Why there is no answer: `certificate` is one that is not valid for the host, `tls` and `notHttp` are
     * an answer in TLS and in another protocol that is not HTTP, `noHost` is an address that nobody can reach from outside, `noAddress` is a
     * host without one, `noNetwork` is this machine's, and `notAsked` says nothing of the server.
     */
    failure?:
        | "timeout"
        | "refused"
        | "reset"
        | "certificate"
        | "tls"
        | "notHttp"
        | "noHost"
        | "noAddress"
        | "noNetwork"
        | "notAsked";
    /** Milliseconds since the Unix epoch. */
    when: number;
}

/** One GET, of an address that is known. Never rejects, follows no redirect, and does not keep the process alive. */
export function get(
    { address, port, secure, host, path }: Target,
    { budget, now, timeoutMs }: { budget: Budget; now: () => number; timeoutMs: number },
): Promise<Got> {
    const failed = (failure: Got["failure"]): Got => ({ headers: {}, body: "", failure, when: now() });
    if (isNoHostAddress(address)) return Promise.resolve(failed("noHost"));
    if (!budget.takeGet()) return Promise.resolve(failed("notAsked"));
    const { signal, end: endLimit } = timeLimit(timeoutMs, budget.signal);
    const answered = new Promise<Got>((resolve) => {
        const request = (secure ? requestHttps : requestHttp)({
            host: address,
            // An address is no name for TLS.
            servername: literalAddress(host) ? "" : host,
            port,
            path,
            headers: { host, "accept-encoding": "identity", "user-agent": "teo-diagnose" },
            agent: false,
            signal,
        });
        request.on("socket", (socket) => socket.unref());
        request.on("error", (error: NodeJS.ErrnoException) => {
            if (signal.aborted) resolve(failed(budget.signal.aborted ? "notAsked" : "timeout"));
            else resolve(failed(failureOf(error)));
        });
        request.on("response", (response) => {
            const chunks: Buffer[] = [];
            let size = 0;
            const end = () => {
                const body = Buffer.concat(chunks).subarray(0, MAX_BYTES).toString("utf8");
                resolve({ status: response.statusCode, headers: response.headers, body, when: now() });
                request.destroy();
            };
            response.on("data", (chunk: Buffer) => {
                chunks.push(chunk);
                size += chunk.length;
                if (size >= MAX_BYTES) end();
            });
            response.on("end", end);
            response.on("error", () => resolve(failed(signal.aborted ? "timeout" : "reset")));
        });
        request.end();
    });
    return answered.finally(endLimit);
}

/** How an alert begins, by which a TLS server answers what is no TLS. */
const TLS_ALERT = 0x15;

function failureOf({ code = "", rawPacket }: NodeJS.ErrnoException & { rawPacket?: Buffer }): Got["failure"] {
    if (code === "ECONNREFUSED") return "refused";
    if (code === "ECONNRESET" || code === "EPIPE") return "reset";
    if (code.startsWith("HPE_")) return rawPacket?.[0] === TLS_ALERT ? "tls" : "notHttp";
    if (/CERT|SIGNATURE|ISSUER|ALTNAME/.test(code)) return "certificate";
    if (code === "EHOSTUNREACH" || code === "ETIMEDOUT") return "timeout";
    return /^E(NETUNREACH|ADDRNOTAVAIL|ACCES|PERM|AFNOSUPPORT)$/.test(code) ? "noNetwork" : "reset";
}
