import { apiError, describeReason, type ErrorKind, transportError } from "../../../provider/api/errors";

const MINUTE = 60_000;

const rows: [code: string, kind: ErrorKind, retryForMs: number][] = [
    ["ResourceUnavailable.RecordUnExpected", "pending", Number.POSITIVE_INFINITY],
    ["FailedOperation.ApplyCertDnsVerificationFailed", "pending", Number.POSITIVE_INFINITY],
    ["FailedOperation.ApplyCertAutoVerificationFailed", "pending", Number.POSITIVE_INFINITY],
    ["InvalidParameter.HostStatusNotAllowApplyCertificate", "pending", Number.POSITIVE_INFINITY],
    ["FailedOperation.FreeCertificateVerificationIsEmpty", "neverApplied", MINUTE],
    ["ResourceNotFound.FreeCertificateVerificationIsEmpty", "neverApplied", MINUTE],
    ["RequestLimitExceeded", "throttled", Number.POSITIVE_INFINITY],
    ["RequestLimitExceeded.UinLimitExceeded", "throttled", Number.POSITIVE_INFINITY],
    ["LimitExceeded.RateLimitExceeded", "throttled", Number.POSITIVE_INFINITY],
    ["InternalError", "transient", Number.POSITIVE_INFINITY],
    ["InternalError.BackendError", "transient", Number.POSITIVE_INFINITY],
    ["ServiceUnavailable", "transient", Number.POSITIVE_INFINITY],
    ["InvalidParameter.ActionInProgress", "transient", Number.POSITIVE_INFINITY],
    ["InvalidParameter.ZoneIsGrayPublishing", "transient", Number.POSITIVE_INFINITY],
    ["InvalidParameter.CertSystemError", "transient", Number.POSITIVE_INFINITY],
    ["OperationDenied.ResourceLockedTemporary", "transient", Number.POSITIVE_INFINITY],
    ["OperationDenied.DisableZoneNotCompleted", "transient", Number.POSITIVE_INFINITY],
    ["OperationDenied.DomainStatusUnstable", "transient", Number.POSITIVE_INFINITY],
    ["UnauthorizedOperation.Unknown", "uncertain", 6_000],
    ["AuthFailure.TokenFailure", "uncertain", 6_000],
    ["AuthFailure.SignatureExpire", "uncertain", 6_000],
    ["ResourceUnavailable.HostNotFound", "uncertain", MINUTE],
    ["OperationDenied.ConfigLocked", "uncertain", MINUTE],
    ["ResourceInUse", "uncertain", MINUTE],
    ["ResourceInUse.Zone", "uncertain", MINUTE],
    ["FailedOperation.ModifyFailed", "uncertain", MINUTE],
    ["AuthFailure", "fatal", 0],
    ["AuthFailure.SignatureFailure", "fatal", 0],
    ["AuthFailure.SecretIdNotFound", "fatal", 0],
    ["UnauthorizedOperation", "fatal", 0],
    ["UnauthorizedOperation.CamUnauthorized", "fatal", 0],
    ["ResourceUnavailable.ZoneNotFound", "fatal", 0],
    ["InvalidParameter.DomainNotFound", "fatal", 0],
    ["InvalidParameter.CnameWildHostNotAllowApplyCertificate", "fatal", 0],
    ["LimitExceeded", "fatal", 0],
    ["LimitExceeded.FreeCertificate", "fatal", 0],
    ["InvalidParameter", "fatal", 0],
    ["InvalidParameterValue.Domain", "fatal", 0],
    ["MissingParameter", "fatal", 0],
    ["UnknownParameter", "fatal", 0],
    ["UnsupportedOperation", "fatal", 0],
    ["UnsupportedProtocol", "fatal", 0],
    ["UnsupportedRegion", "fatal", 0],
    ["InvalidAction", "fatal", 0],
    ["InvalidRequest", "fatal", 0],
    ["InvalidAuthorization", "fatal", 0],
    ["NoSuchProduct", "fatal", 0],
    ["NoSuchVersion", "fatal", 0],
    ["ActionOffline", "fatal", 0],
    ["RequestSizeLimitExceeded", "fatal", 0],
    ["ResponseSizeLimitExceeded", "fatal", 0],
    ["IpInBlacklist", "fatal", 0],
    ["IpNotInWhitelist", "fatal", 0],
    ["OperationDenied", "fatal", 0],
    ["ResourceNotFound", "fatal", 0],
    ["FailedOperation", "unknown", MINUTE],
    ["FailedOperation.NeverHeardOf", "unknown", MINUTE],
    ["ResourceUnavailable.NeverHeardOf", "unknown", MINUTE],
    ["SomethingNew", "unknown", MINUTE],
];

/** Of these rows, those that are about the keys or the zone. */
const everywhere = new Set([
    "UnauthorizedOperation.Unknown",
    "AuthFailure.TokenFailure",
    "AuthFailure.SignatureExpire",
    "AuthFailure",
    "AuthFailure.SignatureFailure",
    "AuthFailure.SecretIdNotFound",
    "UnauthorizedOperation",
    "UnauthorizedOperation.CamUnauthorized",
    "ResourceUnavailable.ZoneNotFound",
]);

describe("an error of the API's", () => {
    test.each(rows)("%s means %s", (code, kind, retryForMs) => {
        expect(apiError(code, "why", "id-1")).toMatchObject({
            code,
            kind,
            retryForMs,
            message: "why",
            requestId: "id-1",
        });
    });

    test.each(rows.map(([code]) => code))("%s says whether it holds for every domain of the zone", (code) => {
        expect(apiError(code, "").zoneWide).toBe(everywhere.has(code));
    });

    test("sends whoever names a wrong zone to the zone, and a wrong domain to the domain", () => {
        expect(apiError("ResourceUnavailable.ZoneNotFound", "").advice).toMatch(/^Check zoneId/);
        expect(apiError("InvalidParameter.DomainNotFound", "").advice).toMatch(/^Check the domain/);
    });

    test("gets its meaning from the whole code, not from a part of it", () => {
        expect(apiError("XInternalError", "").kind).toBe("unknown");
        expect(apiError("ResourceUnavailable.RecordUnExpectedly", "").kind).toBe("unknown");
    });

    test("says what to do next, whatever the code", () => {
        for (const [code] of rows) expect(apiError(code, "").advice).toMatch(/\w{5}.*\./);
    });

    test("reads as one line", () => {
        expect(describeReason(apiError("InternalError", "two\n lines ", "id-1"))).toBe(
            "InternalError: two lines (RequestId id-1)",
        );
        expect(describeReason(apiError("InternalError", "no id"))).toBe("InternalError: no id");
    });
});

describe("a failure on the way to the API", () => {
    test.each([
        ["NetworkError", "transient"],
        ["MalformedAnswer", "transient"],
        ["HTTP 500", "transient"],
        ["HTTP 502", "transient"],
        ["HTTP 429", "transient"],
        ["HTTP 408", "transient"],
        ["HTTP 404", "unknown"],
        ["HTTP 301", "unknown"],
    ] as const)("%s is %s", (failure, kind) => {
        const error = transportError(failure, "why", "https://teo.example.com");
        expect(error).toMatchObject({ code: failure, kind });
        expect(error.advice).toContain("https://teo.example.com");
    });
});
