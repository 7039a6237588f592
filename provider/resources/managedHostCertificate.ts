import * as pulumi from "@pulumi/pulumi";
import type { DnsVerification, FileVerification } from "../lifecycle/application/proof";
import { perRun } from "./currentRun";
import { FreeCertificate } from "./freeCertificate";
import { FreeCertificateVerification } from "./freeCertificateVerification";
import { HostCertificate } from "./hostCertificate";

/** What proves control of the domain; which of the two it is depends on the verification method. */
export interface PublishedProof {
    /** The DNS record to create, for `dns_challenge`. */
    dns: pulumi.Output<DnsVerification>;
    /** The file to serve, for `http_challenge`. */
    file: pulumi.Output<FileVerification>;
}

/** What a {@link ManagedHostCertificate} is declared with. */
export interface ManagedHostCertificateArgs {
    /** The id of the EdgeOne zone. */
    zoneId: pulumi.Input<string>;
    /** The acceleration domain that is to serve the certificate. */
    host: pulumi.Input<string>;
    /**
     * The domain to apply for, if it is not the host: a wildcard such as `*.example.com`. All hosts of a program that name the same one
     * share one certificate and one proof.
     */
    certificateDomain?: string;
    /** How control of the domain is proved: `dns_challenge` (the default) or `http_challenge`. */
    verificationMethod?: pulumi.Input<"dns_challenge" | "http_challenge">;
    /** `eofreecert_manual` (the default), or `eofreecert`, for which EdgeOne applies and verifies by itself: then nothing is published. */
    mode?: "eofreecert_manual" | "eofreecert";
    /**
     * Publishes the proof with your own DNS or hosting resources, and returns them: the verification depends on them. Give them `opts` to
     * make them children of the component. Not needed with `eofreecert`.
     */
    publish?: (proof: PublishedProof, opts: pulumi.CustomResourceOptions) => pulumi.Resource | pulumi.Resource[];
}

/**
 * A host served over HTTPS with a free certificate, from application to deployment: applies, publishes the proof, waits until the
 * certificate is issued, binds it, and waits until it is deployed.
 *
 * @example
 * ```ts
 * import * as cloudflare from "@pulumi/cloudflare";
 * import * as teo from "pulumi-teo";
 *
 * const managed = new teo.ManagedHostCertificate("www", {
 *     zoneId: "zone-28v607hq8d3m",
 *     host: "www.example.com",
 *     publish: ({ dns }, opts) =>
 *         new cloudflare.DnsRecord("www-proof", { zoneId: "...", name: dns.fqdn, type: dns.recordType, content: dns.recordValue, ttl: 60 }, opts),
 * });
 * export const status = managed.status; // deployed
 * ```
 */
export class ManagedHostCertificate extends pulumi.ComponentResource {
    /** The name that the certificate is issued for; undefined with `eofreecert`. */
    readonly commonName: pulumi.Output<string | undefined>;
    /** `deployed`. */
    readonly status: pulumi.Output<string>;
    /** The id of the certificate. */
    readonly certificateId: pulumi.Output<string>;
    /** When the certificate expires, as the API writes it. */
    readonly expireTime: pulumi.Output<string>;

    constructor(name: string, args: ManagedHostCertificateArgs, opts?: pulumi.ComponentResourceOptions) {
        super("teo:index:ManagedHostCertificate", name, {}, opts);
        const verification = args.mode === "eofreecert" ? undefined : verified(name, args, this);
        const { zoneId, host, mode } = args;
        const binding = new HostCertificate(
            name,
            { zoneId, host, mode, commonName: verification?.commonName },
            { parent: this },
        );
        this.commonName = binding.commonName;
        this.status = binding.status;
        this.certificateId = binding.certificateId;
        this.expireTime = binding.expireTime;
        this.registerOutputs({ status: this.status, certificateId: this.certificateId, expireTime: this.expireTime });
    }
}

/** The verification of the host's own certificate, or of the one that it shares with others. */
function verified(
    name: string,
    args: ManagedHostCertificateArgs,
    component: pulumi.Resource,
): FreeCertificateVerification {
    const { certificateDomain: shared, host } = args;
    if (shared === undefined || shared === host) return chain(name, host, args, { parent: component });
    const known = sharedInThisProgram();
    const verification = known.get(shared) ?? chain(shared, shared, args, {});
    known.set(shared, verification);
    return verification;
}

/** Apply, publish, wait. */
function chain(
    name: string,
    domain: pulumi.Input<string>,
    { zoneId, verificationMethod, publish }: ManagedHostCertificateArgs,
    opts: pulumi.CustomResourceOptions,
): FreeCertificateVerification {
    if (!publish) {
        throw new pulumi.RunError(
            `ManagedHostCertificate "${name}" needs publish, which publishes the proof; only mode eofreecert does without.`,
        );
    }
    const certificate = new FreeCertificate(name, { zoneId, domain, verificationMethod }, opts);
    const published = publish({ dns: certificate.dnsVerification, file: certificate.fileVerification }, opts);
    const dependsOn = [certificate, published].flat();
    return new FreeCertificateVerification(name, { zoneId, domain: certificate.domain }, { ...opts, dependsOn });
}

const sharedInThisProgram = perRun(() => new Map<string, FreeCertificateVerification>());
