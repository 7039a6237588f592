import type { AbstractClient } from "tencentcloud-sdk-nodejs-common";
import type { Clock } from "../../common/clock";
import { onAbort } from "../../common/onAbort";
import type { Call } from "../call";
import { ApiError, transportError } from "../errors";
import { rateLimited, type Send } from "../rateLimit/rateLimited";
import { credentials } from "./credentials";
import { guardedAgent } from "./guardedAgent";
import { connectionAgent } from "./proxy";
import { type HttpAnswer, readAnswer } from "./readAnswer";
import type { Keys, Settings } from "./settings";

/** The timeout of a request, which is then retried, in seconds: the unit of the SDK's HTTP profile. */
const REQUEST_TIMEOUT_S = 20;

/**
 * The official SDK behind one function: signs, sends, paces and turns every failure into a typed {@link ApiError}. The SDK is
 * loaded, and credentials are looked up, with the first call.
 */
export function createCall(settings: Settings, clock: Clock, requestTimeoutS = REQUEST_TIMEOUT_S): Call {
    const getKeys = credentials(settings.keys);
    const endpoint = settings.protocol + settings.host;
    let client: Promise<AbstractClient> | undefined;
    /** Whether the API has accepted these keys before. */
    let keysWorked = false;

    /** The keys that were sent last. */
    let used: Partial<Keys> = {};

    const createClient = async (): Promise<AbstractClient> => {
        const agent = guardedAgent(await connectionAgent(settings));
        const { teo } = require("tencentcloud-sdk-nodejs-teo") as typeof import("tencentcloud-sdk-nodejs-teo");
        const sdk = new teo.v20220901.Client({
            credential: { getCredential: async () => (used = await getKeys()) },
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
        const parseResponse = (answer: HttpAnswer) => readAnswer(answer, endpoint, Object.values(used));
        return Object.assign(sdk, { parseResponse });
    };

    const open = async (): Promise<Send> => {
        // Before signing: the SDK would sign with empty keys, and hide why there are none.
        await getKeys();
        client ??= createClient();
        const sdk = await client;
        return async (action, request, signal) => {
            const exchange = new AbortController();
            const forget = onAbort(signal, () => exchange.abort());
            try {
                const answer = await sdk.request(action, request, { signal: exchange.signal });
                keysWorked = true;
                return answer;
            } catch (error) {
                signal.throwIfAborted();
                const failure = toApiError(error, endpoint);
                if (failure.code === "AuthFailure.TokenFailure" && keysWorked) throw tokenExpired(failure);
                keysWorked ||= failure.requestId !== undefined && !failure.code.startsWith("AuthFailure");
                throw failure;
            } finally {
                forget();
                // The SDK does not read the body of a failed or timed-out answer, and leaves its socket open.
                exchange.abort();
            }
        };
    };
    return rateLimited(open, settings.requestsPerSecond, clock);
}

/** The API only reports that the token is wrong, not that it has expired. */
function tokenExpired({ kind, code, message, requestId, retryForMs, zoneWide }: ApiError): ApiError {
    return new ApiError({
        kind,
        code,
        message: `the token has expired: ${message}`,
        requestId,
        retryForMs,
        zoneWide,
        advice: "Get new temporary keys (id, key and token), set them in the same place, and run again: it continues where this run ended. For long waits, use a source that renews its keys: a role, or the profile file.",
    });
}

/** The messages of Node and OpenSSL for an untrusted certificate: the SDK passes on only the message, without Node's code. */
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

/** The SDK's own errors are transport failures. */
function toApiError(error: unknown, endpoint: string): ApiError {
    if (error instanceof ApiError) return error;
    const { message } = error as Error;
    return transportError(UNTRUSTED.test(message) ? "UntrustedCertificate" : "NetworkError", message, endpoint);
}
