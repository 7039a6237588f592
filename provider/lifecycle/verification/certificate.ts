import type { DomainRef, FreeCertificateCheck } from "../../api/actions";
import { reasonOf } from "../../api/errors";
import { formatDuration } from "../../common/clock";
import { comparableName } from "../../common/domainName";
import { done, notYet, type PollResult } from "../../waiting/pollResult";

/** A certificate that EdgeOne has issued. */
export interface Certificate {
    /** The name it is issued for: the domain, or the wildcard that covers it. */
    commonName: string;
    /** `RSA 2048` at present. */
    signatureAlgorithm?: string;
    /** ISO 8601, UTC. */
    expireTime: string;
    /** RequestId of the check that saw it. */
    requestId?: string;
}

/** The certificate in an answer of the check, if it is complete, valid and for this domain. */
export function parseCertificate(
    { domain }: DomainRef,
    answer: FreeCertificateCheck,
    now: number,
): PollResult<Certificate> {
    const { signatureAlgorithm, expireTime, requestId } = answer;
    const commonName =
        answer.commonName === "" && hasNoCommonName(domain)
            ? domain
            : answer.commonName && comparableName(answer.commonName);
    const expiresAt = expireTime === undefined ? undefined : parseTime(expireTime);
    if (!commonName || expiresAt === undefined) {
        const fault = !commonName
            ? "no CommonName"
            : expireTime
              ? `an invalid ExpireTime: "${expireTime}"`
              : "no ExpireTime";
        return notYet(
            reasonOf({
                kind: "unknown",
                code: "IncompleteAnswer",
                message: `the check succeeded, but its answer has ${fault}`,
                requestId,
                // The meaning of such an answer is not known, so the wait goes on.
                retryForMs: Number.POSITIVE_INFINITY,
                advice: "Check the domain's certificate in the EdgeOne console, and report the RequestId to Tencent Cloud support.",
            }),
        );
    }
    if (!covers(commonName, domain)) {
        return notYet(
            reasonOf({
                kind: "fatal",
                code: "CommonNameMismatch",
                message: `the certificate is issued for ${commonName}, which does not cover ${domain}`,
                requestId,
                advice: "Apply for a certificate for this domain, or for the wildcard one level above it.",
            }),
        );
    }
    if (expiresAt <= now) {
        return notYet(
            reasonOf({
                kind: "pending",
                code: "CertificateExpired",
                message: `the certificate for ${commonName} expired ${formatDuration(now - expiresAt)} ago, at ${isoTime(expiresAt)}`,
                requestId,
                advice: "Publish the DNS record or the file of the application again, so that EdgeOne can renew the certificate; or apply again, which may require another proof.",
            }),
        );
    }
    return done({ commonName, signatureAlgorithm, expireTime: isoTime(expiresAt), requestId });
}

/**
 * A CommonName has 64 characters at most (RFC 5280), so a certificate for a longer name has it among its alternative names only. EdgeOne's answer
 * for it is not verified: an empty CommonName with an expiry counts as such a certificate, because a wait for a CommonName could only time
 * out.
 */
function hasNoCommonName(domain: string): boolean {
    return domain.length > 64;
}

/** Whether a certificate for `commonName` covers `domain`: a wildcard matches exactly one label. */
export function covers(commonName: string, domain: string): boolean {
    const name = comparableName(commonName);
    return name === domain || (name.startsWith("*.") && name.slice(1) === domain.slice(domain.indexOf(".")));
}

/** An ISO 8601 time in milliseconds since the epoch. One without a zone is UTC: the API's documentation says so. */
function parseTime(text: string): number | undefined {
    const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:\d\d)?$/.exec(text);
    const ms = parts ? Date.parse(`${parts[1]}${parts[2] ?? "Z"}`) : Number.NaN;
    // JavaScript takes 31 February for 3 March.
    const isDate = parts && !Number.isNaN(ms) && isoTime(Date.parse(`${parts[1]}Z`)).slice(0, 10) === text.slice(0, 10);
    return isDate ? ms : undefined;
}

function isoTime(ms: number): string {
    return new Date(ms).toISOString().replace(/\.\d{3}Z$/, "Z");
}
