import { NEVER_APPLIED, RECORD_UNEXPECTED } from "../common/messages";
import type { Application } from "../proof/application";

/** What certificates are issued for by default: 90 days, in ms. */
export const VALIDITY_MS = 90 * 24 * 3600 * 1000;

/** Fields of an issued certificate; all may be left out. */
export interface CertificateFields {
    /** Default: the domain itself. */
    commonName?: string;
    /** Default `RSA 2048`, the only one that the vendor names. */
    signatureAlgorithm?: string;
    /** ISO 8601, UTC. Default: 90 days after it is issued, by the simulator's clock. */
    expireTime?: string;
    /** The RequestId of every check that answers it. Default: a new one each time. */
    requestId?: string;
}

/** Why an application has no certificate yet: the API error that a check answers. */
export interface PendingReason {
    /** Default `ResourceUnavailable.RecordUnExpected`: the DNS record or file is not seen. */
    code?: string;
    /** Default: the code's message, in the caller's language. */
    message?: string;
    /** The RequestId of every check that answers it. Default: a new one each time. */
    requestId?: string;
}

/** An issued certificate, as {@link SimulatedDomain.state} shows it. */
export interface CertificateState {
    /** `expired` once `expireTime` is past, by the simulator's clock. A check answers both alike, as the API has no status. */
    status: "issued" | "expired";
    commonName: string;
    signatureAlgorithm: string;
    expireTime: string;
    requestId?: string;
}

/** What a domain's application has come to. */
export type DomainState =
    | { status: "neverApplied" }
    | ({ status: "pending"; code: string } & PendingReason)
    | CertificateState
    | { status: "answer"; response: Readonly<Record<string, unknown>> };

/** A domain of a zone, and its state now. */
export interface DomainListing {
    readonly zoneId: string;
    readonly domain: string;
    readonly state: DomainState;
    /** What was applied for, if anything was. */
    readonly application?: Application;
}

/** A state as declared, from which the state at any time follows. */
export type Declared =
    | { readonly kind: "neverApplied" }
    | { readonly kind: "pending"; readonly reason: PendingReason; readonly due?: Due }
    | { readonly kind: "issued"; readonly at: number; readonly certificate: CertificateFields }
    | { readonly kind: "answer"; readonly response: Readonly<Record<string, unknown>> };

/** When a pending certificate will be issued: `afterMs` after `since`, which the first check sets where it is not set. */
interface Due {
    afterMs: number;
    since?: number;
    readonly certificate: CertificateFields;
}

export function stateAt(declared: Declared, domain: string, now: number): DomainState {
    switch (declared.kind) {
        case "neverApplied":
            return { status: "neverApplied" };
        case "answer":
            return { status: "answer", response: structuredClone(declared.response) };
        case "issued":
            return certificateAt(declared.certificate, domain, declared.at, now);
        case "pending": {
            const { due, reason } = declared;
            if (due?.since !== undefined && now >= due.since + due.afterMs) {
                return certificateAt(due.certificate, domain, due.since + due.afterMs, now);
            }
            return { status: "pending", ...reason, code: reason.code ?? RECORD_UNEXPECTED };
        }
    }
}

function certificateAt(fields: CertificateFields, domain: string, issuedAt: number, now: number): CertificateState {
    const expireTime = fields.expireTime ?? timestamp(issuedAt + VALIDITY_MS);
    return {
        status: Date.parse(expireTime) <= now ? "expired" : "issued",
        // By CA rules a CommonName has 64 characters at most. What EdgeOne answers then is assumed.
        commonName: fields.commonName ?? (domain.length > 64 ? "" : domain),
        signatureAlgorithm: fields.signatureAlgorithm ?? "RSA 2048",
        expireTime,
        ...(fields.requestId === undefined ? {} : { requestId: fields.requestId }),
    };
}

/** The API's form of a time: ISO 8601, UTC, whole seconds. */
export function timestamp(ms: number): string {
    return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** The error code of a state that has no certificate to show. */
export const codeOf = (state: Extract<DomainState, { status: "neverApplied" | "pending" }>): string =>
    state.status === "pending" ? state.code : NEVER_APPLIED;
