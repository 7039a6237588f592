import type { Call, CallOptions } from "./client";

/** A domain of a zone, as the API asks for it. */
export interface DomainRef {
    /** `zone-` and letters or digits. */
    zoneId: string;
    /** The acceleration domain, lower case, in ASCII. */
    domain: string;
}

/** What CheckFreeCertificateVerification answers once a certificate is issued. Fields are as they came: check them. */
export interface FreeCertificateCheck {
    commonName: string | undefined;
    signatureAlgorithm: string | undefined;
    expireTime: string | undefined;
    requestId: string | undefined;
}

/** The API, an action a function. */
export interface TeoApi {
    /** CheckFreeCertificateVerification: verifies the proof of control, and reports the certificate once it is issued. */
    checkFreeCertificateVerification(ref: DomainRef, options: CallOptions): Promise<FreeCertificateCheck>;
}

export function createApi(call: Call): TeoApi {
    return {
        async checkFreeCertificateVerification({ zoneId, domain }, options) {
            const answer = await call<Record<string, unknown>>(
                "CheckFreeCertificateVerification",
                { ZoneId: zoneId, Domain: domain },
                options,
            );
            return {
                commonName: text(answer.CommonName),
                signatureAlgorithm: text(answer.SignatureAlgorithm),
                expireTime: text(answer.ExpireTime),
                requestId: text(answer.RequestId),
            };
        },
    };
}

/** A field that is a string with something in it. */
function text(value: unknown): string | undefined {
    return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}
