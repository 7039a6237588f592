import type { Agent, ClientRequest, IncomingMessage } from "node:http";
import { pipeline, Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createUnzip } from "node:zlib";
import { printable } from "../../common/text";

/** The largest answer in use is a page of 200 hosts, about 300 kB. */
const MAX_ANSWER_BYTES = 1_000_000;

/** The prefixes of the messages of failures that a guarded agent causes: the SDK passes on only the message. */
export const REDIRECTED = "the endpoint redirects to";
export const TOO_LARGE = "the answer is larger than 1 MB";

/** An answer with another encoding is read unchanged. */
const UNPACK = new Map([
    ["gzip", createGunzip],
    ["x-gzip", createGunzip],
    ["deflate", createUnzip],
    ["x-deflate", createUnzip],
    ["br", createBrotliDecompress],
]);

/**
 * Makes an agent follow no redirects, which would send the signed request, with its Authorization header, to another server, and
 * limits the size of answers. The SDK has no settings for either.
 */
export function guardedAgent(agent: Agent): Agent {
    const guarded = agent as Agent & { addRequest(request: ClientRequest, options: object): void };
    const addRequest = guarded.addRequest;
    guarded.addRequest = function (request, options) {
        // A compressed answer may unpack to any size: request none.
        request.setHeader("Accept-Encoding", "identity");
        // This listener runs before that of node-fetch, which then sees the modified answer.
        request.once("response", (answer: IncomingMessage) => {
            refuseRedirect(answer, request.host);
            boundAnswer(answer);
        });
        return addRequest.call(this, request, options);
    };
    return agent;
}

/** Without a location node-fetch follows no redirect, not even to the endpoint itself. The SDK uses the status message as the error message. */
function refuseRedirect(answer: IncomingMessage, endpointHost: string): void {
    const { location } = answer.headers;
    if (location === undefined) return;
    delete answer.headers.location;
    const base = `https://${endpointHost}`;
    const target = URL.canParse(location, base) ? new URL(location, base).host : location;
    answer.statusMessage = `${REDIRECTED} ${printable(target, 100)}`;
}

/** Unpacks the answer for node-fetch, with an error if it is too large or cannot be unpacked. */
function boundAnswer(answer: IncomingMessage): void {
    const unpack = UNPACK.get((answer.headers["content-encoding"] ?? "").trim().toLowerCase())?.();
    delete answer.headers["content-encoding"];
    let bytes = 0;
    const bounded = new Transform({
        transform(chunk: Buffer, _encoding, done) {
            bytes += chunk.length;
            done(bytes > MAX_ANSWER_BYTES ? new Error(TOO_LARGE) : null, chunk);
        },
    });
    pipeline([answer, ...(unpack ? [unpack] : []), bounded], () => {});
    answer.pipe = <T extends NodeJS.WritableStream>(target: T): T => {
        bounded.on("error", (error) => target.emit("error", error));
        return bounded.pipe(target);
    };
}
