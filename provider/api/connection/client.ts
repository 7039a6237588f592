import type { AbstractClient } from "tencentcloud-sdk-nodejs-common";
import type { Clock } from "../../common/clock";
import { onAbort } from "../../common/onAbort";
import type { Call } from "../call";
import { ApiError, apiError, transportError } from "../errors";
import { rateLimited, type Send } from "../rateLimit/rateLimited";
import { credentials } from "./credentials";
import { guardedAgent, REDIRECTED, TOO_LARGE } from "./guardedAgent";
import { connectionAgent } from "./proxy";
import type { Settings } from "./settings";

/** After this a request is given up and asked again, in seconds: the unit of the SDK's HTTP profile. */
const REQUEST_TIMEOUT_S = 20;

/**
 * The official SDK behind one function: signs, sends, paces and turns every failure into a typed {@link ApiError}. The SDK is
 * loaded, and credentials are looked up, with the first call.
 */
export function createCall(settings: Settings, clock: Clock, requestTimeoutS = REQUEST_TIMEOUT_S): Call {
    const getKeys = credentials(settings.keys);
    let client: Promise<AbstractClient> | undefined;
    /** Whether the API has taken these keys before. */
    let keysWorked = false;

    const createClient = async (): Promise<AbstractClient> => {
        const agent = guardedAgent(await connectionAgent(settings));
        const { teo } = require("tencentcloud-sdk-nodejs-teo") as typeof import("tencentcloud-sdk-nodejs-teo");
        return new teo.v20220901.Client({
            credential: { getCredential: getKeys },
            region: settings.region,
            profile: {
                language: settings.language,
                httpProfile: {
                    agent,
                    protocol: settings.protocol,
                    endpoint: settings.host,
                    reqTimeout: requestTimeoutS,
                },
            },
        });
    };

    const open = async (): Promise<Send> => {
        // Before anything is signed: the SDK would sign with empty keys, and would hide why there are none.
        await getKeys();
        client ??= createClient();
        const sdk = await client;
        return async (action, request, signal) => {
            const exchange = new AbortController();
            const forget = onAbort(signal, () => exchange.abort());
            try {
                const answer = await sdk.request(action, request, { signal: exchange.signal });
                if (!isPlainObject(answer)) throw new TypeError("no Response in the answer");
                // The SDK passes over an Error that is null, "" or 0: a bind would pass for accepted.
                if (Object.hasOwn(answer, "Error")) throw new TypeError("an Error without a Code");
                keysWorked = true;
                return answer;
            } catch (error) {
                signal.throwIfAborted();
                const failure = toApiError(error, settings);
                if (failure.code === "AuthFailure.TokenFailure" && keysWorked) throw tokenExpired(failure);
                keysWorked ||= failure.requestId !== undefined && !failure.code.startsWith("AuthFailure");
                throw failure;
            } finally {
                forget();
                // The SDK leaves the body of a failure, or of an answer that takes too long, unread, and its socket open.
                exchange.abort();
            }
        };
    };
    return rateLimited(open, settings.requestsPerSecond, clock);
}

/** Not an array, and not what the SDK makes of an event stream: either would pass for an answer without content, which a bind is. */
function isPlainObject(value: unknown): boolean {
    if (typeof value !== "object" || value === null) return false;
    const prototype = Object.getPrototypeOf(value);
    return prototype === Object.prototype || prototype === null;
}

/** What the SDK throws: its own exception with a code, or with an HTTP status, or with neither; or whatever a broken body led to. */
interface SdkFailure extends Error {
    /** As it came: not always the text that it should be. */
    code?: unknown;
    httpCode?: number;
    requestId?: string;
    traceId?: string;
    type?: string;
}

/** The API says no more than that the token is wrong: that it was right before, it cannot know. */
function tokenExpired({ kind, code, message, requestId, retryForMs, zoneWide }: ApiError): ApiError {
    return new ApiError({
        kind,
        code,
        message: `the token has expired: ${message}`,
        requestId,
        retryForMs,
        zoneWide,
        advice: "Get new temporary keys (id, key and token), set them where the old ones were, and run again: it goes on where this run ended. For long waits use keys of a source that renews them: a role, or the profile file.",
    });
}

/** How Node and OpenSSL name what is wrong with a certificate: the SDK passes on the message alone, without Node's code. */
const UNTRUSTED = new RegExp(
    [
        "self[- ]signed certificate",
        "unable to (verify|get)[^;]*certificate",
        "certificate (has expired|is not yet valid|not trusted|rejected|revoked|signature failure|chain too long)",
        "altnames",
        "(unsuitable|unsupported) certificate purpose",
        "invalid CA certificate",
        "(EE certificate|CA) (key|md|signature digest algorithm) too weak",
    ].join("|"),
    "i",
);

function toApiError(failure: unknown, settings: Settings): ApiError {
    if (failure instanceof ApiError) return failure;
    const { code, httpCode, requestId, traceId, message } = failure as SdkFailure;
    const endpoint = settings.protocol + settings.host;
    if (typeof message === "string" && message.includes(TOO_LARGE)) {
        return transportError("MalformedAnswer", TOO_LARGE, endpoint);
    }
    // Only the SDK's own exception has a traceId; its `code` is the API's, whereas a Node error's is the system's.
    if (traceId === undefined) {
        return transportError("MalformedAnswer", `the answer could not be read: ${message}`, endpoint);
    }
    if (typeof code === "string" && code) return apiError(code, message, requestId);
    if (code) return transportError("MalformedAnswer", "the Code of the error is no text", endpoint);
    if (httpCode && message?.startsWith(REDIRECTED)) {
        return transportError("Redirected", `${message}, which the API never does; nothing was sent there`, endpoint);
    }
    if (httpCode) return transportError(`HTTP ${httpCode}`, message || "no reason given", endpoint);
    if (!message || requestId) return transportError("MalformedAnswer", "an Error without a Code", endpoint);
    if (UNTRUSTED.test(message)) return transportError("UntrustedCertificate", message, endpoint);
    return transportError("NetworkError", message, endpoint);
}
