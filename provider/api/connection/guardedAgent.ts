import type { Agent, ClientRequest, IncomingMessage } from "node:http";
import { pipeline, Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createUnzip } from "node:zlib";
import { printable } from "../../common/text";

/** The largest answer of the API's in use is a page of 200 hosts, of some 300 kB. */
const MAX_ANSWER_BYTES = 1_000_000;

/** How the failures that a guarded agent causes are recognised: by the beginning of the message, which is all that the SDK passes on. */
export const REDIRECTED = "the endpoint redirects to";
export const TOO_LARGE = "the answer is larger than 1 MB";

/** An answer in another encoding is read as it comes. */
const UNPACK = new Map([
    ["gzip", createGunzip],
    ["x-gzip", createGunzip],
    ["deflate", createUnzip],
    ["x-deflate", createUnzip],
    ["br", createBrotliDecompress],
]);

/**
 * Makes an agent follow no redirect, which would take the signed request, with its Authorization header, to wherever it points, and
 * read no answer beyond a bound. The SDK has no settings for either.
 */
export function guardedAgent(agent: Agent): Agent {
    const guarded = agent as Agent & { addRequest(request: ClientRequest, options: object): void };
    const addRequest = guarded.addRequest;
    guarded.addRequest = function (request, options) {
        // A compressed answer may unpack to any size: none is asked for.
        request.setHeader("Accept-Encoding", "identity");
        // This listener comes before that of node-fetch, so that it sees the answer as it is left here.
        request.once("response", (answer: IncomingMessage) => {
            refuseRedirect(answer, request.host);
            boundAnswer(answer);
        });
        return addRequest.call(this, request, options);
    };
    return agent;
}

/** Without a location node-fetch has nowhere to go, not even to the endpoint itself. The SDK passes the status message on as the error's. */
function refuseRedirect(answer: IncomingMessage, endpointHost: string): void {
    const { location } = answer.headers;
    if (location === undefined) return;
    delete answer.headers.location;
    const base = `https://${endpointHost}`;
    const target = URL.canParse(location, base) ? new URL(location, base).host : location;
    answer.statusMessage = `${REDIRECTED} ${printable(target, 100)}`;
}

/** What node-fetch reads of an answer is unpacked here, and ends with an error where it is too large or cannot be unpacked. */
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
