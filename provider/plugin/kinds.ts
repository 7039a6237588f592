import type { Properties } from "../engine/properties";
import { FreeCertificateLifecycle } from "../lifecycle/application/applicationLifecycle";
import type { HostCertificateOutputs } from "../lifecycle/hostCertificate/bindingState";
import { HostCertificateLifecycle } from "../lifecycle/hostCertificate/hostCertificateLifecycle";
import { importedHost } from "../lifecycle/hostCertificate/importedHost";
import type { Context, EngineRequest } from "../lifecycle/shared/context";
import type { Fault } from "../lifecycle/shared/inputs";
import type { Certificate } from "../lifecycle/verification/certificate";
import { FreeCertificateVerificationLifecycle } from "../lifecycle/verification/verificationLifecycle";
import { type CompactCertificate, fromCompact, toCompact } from "../lifecycle/verificationSet/compactState";
import { FreeCertificateVerificationSetLifecycle } from "../lifecycle/verificationSet/verificationSetLifecycle";

/** What all lifecycles have, seen from the wire: the engine sends what check has made of the inputs, and what they have answered themselves. */
interface Lifecycle {
    check(olds: Properties, news: Properties): Promise<{ inputs: Properties; failures?: Fault[] }>;
    diff(id: string, olds: Properties, news: Properties): Promise<{ changes?: boolean; replaces?: string[] }>;
    create(inputs: Properties, request: EngineRequest): Promise<{ id: string; outs: Properties }>;
    read(id: string, outs: Properties): Promise<{ id?: string; props?: Properties }>;
    update(id: string, olds: Properties, news: Properties, request: EngineRequest): Promise<{ outs: Properties }>;
    delete(id: string, outs: Properties, request: EngineRequest): Promise<void>;
}

/** A kind of resource, as this front end serves it. */
export interface Kind {
    lifecycle: Lifecycle;
    /** The outputs that only a call can tell. */
    computed(inputs: Properties): string[];
    /** The outputs that tell the value of an input, by the input: they are secret where it is. */
    tells?: Record<string, string[]>;
    /** What an import puts into state, from what was read. Throws where the resource is not one to import. */
    imported?(outs: Properties): Promise<{ inputs: object; outs: object }>;
    /** The outputs as users see them and as they stand in state, from those of the lifecycle, and the way back. */
    whole?(outs: Properties, inputs: Properties): Properties;
    stored?(outs: Properties): Properties;
}

/** The kinds of resources by their type tokens, for one run. */
export function kindsOf(context: Context): Record<string, Kind> {
    return {
        "teo:index:FreeCertificate": {
            lifecycle: new FreeCertificateLifecycle(context) as object as Lifecycle,
            computed: ({ verificationMethod: method }) => [
                ...(method === "http_challenge" ? [] : ["dnsVerification"]),
                ...(method === "dns_challenge" ? [] : ["fileVerification"]),
            ],
            tells: { domain: ["dnsVerification", "fileVerification"] },
        },
        "teo:index:FreeCertificateVerification": {
            lifecycle: new FreeCertificateVerificationLifecycle(context) as object as Lifecycle,
            computed: () => ["commonName", "signatureAlgorithm", "expireTime", "requestId"],
            tells: { domain: ["commonName"] },
            imported: async (outs) => ({ inputs: { zoneId: outs.zoneId, domain: outs.domain }, outs }),
        },
        "teo:index:FreeCertificateVerificationSet": {
            lifecycle: new FreeCertificateVerificationSetLifecycle(context) as object as Lifecycle,
            computed: () => ["certificates"],
            tells: { domains: ["certificates"] },
            whole: wholeSet,
            stored: storedSet,
        },
        "teo:index:HostCertificate": {
            lifecycle: new HostCertificateLifecycle(context) as object as Lifecycle,
            computed: () => ["certificateId", "status", "deployTime", "expireTime"],
            imported: (outs) => importedHost(context, outs as object as HostCertificateOutputs),
        },
    };
}

/** The outputs of a set with its domains and with whole certificates: what users of another language read is what stands in state. */
function wholeSet({ certificates, ...outs }: Properties, { domains }: Properties): Properties {
    if (!certificates) return outs;
    const whole = fromCompact(certificates as Record<string, CompactCertificate>);
    return { ...outs, domains, certificates: Object.fromEntries(whole) };
}

/** As the lifecycle knows them. State that the dynamic resource has written has that form already, and has no `domains`. */
function storedSet({ domains, certificates, ...outs }: Properties): Properties {
    if (!certificates) return outs;
    if (!domains) return { ...outs, certificates };
    const whole = Object.entries(certificates as Record<string, Certificate>);
    return { ...outs, certificates: toCompact(new Map(whole)) };
}
