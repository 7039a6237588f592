import * as pulumi from "@pulumi/pulumi";
import type { Certificate } from "../lifecycle/verification/certificate";
import { type CompactCertificate, fromCompact } from "../lifecycle/verificationSet/compactState";
import { isSameSet, normalizeDomains } from "../lifecycle/verificationSet/domainList";
import { countWaiting } from "./parallelHint";
import { type ProofsArgs, proofProps } from "./proofArgs";
import { isOfType, TeoResource } from "./teoResource";

/** Declared in advance, so that each is an output from the start, unknown until the resource is created. */
const OUTPUTS = { zoneId: undefined, domains: undefined, certificates: undefined };

/** The arguments of a {@link FreeCertificateVerificationSet}. */
export interface FreeCertificateVerificationSetArgs extends ProofsArgs {
    /** The id of the EdgeOne zone: `zone-` and lower-case letters or digits. A change replaces the resource. */
    zoneId: pulumi.Input<string>;
    /**
     * The acceleration domains that free certificates were applied for, such as `www.example.com` or `*.example.com`: at least one, no
     * duplicates, in any order. Case does not matter, and an internationalised name is converted to punycode. A change updates in place,
     * and waits only for domains that have no certificate yet.
     */
    domains: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * How many days before its expiry `pulumi up` and `pulumi refresh` warn of a certificate: a whole number, 14 by default, 0 for never.
     * EdgeOne renews 15 days before expiry, so a warning means that the renewal is failing. A change updates nothing.
     */
    warnDaysBeforeExpiry?: pulumi.Input<number>;
}

/**
 * Waits, as one resource, until EdgeOne has verified control of many domains of a zone and issued their free certificates. Calls
 * the API action CheckFreeCertificateVerification.
 *
 * All domains are waited for at once, whatever the parallelism of the engine, and independently, as by a
 * {@link FreeCertificateVerification}: a certificate that is already issued takes one call. The wait ends with an error after `customTimeouts.create` or
 * `.update` (30 minutes by default); it lists every domain that still has no certificate, grouped by reason. Certificates issued until
 * then are in state, and the next `pulumi up` waits only for the others. The first domain that fails permanently, such as one without an
 * application, is reported at once, and none stops the others; wrong credentials, a missing permission or a wrong zone end all waits at once.
 *
 * `pulumi refresh` shows a renewed or missing certificate as an update. Destroying the resource deletes nothing at EdgeOne.
 *
 * @example
 * ```ts
 * import * as teo from "pulumi-teo";
 *
 * const set = new teo.FreeCertificateVerificationSet("shops", {
 *     zoneId: "zone-28v607hq8d3m",
 *     domains: ["one.example.com", "two.example.com"],
 * }, { customTimeouts: { create: "45m", update: "45m" } });
 *
 * export const expireTime = set.certificates["one.example.com"]?.expireTime;
 * ```
 */
export class FreeCertificateVerificationSet extends TeoResource {
    /** The id of the EdgeOne zone. */
    declare readonly zoneId: pulumi.Output<string>;
    /** The declared acceleration domains, lower case and in ASCII. */
    declare readonly domains: pulumi.Output<string[]>;
    /** The certificates by domain, lower case and in ASCII. */
    declare readonly certificates: pulumi.Output<Record<string, Certificate>>;

    constructor(name: string, args: FreeCertificateVerificationSetArgs, opts?: pulumi.CustomResourceOptions) {
        super("FreeCertificateVerificationSet", name, { ...OUTPUTS, ...proofProps(args) }, opts, {
            from: args.domains,
            outputs: ["certificates"],
        });
        countWaiting(this, args, opts);
        // State has the domains only in the inputs, and the certificates without default values: both are completed here.
        const state = this.certificates as pulumi.Output<unknown> as pulumi.Output<Record<string, CompactCertificate>>;
        this.certificates = state.apply(
            (certificates) => certificates && Object.fromEntries(fromCompact(certificates)),
        );
        // Those of the program, unless ignoreChanges or a transform has changed them: the certificates match what the engine has resolved.
        const declared = this.urn.apply(() => pulumi.output(args.domains)).apply(normalizeDomains);
        this.domains = pulumi.runtime.isDryRun()
            ? declared
            : pulumi
                  .all([declared, this.certificates])
                  .apply(([domains, certificates]) =>
                      !certificates || isSameSet(domains, certificates) ? domains : Object.keys(certificates),
                  );
    }

    /** Whether a value is a FreeCertificateVerificationSet, of this or another copy of the package. */
    static override isInstance(value: unknown): value is FreeCertificateVerificationSet {
        return isOfType("FreeCertificateVerificationSet", value);
    }
}
