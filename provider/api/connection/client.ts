import type { AbstractClient } from "tencentcloud-sdk-nodejs-common";
import type { Clock } from "../../common/clock";
import type { Call } from "../call";
import { ApiError, apiError, transportError } from "../errors";
import { rateLimited, type Send } from "../rateLimit/rateLimited";
import { credentials } from "./credentials";
import { noRedirect } from "./noRedirect";
import { connection } from "./proxy";
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
    /** Where the endpoint has redirected to last, if it has. */
    let redirectedTo: string | undefined;

    const createClient = async (): Promise<AbstractClient> => {
        const { agent, ...httpProfile } = await connection(settings);
        const onRedirect = (host: string) => {
            redirectedTo = host;
        };
        const { teo } = require("tencentcloud-sdk-nodejs-teo") as typeof import("tencentcloud-sdk-nodejs-teo");
        return new teo.v20220901.Client({
            credential: { getCredential: getKeys },
            region: settings.region,
            profile: {
                language: settings.language,
                httpProfile: {
                    ...httpProfile,
                    agent: agent && noRedirect(agent, settings.host, onRedirect),
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
            try {
                const answer = await sdk.request(action, request, { signal });
                if (!isPlainObject(answer)) throw new TypeError("no Response in the answer");
                return answer;
            } catch (error) {
                signal.throwIfAborted();
                const target = redirectedTo;
                redirectedTo = undefined;
                throw target === undefined ? toApiError(error, settings) : redirected(target, settings);
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

function redirected(target: string, { protocol, host }: Settings): ApiError {
    const message = `the endpoint redirects to ${target}, which the API never does; nothing was sent there`;
    return transportError("Redirected", message, protocol + host);
}

function toApiError(failure: unknown, settings: Settings): ApiError {
    if (failure instanceof ApiError) return failure;
    const error = failure as SdkFailure;
    const endpoint = settings.protocol + settings.host;
    // Only the SDK's own exception has a traceId; its `code` is the API's, whereas a Node error's is the system's.
    if (error.traceId !== undefined) {
        if (typeof error.code === "string" && error.code) return apiError(error.code, error.message, error.requestId);
        if (error.code) return transportError("MalformedAnswer", "the Code of the error is no text", endpoint);
        if (error.httpCode)
            return transportError(`HTTP ${error.httpCode}`, error.message || "no reason given", endpoint);
        return transportError("NetworkError", error.message, endpoint);
    }
    return transportError("MalformedAnswer", `the answer could not be read: ${error.message}`, endpoint);
}
