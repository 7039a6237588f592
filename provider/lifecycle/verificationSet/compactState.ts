import { withoutUndefined } from "../shared/inputs";
import type { Certificate } from "../verification/certificate";

/** What nearly every certificate is signed with. A contract with state. */
const USUAL_ALGORITHM = "RSA 2048";

/** A certificate as the state of a set holds it, which may be of ten thousand: what is usual is left out. A contract with state. */
export interface CompactCertificate {
    /** Left out where it is the domain itself. */
    commonName?: string;
    /** Left out where it is the usual one; empty where the answer had none. */
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

/** The certificates, whole. */
export function fromCompact(state: Record<string, CompactCertificate>): Map<string, Certificate> {
    return new Map(
        Object.entries(state).map(([domain, { signatureAlgorithm = USUAL_ALGORITHM, ...rest }]) => [
            domain,
            withoutUndefined({ commonName: domain, ...rest, signatureAlgorithm: signatureAlgorithm || undefined }),
        ]),
    );
}
