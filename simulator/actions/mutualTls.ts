import { ApiError } from "../common/apiError";
import type { MutualTls } from "../hosts/state";
import { type Input, listOf, objectOf, optional } from "./parameters";

/** A certificate as a caller names it: only the id counts, the rest is what a client has read somewhere. */
export const CERTIFICATE_FIELDS = {
    CertId: "string",
    Alias: "string?",
    Type: "string?",
    ExpireTime: "string?",
    DeployTime: "string?",
    SignAlgo: "string?",
} as const;

const CERTIFICATES = optional(listOf(objectOf({ ...CERTIFICATE_FIELDS, Status: "string?" })));

const MUTUAL_TLS = optional(objectOf({ Switch: "string", CertInfos: CERTIFICATES }));

/** The parameters of ModifyHostsCertificate that have nothing to do with the certificate that a host serves. */
export const MUTUAL_TLS_PARAMETERS = {
    ClientCertInfo: MUTUAL_TLS,
    UpstreamCertInfo: optional(
        objectOf({
            UpstreamMutualTLS: MUTUAL_TLS,
            UpstreamCertificateVerify: optional(objectOf({ VerificationMode: "string", CustomCACerts: CERTIFICATES })),
        }),
    ),
} as const;

type Certificates = Input<{ of: typeof CERTIFICATES }>["of"];

/** What a call changes of it, by the names of the API; what is left out stays. */
export function readMutualTls({
    ClientCertInfo: client,
    UpstreamCertInfo: upstream,
}: Input<typeof MUTUAL_TLS_PARAMETERS>): MutualTls {
    const both = upstream?.UpstreamMutualTLS;
    const verify = upstream?.UpstreamCertificateVerify;
    return {
        ...(client && {
            ClientCertInfo: {
                Switch: switchOf(client.Switch, "ClientCertInfo.Switch"),
                CertInfos: idsOf(client.Switch === "on", client.CertInfos, 20, {
                    none: "InvalidParameterValue.CertificateVerifyClientNeedCert",
                    tooMany: "InvalidParameterValue.ClientCertInfoQuotaLimit",
                }),
            },
        }),
        ...(both && {
            UpstreamMutualTLS: {
                Switch: switchOf(both.Switch, "UpstreamCertInfo.UpstreamMutualTLS.Switch"),
                CertInfos: idsOf(both.Switch === "on", both.CertInfos, 1, {
                    none: "InvalidParameterValue.CertificateVerifyUpstreamClientNeedCert",
                    tooMany: "InvalidParameterValue.UpstreamClientCertInfoQuotaLimit",
                }),
            },
        }),
        ...(verify && {
            UpstreamCertificateVerify: {
                VerificationMode: verificationMode(verify.VerificationMode),
                CustomCACerts: idsOf(verify.VerificationMode === "custom_ca", verify.CustomCACerts, 1, {
                    none: "InvalidParameterValue.CertificateVerifyUpstreamVerifyCustomCANeedCert",
                    tooMany: "InvalidParameterValue.UpstreamVerifyCustomCACertInfoQuotaLimit",
                }),
            },
        }),
    };
}

/** The fields of a host's `Certificate`, where a call has ever set them. */
export function renderMutualTls({ ClientCertInfo: client, ...upstream }: MutualTls): Record<string, unknown> {
    return {
        ...(client && { ClientCertInfo: client }),
        ...(Object.keys(upstream).length > 0 && { UpstreamCertInfo: upstream }),
    };
}

function switchOf(given: string, path: string): string {
    if (given !== "on" && given !== "off") {
        throw new ApiError("InvalidParameterValue", [path]);
    }
    return given;
}

function verificationMode(given: string): string {
    if (given !== "disable" && given !== "custom_ca") {
        throw new ApiError("InvalidParameterValue", ["UpstreamCertInfo.UpstreamCertificateVerify.VerificationMode"]);
    }
    return given;
}

function idsOf(
    isOn: boolean,
    given: Certificates = [],
    most: number,
    codes: { none: string; tooMany: string },
): { CertId: string }[] {
    if (isOn && given.length === 0) {
        throw new ApiError(codes.none);
    }
    if (given.length > most) {
        throw new ApiError(codes.tooMany);
    }
    return isOn ? given.map(({ CertId }) => ({ CertId })) : [];
}
