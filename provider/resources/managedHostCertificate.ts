import * as pulumi from "@pulumi/pulumi";
import { checkHost } from "../lifecycle/shared/names";
import type { DnsVerification, FileVerification } from "../lifecycle/shared/proof";
import { covers } from "../lifecycle/verification/certificate";
import { perRun } from "./currentRun";
import { FreeCertificate } from "./freeCertificate";
import { FreeCertificateVerification } from "./freeCertificateVerification";
import { HostCertificate } from "./hostCertificate";
import type { ProofTuningArgs } from "./proofArgs";
import { publishRecord } from "./publishedProofs";

/** The proof of control of the domain: one of the two, by verification method. */
export interface PublishedProof {
    /** The DNS record to create, for `dns_challenge`. */
    dns: pulumi.Output<DnsVerification>;
    /** The file to serve, for `http_challenge`. */
    file: pulumi.Output<FileVerification>;
}

/** The arguments of a {@link ManagedHostCertificate}. */
export interface ManagedHostCertificateArgs extends ProofTuningArgs {
    /** The id of the EdgeOne zone. */
    zoneId: pulumi.Input<string>;
    /** The acceleration domain to serve the certificate. */
    host: pulumi.Input<string>;
    /** The domain to apply for, if not the host: a wildcard such as `*.example.com`. Hosts with the same domain share one certificate and proof. */
    certificateDomain?: string;
    /** How control of the domain is proved: `dns_challenge` (the default) or `http_challenge`. */
    verificationMethod?: pulumi.Input<"dns_challenge" | "http_challenge">;
    /** `eofreecert_manual` (the default), or `eofreecert`: EdgeOne applies and verifies automatically, and nothing is published. */
    mode?: "eofreecert_manual" | "eofreecert";
    /**
     * Publishes the proof with your own DNS or hosting resources, and returns them: the verification depends on them. Give them `opts` to
     * make them children of the component. Called once if a domain and its wildcard need the same record: name the resource after the
     * record, not the host, so that it stays when one of the two is removed. Not needed with `eofreecert`.
     */
    publish?: (proof: PublishedProof, opts: pulumi.CustomResourceOptions) => pulumi.Resource | pulumi.Resource[];
    /** Whether a certificate of your own that the host serves may be replaced: see {@link HostCertificateArgs.replaceOwnCertificate}. */
    replaceOwnCertificate?: pulumi.Input<boolean>;
    /** How long each of the resources may wait; the resource option of the same name does the same. */
    customTimeouts?: pulumi.CustomTimeouts;
    /** Aliases of resources that were moved into this component, such as `{ binding: [{ name: "www" }] }`. */
    childAliases?: ManagedHostCertificateAliases;
}

/** A URN, or the old name and parent. Without a parent, the old resource was a child of the stack. */
export type ChildAlias = pulumi.URN | pulumi.Alias;

/** Aliases for the resources of a {@link ManagedHostCertificate}, so that moving them into it replaces nothing. */
export interface ManagedHostCertificateAliases {
    /** For the `FreeCertificate`. */
    application?: ChildAlias[];
    /** For the `FreeCertificateVerification`. */
    verification?: ChildAlias[];
    /** For the `HostCertificate`. */
    binding?: ChildAlias[];
}

/**
 * HTTPS for a host with a free certificate: applies, publishes the proof, waits until the certificate is issued, binds it, and waits
 * until it is deployed.
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
 *         new cloudflare.DnsRecord("www.example.com-proof", { zoneId: "...", name: dns.fqdn, type: dns.recordType, content: dns.recordValue, ttl: 60 }, opts),
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
    /** When the certificate expires, in the API's format. */
    readonly expireTime: pulumi.Output<string>;

    constructor(name: string, args: ManagedHostCertificateArgs, opts: pulumi.ComponentResourceOptions = {}) {
        const host = coveredHost(name, args);
        // The engine refuses an invalid timeout with a stack trace; the check of the children names it.
        super("teo:index:ManagedHostCertificate", name, {}, { ...opts, customTimeouts: undefined });
        const { zoneId, mode, childAliases, replaceOwnCertificate } = args;
        const options = { customTimeouts: args.customTimeouts ?? opts.customTimeouts };
        const { verification, zone } =
            mode === "eofreecert" ? { zone: zoneId } : verified(name, args, this, { ...opts, ...options });
        const binding = new HostCertificate(
            name,
            {
                zoneId: sameZone(name, zone, zoneId),
                host,
                mode,
                commonName: verification?.commonName,
                replaceOwnCertificate,
            },
            { ...options, parent: this, aliases: aliasesOf(childAliases?.binding) },
        );
        this.commonName = binding.commonName;
        this.status = binding.status;
        this.certificateId = binding.certificateId;
        this.expireTime = binding.expireTime;
        this.registerOutputs({
            commonName: this.commonName,
            status: this.status,
            certificateId: this.certificateId,
            expireTime: this.expireTime,
        });
    }
}

/** The host. Throws if the certificate to apply for cannot cover it; also in previews if the host is known. */
function coveredHost(name: string, { host, certificateDomain }: ManagedHostCertificateArgs): pulumi.Input<string> {
    if (certificateDomain === undefined) return host;
    const domain = normalized(certificateDomain);
    const check = (value: string) => {
        if (covers(domain, normalized(value))) return value;
        throw new pulumi.RunError(
            `ManagedHostCertificate "${name}": a certificate for ${domain} does not cover the host ${value}. A wildcard matches exactly one label. Omit certificateDomain to apply for the host itself.`,
        );
    };
    return typeof host === "string" ? check(host) : pulumi.output(host).apply(check);
}

/** The normalised name; an invalid name is left to the provider's check. */
function normalized(name: string): string {
    const checked = checkHost(name);
    return "value" in checked ? checked.value : name;
}

/** The verification of the host's own certificate, or of the one that it shares with others of its zone. */
function verified(
    name: string,
    args: ManagedHostCertificateArgs,
    component: pulumi.Resource,
    opts: pulumi.ComponentResourceOptions,
): { verification: FreeCertificateVerification; zone: pulumi.Input<string> } {
    const { certificateDomain, host, zoneId } = args;
    const shared = certificateDomain === undefined ? undefined : normalized(certificateDomain);
    if (shared === undefined || (typeof host === "string" && shared === normalized(host))) {
        return { verification: chain(name, host, args, component, opts), zone: zoneId };
    }
    const all = sharedInThisProgram().get(shared) ?? [];
    sharedInThisProgram().set(shared, all);
    const known = all.find(({ zone }) => mayBeSame(zone, zoneId));
    if (known) {
        if (opts.customTimeouts && opts.customTimeouts.create !== known.timeout) {
            void pulumi.log.warn(
                `ManagedHostCertificate "${name}" shares the certificate of ${shared} with "${known.name}", whose timeouts apply to the wait.`,
            );
        }
        return known;
    }
    // The first zone's resources are named by the domain alone, which two zones of one site may share.
    const chainName = all.length === 0 ? shared : `${typeof zoneId === "string" ? zoneId : name}/${shared}`;
    const verification = chain(chainName, shared, args, undefined, opts);
    const added = { name, zone: zoneId, timeout: opts.customTimeouts?.create, verification };
    all.push(added);
    return added;
}

/** A certificate that several hosts share, and the component that declared it first. */
interface SharedCertificate {
    name: string;
    zone: pulumi.Input<string>;
    timeout: string | undefined;
    verification: FreeCertificateVerification;
}

/** Whether two zones are the same, as far as can be told before outputs are known: {@link sameZone} checks the rest. */
function mayBeSame(one: pulumi.Input<string>, other: pulumi.Input<string>): boolean {
    return typeof one === "string" && typeof other === "string" ? one === other : true;
}

/** The zone of the host. Throws if it is not that of the certificate. */
function sameZone(name: string, zone: pulumi.Input<string>, zoneId: pulumi.Input<string>): pulumi.Input<string> {
    if (zone === zoneId) return zoneId;
    return pulumi.all([zone, zoneId]).apply(([shared, own]) => {
        if (shared === own) return own;
        throw new pulumi.RunError(
            `ManagedHostCertificate "${name}": its certificate is shared with a host of the zone ${shared}, but the host is of ${own}. Give zoneId as a plain string where two zones use one certificateDomain.`,
        );
    });
}

/** Apply, publish, wait. */
function chain(
    name: string,
    domain: pulumi.Input<string>,
    args: ManagedHostCertificateArgs,
    component: pulumi.Resource | undefined,
    { customTimeouts, provider, providers }: pulumi.ComponentResourceOptions,
): FreeCertificateVerification {
    const { zoneId, verificationMethod, publish, childAliases } = args;
    if (!publish) {
        throw new pulumi.RunError(
            `ManagedHostCertificate "${name}" requires publish, which publishes the proof (unless mode is eofreecert).`,
        );
    }
    const opts = { ...(component && { parent: component }), customTimeouts };
    const certificate = new FreeCertificate(
        name,
        { zoneId, domain, verificationMethod },
        { ...opts, aliases: aliasesOf(childAliases?.application) },
    );
    const proof = { dns: certificate.dnsVerification, file: certificate.fileVerification };
    const published =
        typeof domain === "string" && (verificationMethod ?? "dns_challenge") === "dns_challenge"
            ? publishRecord({
                  zone: zoneId,
                  domain: normalized(domain),
                  record: certificate.dnsVerification,
                  component,
                  options: { ...(provider && { provider }), ...(providers && { providers }) },
                  publish: (recordOpts) => publish(proof, recordOpts),
              })
            : [publish(proof, component ? { parent: component } : {})].flat();
    const dependsOn = pulumi.output(published).apply((resources) => [certificate, ...resources]);
    return new FreeCertificateVerification(
        name,
        {
            zoneId,
            domain: certificate.domain,
            dnsVerification: certificate.dnsVerification,
            fileVerification: certificate.fileVerification,
            failAfterProofMissing: args.failAfterProofMissing,
            checkIntervalWhileProofMissing: args.checkIntervalWhileProofMissing,
        },
        { ...opts, dependsOn, aliases: aliasesOf(childAliases?.verification) },
    );
}

/** Aliases that stand for resources of the stack itself where they name no parent. */
function aliasesOf(aliases: ChildAlias[] | undefined): ChildAlias[] | undefined {
    return aliases?.map((alias) =>
        typeof alias === "string" || "parent" in alias || "noParent" in alias
            ? alias
            : { ...alias, parent: pulumi.rootStackResource },
    );
}

const sharedInThisProgram = perRun(() => new Map<string, SharedCertificate[]>());
