import type { IncomingHttpHeaders } from "node:http";
import { type ParsedUrlQuery, parse } from "node:querystring";
import { ApiError } from "../common/apiError";
import { isRecord } from "../common/checks";
import type { Language } from "../common/messages";
import type { HttpRequest } from "./http";
import { unflatten } from "./unflatten";

/** The parameters that every action has: headers with TC3, and fields of the query or form with an older signature. */
interface CommonParameters {
    readonly action: string;
    readonly version: string;
    readonly timestamp: string;
    readonly token: string;
    readonly language: Language;
}

/** A call of the API, read once. What it says is not yet held against anything. */
export interface ReceivedCall extends CommonParameters {
    readonly request: HttpRequest;
    /** What is signed by HmacSHA1 or HmacSHA256: all parameters by name. Undefined: signed by TC3, if at all. */
    readonly form: ParsedUrlQuery | undefined;
    /** The parameters of the action; undefined where they are no JSON. */
    readonly input: unknown;
    /** True where the parameters came as text: in a query or a form. */
    readonly isText: boolean;
}

const COMMON_FIELDS = new Set([
    ...["Action", "Version", "Timestamp", "Nonce", "SecretId", "Signature", "SignatureMethod"],
    ...["Token", "Region", "Language", "RequestClient"],
]);

/** The longest query, and the longest body by either kind of signature, in bytes. They are the vendor's. */
const MAX_QUERY_BYTES = 32_768;
const MAX_FORM_BYTES = 1_048_576;
const MAX_JSON_BYTES = 10 * 1_048_576;

const contentTypeOf = (headers: IncomingHttpHeaders): string =>
    (headers["content-type"] ?? "").split(";", 1).join("").trim().toLowerCase();

/** Calls signed by TC3 say so, and which action they are of, in headers. */
const hasFormSignature = (method: string, headers: IncomingHttpHeaders): boolean =>
    headers.authorization === undefined &&
    headers["x-tc-action"] === undefined &&
    (method === "GET" || (method === "POST" && contentTypeOf(headers) === "application/x-www-form-urlencoded"));

/** How many bytes of a body are read. */
export const maxBodyBytes = (method: string, headers: IncomingHttpHeaders): number =>
    hasFormSignature(method, headers) ? MAX_FORM_BYTES : MAX_JSON_BYTES;

/** Reads a call. Nothing is refused here, so that a call that will be can be recorded first. */
export function receive(request: HttpRequest): ReceivedCall {
    const { method, headers, query, body } = request;
    if (hasFormSignature(method, headers)) {
        // In bytes that make no sense as UTF-8 a signature of them cannot either.
        const form = parseForm(method === "GET" ? query : (body?.toString("utf8") ?? ""));
        const own = Object.fromEntries(Object.entries(form).filter(([name]) => !COMMON_FIELDS.has(name)));
        return {
            request,
            form,
            input: unflatten(own),
            isText: true,
            ...commonParameters((name) => form[name]),
        };
    }
    const isText = method === "GET";
    const common = commonParameters((name) => headers[`x-tc-${name.toLowerCase()}`]);
    return { request, form: undefined, input: isText ? unflatten(parseForm(query)) : json(body), isText, ...common };
}

/** Refuses what is not a call at all. */
export function checkProtocol({ request, form, ...call }: ReceivedCall): void {
    const { method, query, headers, body } = request;
    if (form === undefined && method !== "GET") {
        if (method !== "POST" || contentTypeOf(headers) !== "application/json") {
            throw new ApiError("UnsupportedProtocol");
        }
    }
    if (body === undefined || query.length > MAX_QUERY_BYTES) {
        const limit = method === "GET" ? MAX_QUERY_BYTES : maxBodyBytes(method, headers);
        throw new ApiError("RequestSizeLimitExceeded", [`${limit}`]);
    }
    for (const name of ["action", "version", "timestamp"] as const) {
        if (call[name] === "") {
            throw new ApiError("MissingParameter", [name.replace(/^./, (letter) => letter.toUpperCase())]);
        }
    }
}

/** A field of the input, for the log and for faults, whatever else is wrong with it. */
export const fieldOf = ({ input }: ReceivedCall, field: string): unknown =>
    isRecord(input) ? input[field] : undefined;

// Node would leave out all fields but the first thousand.
const parseForm = (text: string): ParsedUrlQuery => parse(text, "&", "=", { maxKeys: 0 });

function json(body: Buffer | undefined): unknown {
    try {
        return JSON.parse((body ?? "").toString("utf8"));
    } catch {
        return undefined;
    }
}

function commonParameters(given: (name: string) => unknown): CommonParameters {
    const [action = "", version = "", timestamp = "", token = "", language] = [
        ...["Action", "Version", "Timestamp", "Token", "Language"],
    ].map((name) => {
        const value = given(name);
        return typeof value === "string" ? value.trim() : "";
    });
    return { action, version, timestamp, token, language: language === "en-US" ? "en-US" : "zh-CN" };
}
