import { FreeCertificateLifecycle } from "../lifecycle/application/applicationLifecycle";
import { HostCertificateLifecycle } from "../lifecycle/hostCertificate/hostCertificateLifecycle";
import type { Context, EngineRequest } from "../lifecycle/shared/context";
import type { Fault } from "../lifecycle/shared/inputs";
import { FreeCertificateVerificationLifecycle } from "../lifecycle/verification/verificationLifecycle";
import { FreeCertificateVerificationSetLifecycle } from "../lifecycle/verificationSet/verificationSetLifecycle";
import { importedHost, importedVerification, refuseApplication, refuseSet } from "./imports";
import type { Properties } from "./properties";
import { storedSet, wholeSet } from "./setForm";

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
    tells: Record<string, string[]>;
    /** What an import puts into state, from what was read. Throws where the resource is not one to import. */
    imported(outs: Properties): Promise<{ inputs: Properties; outs: Properties }>;
    /** The outputs as users see them and as they stand in state, from those of the lifecycle, and the way back. */
    whole(outs: Properties, inputs: Properties): Properties;
    stored(outs: Properties): Properties;
}

const asTheyAre = { whole: (outs: Properties) => outs, stored: (outs: Properties) => outs };
const CERTIFICATE = ["commonName", "signatureAlgorithm", "expireTime", "requestId"];

/** The kinds of resources by their type tokens, for one run. */
export function kindsOf(context: Context): Record<string, Kind> {
    return {
        "teo:index:FreeCertificate": {
            ...asTheyAre,
            lifecycle: lifecycleOf(new FreeCertificateLifecycle(context)),
            computed: ({ verificationMethod }) => [
                verificationMethod === "http_challenge" ? "fileVerification" : "dnsVerification",
            ],
            tells: { domain: ["dnsVerification", "fileVerification"] },
            imported: refuseApplication,
        },
        "teo:index:FreeCertificateVerification": {
            ...asTheyAre,
            lifecycle: lifecycleOf(new FreeCertificateVerificationLifecycle(context)),
            computed: () => CERTIFICATE,
            tells: { domain: ["commonName"] },
            imported: importedVerification,
        },
        "teo:index:FreeCertificateVerificationSet": {
            whole: wholeSet,
            stored: storedSet,
            lifecycle: lifecycleOf(new FreeCertificateVerificationSetLifecycle(context)),
            computed: () => ["certificates"],
            tells: { domains: ["certificates"] },
            imported: refuseSet,
        },
        "teo:index:HostCertificate": {
            ...asTheyAre,
            lifecycle: lifecycleOf(new HostCertificateLifecycle(context)),
            computed: () => ["certificateId", "status", "deployTime", "expireTime"],
            tells: {},
            imported: (outs) => importedHost(context, outs),
        },
    };
}

function lifecycleOf(lifecycle: object): Lifecycle {
    return lifecycle as Lifecycle;
}
