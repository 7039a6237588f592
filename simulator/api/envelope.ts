import { parse } from "node:querystring";
import { ACTIONS, VERSION } from "../actions";
import type { Action } from "../actions/action";
import { ApiError } from "../common/apiError";
import { isRecord } from "../common/checks";
import type { Language } from "../common/messages";
import { MAX_BODY_BYTES } from "../protocol/body";
import type { SignedRequest } from "../protocol/signature";
import { unflatten } from "../protocol/unflatten";

/** Whether the input is text throughout, as a query is, or JSON. */
export const isTextInput = ({ method }: SignedRequest): boolean => method === "GET";

/** What the body or the query says, not yet held against the parameters of an action. Undefined: not JSON. */
export function inputOf({ method, query, body }: SignedRequest): unknown {
    if (method === "GET") {
        return unflatten(parse(query, "&", "=", { maxKeys: 0 }));
    }
    try {
        return JSON.parse(body.toString("utf8"));
    } catch {
        return undefined;
    }
}

/** A field of the input, for the log and for faults, whatever else is wrong with it. */
export const fieldOf = (input: unknown, field: string): unknown => (isRecord(input) ? input[field] : undefined);

export const actionOf = ({ headers }: SignedRequest): string => String(headers["x-tc-action"] ?? "");

export const languageOf = ({ headers }: SignedRequest): Language =>
    headers["x-tc-language"] === "en-US" ? "en-US" : "zh-CN";

/** Refuses what is not a call at all. */
export function checkProtocol({ method, headers }: SignedRequest, isBodyTooLong: boolean): void {
    const [contentType = ""] = (headers["content-type"] ?? "").split(";");
    if (method !== "GET" && (method !== "POST" || contentType.trim().toLowerCase() !== "application/json")) {
        throw new ApiError("UnsupportedProtocol");
    }
    if (isBodyTooLong) {
        throw new ApiError("RequestSizeLimitExceeded", [`${MAX_BODY_BYTES}`]);
    }
    for (const name of ["Action", "Version", "Timestamp"]) {
        if (!headers[`x-tc-${name.toLowerCase()}`]) {
            throw new ApiError("MissingParameter", [name]);
        }
    }
}

export function findAction(request: SignedRequest): Action {
    const name = actionOf(request);
    const version = String(request.headers["x-tc-version"]);
    if (version !== VERSION) {
        throw new ApiError("NoSuchVersion", [version.slice(0, 64), VERSION]);
    }
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (action === undefined) {
        throw new ApiError("InvalidAction", [name.slice(0, 64), Object.keys(ACTIONS).join(", ")]);
    }
    return action;
}
