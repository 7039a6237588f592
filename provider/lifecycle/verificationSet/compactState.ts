import { withoutUndefined } from "../shared/inputs";
import type { Certificate } from "../verification/certificate";

/** The algorithm of nearly every certificate. A contract with state. */
const USUAL_ALGORITHM = "RSA 2048";

/** A certificate in the state of a set, which may have ten thousand: default values are omitted. A contract with state. */
export interface CompactCertificate {
    /** Omitted if it is the domain itself. */
    commonName?: string;
    /** Omitted if it is the usual one; empty if the answer had none. */
    signatureAlgorithm?: string;
    expireTime: string;
    requestId?: string;
}

export function toCompact(certificates: ReadonlyMap<string, Certificate>): Record<string, CompactCertificate> {
    const entries = [...certificates].map(([domain, certificate]) => {
        const { commonName, signatureAlgorithm = "", ...rest } = certificate;
        const unusual = {
            commonName: commonName === domain ? undefined : commonName,
            signatureAlgorithm: signatureAlgorithm === USUAL_ALGORITHM ? undefined : signatureAlgorithm,
        };
        return [domain, withoutUndefined({ ...unusual, ...rest })];
    });
    return Object.fromEntries(entries);
}

/** The certificates with their default values. */
export function fromCompact(state: Record<string, CompactCertificate>): Map<string, Certificate> {
    return new Map(
        Object.entries(state).map(([domain, { signatureAlgorithm = USUAL_ALGORITHM, ...rest }]) => [
            domain,
            withoutUndefined({ commonName: domain, ...rest, signatureAlgorithm: signatureAlgorithm || undefined }),
        ]),
    );
}
