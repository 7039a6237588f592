import { printable } from "../common/text";
import { type ErrorKind, MINUTE, table, unknownRow } from "./errorTable";

export type { ErrorKind };

/** Why a request has no final answer yet. */
export interface Reason {
    readonly kind: ErrorKind;
    /** The API's code, or one of ours for a failure that never reached the API (see {@link transportError}). */
    readonly code: string;
    readonly message: string;
    readonly requestId?: string | undefined;
    /** How long to retry while this is the only answer, in milliseconds. */
    readonly retryForMs: number;
    /** What the user can do about it. */
    readonly advice?: string | undefined;
    /** Whether it concerns the keys or the zone, so that it applies to every domain of the zone. */
    readonly zoneWide?: boolean | undefined;
}

const matchers = table.map((row) => ({
    row,
    pattern: new RegExp(`^(?:${row.codes.map((code) => code.replace(/[.]/g, "\\.").replace(/\*/g, ".*")).join("|")})$`),
}));

const defaultRetryMs: Record<ErrorKind, number> = {
    pending: Number.POSITIVE_INFINITY,
    throttled: Number.POSITIVE_INFINITY,
    transient: Number.POSITIVE_INFINITY,
    neverApplied: MINUTE,
    uncertain: MINUTE,
    unknown: MINUTE,
    fatal: 0,
};

/** A reason without its defaults. */
type ReasonFields = Omit<Reason, "retryForMs"> & { retryForMs?: number | undefined };

/** A reason that this package concludes from what the API answered. One that is thrown is an {@link ApiError}. */
export function reasonOf(fields: ReasonFields): Reason {
    const { code, message, requestId } = fields;
    return {
        ...fields,
        // Codes, messages and request ids are external text: make them printable here.
        code: printable(code, 100),
        message: printable(message),
        requestId: requestId ? printable(requestId, 100) : undefined,
        retryForMs: fields.retryForMs ?? defaultRetryMs[fields.kind],
    };
}

/** A classified error: an error that the API returned, or a transport failure. */
export class ApiError extends Error implements Reason {
    override readonly name = "ApiError";
    readonly kind: ErrorKind;
    readonly code: string;
    readonly requestId: string | undefined;
    readonly retryForMs: number;
    readonly advice: string | undefined;
    readonly zoneWide: boolean;

    constructor(fields: ReasonFields) {
        const reason = reasonOf(fields);
        super(reason.message);
        this.kind = reason.kind;
        this.code = reason.code;
        this.requestId = reason.requestId;
        this.retryForMs = reason.retryForMs;
        this.advice = reason.advice;
        this.zoneWide = reason.zoneWide ?? false;
    }
}

/** Classifies an error that the API returned, by its code. */
export function apiError(code: string, message: string, requestId?: string): ApiError {
    const { codes: _, ...meaning } = matchers.find(({ pattern }) => pattern.test(code))?.row ?? unknownRow;
    return new ApiError({ ...meaning, code, message, requestId });
}

/** How a request can fail without an answer from the API. */
export type TransportFailure =
    | "NetworkError"
    | "MalformedAnswer"
    | "Redirected"
    | "UntrustedCertificate"
    | `HTTP ${number}`;

/** Classifies a transport failure. An HTTP status below 500, or a redirect, means that something other than the API answers. */
export function transportError(failure: TransportFailure, message: string, endpoint: string): ApiError {
    if (failure === "UntrustedCertificate") return untrusted(message, endpoint);
    const status = Number(/^HTTP (\d+)$/.exec(failure)?.[1] ?? 599);
    const passing = failure !== "Redirected" && (status >= 500 || status === 429 || status === 408);
    return new ApiError({
        kind: passing ? "transient" : "unknown",
        code: failure,
        message,
        advice: `Check that this machine reaches ${endpoint}: the network, HTTPS_PROXY and NO_PROXY, and teo:endpoint.`,
    });
}

/** Waiting does not make a certificate trusted, unless the clock is wrong. */
function untrusted(message: string, endpoint: string): ApiError {
    const isTime = /expired|not yet valid/i.test(message);
    const isOther = /altname|purpose|revoked/i.test(message);
    const advice = isTime
        ? "Check the clock of this machine, and whether something else answers instead of the API."
        : isOther
          ? "Another server answers: check teo:endpoint, HTTPS_PROXY and the DNS of this machine."
          : "If a proxy or a firewall of your network inspects TLS, set NODE_EXTRA_CA_CERTS to a file with its certificate authority, and run again.";
    return new ApiError({
        kind: isTime ? "uncertain" : "fatal",
        code: "UntrustedCertificate",
        message: `the TLS certificate of ${endpoint} is not trusted: ${message}`,
        zoneWide: true,
        advice,
    });
}

/** `CODE: message (RequestId ...)`, on one line. */
export function describeReason(reason: Pick<Reason, "code" | "message" | "requestId">): string {
    const requestId = reason.requestId ? ` (RequestId ${reason.requestId})` : "";
    return `${reason.code}: ${reason.message}${requestId}`;
}
