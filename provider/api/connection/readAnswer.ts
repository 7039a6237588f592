import { apiError, transportError } from "../errors";
import { asFields, type Fields, malformed, shownField } from "../fields";
import { REDIRECTED, TOO_LARGE } from "./guardedAgent";

/** The part of an HTTP answer that is used here. */
export interface HttpAnswer {
    status: number;
    /** Undefined where there is none, for a status that has no usual text. */
    statusText: string | undefined;
    json(): Promise<unknown>;
}

/**
 * The fields of `Response` in an answer without an error. Replaces the SDK's own parser, which does not check types, and ignores an Error
 * that is null or empty: a bind would count as accepted.
 *
 * Throws an ApiError. An answer that is not JSON with a Response counts as no answer, and is retried until the deadline, as in an outage. An
 * invalid field in a Response is an answer of unknown meaning, and is retried for a minute. The keys in `hidden` are removed.
 */
export async function readAnswer(
    answer: HttpAnswer,
    endpoint: string,
    hidden: (string | undefined)[],
): Promise<Fields> {
    const hide = hider(hidden);
    if (answer.status !== 200) throw statusError(answer.status, hide(answer.statusText ?? "no reason given"), endpoint);
    const response = responseOf(await readBody(answer, endpoint, hide), endpoint);
    if (!Object.hasOwn(response, "Error")) return response;
    const error = asFields(response.Error) ?? {};
    const code = shownField(error, "Code");
    if (!code) throw malformed("an Error without a Code");
    throw apiError(code, shownField(error, "Message") ?? "", shownField(response, "RequestId"));
}

function statusError(status: number, statusText: string, endpoint: string): Error {
    if (!statusText.startsWith(REDIRECTED)) return transportError(`HTTP ${status}`, statusText, endpoint);
    return transportError("Redirected", `${statusText}, which the API never does; nothing was sent there`, endpoint);
}

/** A server other than the API may echo the request: keys must not reach the terminal or the state. */
function hider(hidden: (string | undefined)[]): (text: string) => string {
    const keys = hidden.filter((key): key is string => key !== undefined && key.length >= 6);
    return (text) =>
        keys
            .reduce((shown, key) => shown.replaceAll(key, "[hidden]"), text)
            .replace(/\bSignature=[0-9A-Za-z+/%=]{16,}/g, "Signature=[hidden]");
}

async function readBody(answer: HttpAnswer, endpoint: string, hide: (text: string) => string): Promise<unknown> {
    try {
        return hideIn(await answer.json(), hide);
    } catch (error) {
        const { message } = error as Error;
        const what = message.includes(TOO_LARGE) ? TOO_LARGE : `the answer could not be read: ${hide(message)}`;
        throw transportError("MalformedAnswer", what, endpoint);
    }
}

/** A JSON value with hidden strings removed. */
function hideIn(value: unknown, hide: (text: string) => string): unknown {
    if (typeof value === "string") return hide(value);
    if (Array.isArray(value)) return value.map((each) => hideIn(each, hide));
    const fields = asFields(value);
    return fields
        ? Object.fromEntries(Object.entries(fields).map(([name, each]) => [name, hideIn(each, hide)]))
        : value;
}

function responseOf(body: unknown, endpoint: string): Fields {
    const response = asFields(asFields(body)?.Response);
    if (response) return response;
    throw transportError("MalformedAnswer", "the answer could not be read: it has no Response", endpoint);
}
