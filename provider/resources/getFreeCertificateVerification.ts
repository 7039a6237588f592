import * as pulumi from "@pulumi/pulumi";
import { stackConfig, throwRunError } from "./stackConfig";

/** Which certificate to look up. */
export interface GetFreeCertificateVerificationArgs {
    /** The id of the EdgeOne zone. */
    zoneId: string;
    /** The acceleration domain. */
    domain: string;
}

/** An issued certificate. */
export interface GetFreeCertificateVerificationResult {
    /** The id of the EdgeOne zone. */
    zoneId: string;
    /** The acceleration domain, lower case and in ASCII. */
    domain: string;
    /** The name that the certificate is issued for: the domain, or the wildcard that covers it. */
    commonName: string;
    /** `RSA 2048` at present. */
    signatureAlgorithm?: string;
    /** When the certificate expires: ISO 8601, UTC. */
    expireTime: string;
    /** The RequestId of this check, for Tencent Cloud support. */
    requestId?: string;
}

/**
 * Looks up an issued certificate, without a resource and without waiting: one call of CheckFreeCertificateVerification, in previews too.
 * Fails if there is none.
 *
 * @example
 * ```ts
 * import * as teo from "pulumi-teo";
 *
 * const found = teo.getFreeCertificateVerification({ zoneId: "zone-28v607hq8d3m", domain: "www.example.com" });
 * export const expireTime = found.then((certificate) => certificate.expireTime);
 * ```
 */
export async function getFreeCertificateVerification(
    args: GetFreeCertificateVerificationArgs,
): Promise<GetFreeCertificateVerificationResult> {
    const { readIssued } = require("./lookUps") as typeof import("./lookUps");
    return readIssued(args, stackConfig).catch(throwRunError);
}

/** {@link getFreeCertificateVerification} for arguments that are known only after other resources. */
export function getFreeCertificateVerificationOutput(args: {
    zoneId: pulumi.Input<string>;
    domain: pulumi.Input<string>;
}): pulumi.Output<GetFreeCertificateVerificationResult> {
    return pulumi.output(args).apply((known) => getFreeCertificateVerification(known));
}
