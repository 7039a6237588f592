import type * as pulumi from "@pulumi/pulumi";
import { countWaiting } from "./parallelHint";
import { type ProofArgs, proofProps } from "./proofArgs";
import { isOfType, TeoResource } from "./teoResource";

/** Declared in advance, so that each is an output from the start, unknown until the resource is created. */
const OUTPUTS = {
    zoneId: undefined,
    domain: undefined,
    commonName: undefined,
    signatureAlgorithm: undefined,
    expireTime: undefined,
    requestId: undefined,
};

/** The arguments of a {@link FreeCertificateVerification}. */
export interface FreeCertificateVerificationArgs extends ProofArgs {
    /** The id of the EdgeOne zone: `zone-` and lower-case letters or digits. A change replaces the resource. */
    zoneId: pulumi.Input<string>;
    /**
     * The acceleration domain that the free certificate was applied for, such as `www.example.com` or `*.example.com`. Case does
     * not matter, and an internationalised name is converted to punycode. A change replaces the resource.
     */
    domain: pulumi.Input<string>;
    /**
     * How many days before its expiry `pulumi up` and `pulumi refresh` warn of a certificate: a whole number, 14 by default, 0 for never.
     * EdgeOne renews 15 days before expiry, so a warning means that the renewal is failing. A change updates nothing.
     */
    warnDaysBeforeExpiry?: pulumi.Input<number>;
}

/**
 * Waits until EdgeOne has verified control of a domain and issued its free certificate. Calls the API action
 * CheckFreeCertificateVerification.
 *
 * `pulumi up` blocks until the certificate is issued, and shows why it waits; a certificate that is already issued takes one call. To
 * show why, it looks for the proof by DNS or HTTP from this machine, unless `teo:resolvers` is `none`. `pulumi refresh` shows a renewal
 * as drift. Destroying the resource deletes nothing at EdgeOne. The wait ends with an error that states the last answer after
 * `customTimeouts.create` (30 minutes by default), one minute after the first answer that there is no application for the certificate,
 * and at once if the credentials or the request are wrong.
 *
 * @example
 * ```ts
 * import * as teo from "pulumi-teo";
 *
 * const verification = new teo.FreeCertificateVerification("www", {
 *     zoneId: "zone-28v607hq8d3m",
 *     domain: "www.example.com",
 * }, { customTimeouts: { create: "45m" } });
 *
 * export const expireTime = verification.expireTime;
 * ```
 */
export class FreeCertificateVerification extends TeoResource {
    /** The id of the EdgeOne zone. */
    declare readonly zoneId: pulumi.Output<string>;
    /** The acceleration domain, lower case and in ASCII. */
    declare readonly domain: pulumi.Output<string>;
    /** The name that the certificate is issued for: the domain, or the wildcard that covers it. */
    declare readonly commonName: pulumi.Output<string>;
    /** The algorithm that the certificate is signed with; `RSA 2048` at present. */
    declare readonly signatureAlgorithm: pulumi.Output<string>;
    /** When the certificate expires: ISO 8601, UTC, to the second. EdgeOne renews it before it expires. */
    declare readonly expireTime: pulumi.Output<string>;
    /** The RequestId of the check that first returned this certificate, for Tencent Cloud support. */
    declare readonly requestId: pulumi.Output<string>;

    constructor(name: string, args: FreeCertificateVerificationArgs, opts?: pulumi.CustomResourceOptions) {
        super("FreeCertificateVerification", name, { ...OUTPUTS, ...proofProps(args) }, opts, {
            from: args.domain,
            outputs: ["commonName"],
        });
        countWaiting(this, args, opts);
    }

    /**
     * Reads the certificate of a domain without waiting for it.
     *
     * @param name The name of the resource in the stack.
     * @param id `zoneId/domain`, such as `zone-28v607hq8d3m/www.example.com`.
     */
    static get(
        name: string,
        id: pulumi.Input<pulumi.ID>,
        opts?: pulumi.CustomResourceOptions,
    ): FreeCertificateVerification {
        return new FreeCertificateVerification(name, {} as FreeCertificateVerificationArgs, { ...opts, id });
    }

    /** Whether a value is a FreeCertificateVerification, of this or another copy of the package. */
    static override isInstance(value: unknown): value is FreeCertificateVerification {
        return isOfType("FreeCertificateVerification", value);
    }
}
