import type * as pulumi from "@pulumi/pulumi";
import type { DnsVerification, FileVerification } from "../lifecycle/shared/proof";
import { TeoResource } from "./teoResource";

/** Declared in advance, so that each is an output from the start, unknown until the resource is created. */
const OUTPUTS = { dnsVerification: undefined, fileVerification: undefined };

/** The arguments of a {@link FreeCertificate}. */
export interface FreeCertificateArgs {
    /** The id of the EdgeOne zone, which must have CNAME access. A change replaces the resource. */
    zoneId: pulumi.Input<string>;
    /** The acceleration domain to apply for, such as `www.example.com` or `*.example.com`. A change replaces the resource. */
    domain: pulumi.Input<string>;
    /**
     * How control of the domain is proved: by a DNS record (`dns_challenge`, the default) or by a file (`http_challenge`, not for
     * wildcards). A change applies again, in place.
     */
    verificationMethod?: pulumi.Input<"dns_challenge" | "http_challenge">;
}

/**
 * Applies for the free certificate of a domain, and outputs the record or file to publish to prove control of it. Calls the API action
 * ApplyFreeCertificate. Whether a second application for the same domain changes the proof is not known.
 *
 * `pulumi refresh` detects an application that no longer exists. Destroying the resource calls nothing: the API cannot withdraw an
 * application. It retries for `customTimeouts.create` or `.update`, 5 minutes by default.
 *
 * @example
 * ```ts
 * import * as teo from "pulumi-teo";
 *
 * const certificate = new teo.FreeCertificate("www", { zoneId: "zone-28v607hq8d3m", domain: "www.example.com" });
 * export const record = certificate.dnsVerification; // publish it with any DNS provider
 * ```
 */
export class FreeCertificate extends TeoResource {
    /** The id of the EdgeOne zone. */
    declare readonly zoneId: pulumi.Output<string>;
    /** The acceleration domain, lower case and in ASCII. */
    declare readonly domain: pulumi.Output<string>;
    /** How control of the domain is proved. */
    declare readonly verificationMethod: pulumi.Output<"dns_challenge" | "http_challenge">;
    /** The DNS record to publish, for `dns_challenge`; leave it in place, as the renewal needs it. */
    declare readonly dnsVerification: pulumi.Output<DnsVerification>;
    /** The file to publish, for `http_challenge`. */
    declare readonly fileVerification: pulumi.Output<FileVerification>;

    constructor(name: string, args: FreeCertificateArgs, opts?: pulumi.CustomResourceOptions) {
        super("FreeCertificate", name, { ...OUTPUTS, verificationMethod: undefined, ...args }, opts, {
            from: args.domain,
            outputs: ["dnsVerification", "fileVerification"],
        });
    }
}
