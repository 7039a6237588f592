import type { Agent, ClientRequest, IncomingMessage } from "node:http";
import { createBrotliDecompress, createUnzip } from "node:zlib";
import { printable } from "../text";

/** The largest answer of the API's in use is a page of 200 hosts, of some 300 kB. */
const MAX_ANSWER_BYTES = 1_000_000;

/** How the failures that a guarded agent causes are recognised: by the beginning of the message, which is all that the SDK passes on. */
export const REDIRECTED = "the endpoint redirects to";
export const TOO_LARGE = "the answer is larger than 1 MB";

/**
 * Wraps an agent so that no redirect is followed, which would take the signed request, with its Authorization header, to wherever it points, and
 * so that no answer is read beyond a bound. The SDK has no settings for that, but its node-fetch asks a function for the agent of each
 * request, redirected ones included.
 */
export function guardedAgent(agent: Agent, endpointHost: string): Agent {
    const guarded = agent as Agent & { addRequest(request: ClientRequest, options: object): void };
    const addRequest = guarded.addRequest;
    guarded.addRequest = function (request, options) {
        // A compressed answer may unpack to any size: none is asked for.
        request.setHeader("Accept-Encoding", "identity");
        request.once("response", boundAnswer);
        return addRequest.call(this, request, options);
    };
    const choose = ({ host, pathname }: URL): Agent => {
        if (host === endpointHost && pathname === "/") return agent;
        throw new Error(`${REDIRECTED} ${printable(host, 100)}`);
    };
    return choose as unknown as Agent;
}

/** Ends an answer that is too large, as it comes or unpacked. */
function boundAnswer(answer: IncomingMessage): void {
    const encoding = answer.headers["content-encoding"] ?? "identity";
    const unpack = encoding === "identity" ? undefined : encoding === "br" ? createBrotliDecompress() : createUnzip();
    const body = unpack ? answer.pipe(unpack) : answer;
    let bytes = 0;
    body.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= MAX_ANSWER_BYTES) return;
        answer.destroy(new Error(TOO_LARGE));
        unpack?.destroy();
    });
    // What cannot be unpacked fails where it is read.
    unpack?.on("error", () => {});
}
