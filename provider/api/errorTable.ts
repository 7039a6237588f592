/**
 * What an API error means for a wait. The API has no status field: "pending", "never applied", "retry" and "refused" are all errors,
 * distinguished only by their code.
 *
 * - `pending`: an answer: the certificate is not issued yet.
 * - `neverApplied`: an answer: there is no application for the domain.
 * - `throttled`: no answer: over the request quota; the API did not even process the request.
 * - `transient`: no answer: a temporary fault of the service or the network.
 * - `uncertain`: an answer that may be temporary, so it is retried for a limited time.
 * - `fatal`: an answer that a retry does not change.
 * - `unknown`: a code this version does not know: retried for a limited time, then an error.
 */
export type ErrorKind = "pending" | "neverApplied" | "throttled" | "transient" | "uncertain" | "fatal" | "unknown";

export interface Row {
    /** Codes; `*` stands for any run of characters. */
    codes: string[];
    kind: ErrorKind;
    retryForMs?: number;
    advice?: string;
    zoneWide?: true;
}

export const MINUTE = 60_000;
/** Wrong credentials must fail within 10 s, even with codes that a corrected clock or a new token could resolve. */
const CREDENTIALS_MS = 6_000;

const credentialsAdvice =
    "Check the credentials: teo:secretId and teo:secretKey (and teo:token for temporary keys) in the stack's config, or TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY in the environment.";

/** The only place that classifies API codes. The first matching row applies. */
export const table: Row[] = [
    {
        codes: ["ResourceUnavailable.RecordUnExpected", "FailedOperation.ApplyCert*"],
        kind: "pending",
        advice: "Publish the DNS record or the file that the application for the certificate asked for, and make sure that it is publicly visible: split-horizon DNS or an access policy may hide it from EdgeOne.",
    },
    {
        codes: ["InvalidParameter.HostStatusNotAllowApplyCertificate"],
        kind: "pending",
        advice: "The acceleration domain must be online, and switched to EdgeOne: the CNAME record of the domain has not been changed to the name that the EdgeOne console shows, or requests to the domain do not reach EdgeOne.",
    },
    {
        // The prefix of this code is not documented.
        codes: ["*FreeCertificateVerificationIsEmpty"],
        kind: "neverApplied",
        retryForMs: MINUTE,
        advice: "Apply for the certificate first, with the API action ApplyFreeCertificate or in the EdgeOne console, and publish the proof it asks for. If a FreeCertificate of this stack has applied before, run `pulumi refresh`: it detects that the application is gone.",
    },
    {
        codes: ["RequestLimitExceeded*", "LimitExceeded.RateLimitExceeded"],
        kind: "throttled",
        advice: "Another client uses up the account's request quota. Let it finish, or set teo:requestsPerSecond lower.",
    },
    {
        codes: [
            "InternalError*",
            "ServiceUnavailable*",
            "InvalidParameter.ActionInProgress",
            "InvalidParameter.ZoneIsGrayPublishing",
            "InvalidParameter.CertSystemError",
            "OperationDenied.ResourceLockedTemporary",
            "OperationDenied.DisableZoneNotCompleted",
            "OperationDenied.DomainStatusUnstable",
        ],
        kind: "transient",
        advice: "EdgeOne has a temporary fault. If it persists, report the RequestId to Tencent Cloud support.",
    },
    {
        codes: ["UnauthorizedOperation.Unknown", "AuthFailure.TokenFailure"],
        kind: "uncertain",
        retryForMs: CREDENTIALS_MS,
        zoneWide: true,
        advice: credentialsAdvice,
    },
    {
        codes: ["AuthFailure.SignatureExpire"],
        kind: "uncertain",
        retryForMs: CREDENTIALS_MS,
        zoneWide: true,
        advice: "Requests are signed with the current time: correct this machine's clock, which is off by more than five minutes.",
    },
    {
        codes: ["ResourceUnavailable.HostNotFound"],
        kind: "uncertain",
        retryForMs: MINUTE,
        advice: "Check that the domain is an acceleration domain of this zone.",
    },
    {
        codes: ["*.ConfigLocked", "ResourceInUse*", "FailedOperation.ModifyFailed"],
        kind: "uncertain",
        retryForMs: MINUTE,
        advice: "Another change to the zone or the domain is in progress: run again when it is done.",
    },
    { codes: ["AuthFailure*"], kind: "fatal", zoneWide: true, advice: credentialsAdvice },
    {
        codes: ["UnauthorizedOperation*"],
        kind: "fatal",
        zoneWide: true,
        advice: "Grant the account permission to call this action (teo:CheckFreeCertificateVerification for the check) on the zone.",
    },
    {
        codes: ["*.ZoneNotFound"],
        kind: "fatal",
        zoneWide: true,
        advice: "Check zoneId: the zone must belong to the account whose keys are used.",
    },
    {
        codes: ["*.DomainNotFound"],
        kind: "fatal",
        advice: "Check the domain: it must be an acceleration domain of this zone.",
    },
    {
        codes: ["*CnameWildHostNotAllowApplyCertificate"],
        kind: "fatal",
        advice: "A wildcard needs dns_challenge in a zone with CNAME access.",
    },
    { codes: ["LimitExceeded*"], kind: "fatal", advice: "A quota of the account is used up: see the EdgeOne console." },
    {
        codes: [
            "InvalidParameter*",
            "MissingParameter*",
            "UnknownParameter*",
            "UnsupportedOperation*",
            "UnsupportedProtocol*",
            "UnsupportedRegion*",
            "InvalidAction*",
            "InvalidRequest*",
            "InvalidAuthorization*",
            "NoSuchProduct*",
            "NoSuchVersion*",
            "ActionOffline*",
            "RequestSizeLimitExceeded*",
            "ResponseSizeLimitExceeded*",
            "IpInBlacklist*",
            "IpNotInWhitelist*",
            "OperationDenied*",
            "ResourceNotFound*",
        ],
        kind: "fatal",
        advice: "Check zoneId, domain and the settings under teo: in the stack's config.",
    },
];

/** For a code that no row has. */
export const unknownRow: Row = {
    codes: ["*"],
    kind: "unknown",
    retryForMs: MINUTE,
    advice: "This version does not know the code. Look it up in the EdgeOne API documentation, and report it to this project.",
};
