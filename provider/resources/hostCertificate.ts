import * as pulumi from "@pulumi/pulumi";
import type { HostRef } from "../api/hosts";
import { bindingId, secondBinding } from "../lifecycle/hostCertificate/bindingState";
import { checkHost } from "../lifecycle/shared/names";
import { perRun } from "./currentRun";
import { countWaiting } from "./parallelHint";
import { recordBinding } from "./recordBinding";
import { TeoResource, typeToken } from "./teoResource";

/** Declared in advance, so that each is an output from the start, unknown until the resource is created. */
const OUTPUTS = {
    zoneId: undefined,
    host: undefined,
    mode: undefined,
    commonName: undefined,
    certificateId: undefined,
    status: undefined,
    deployTime: undefined,
    expireTime: undefined,
};

/** The arguments of a {@link HostCertificate}. */
export interface HostCertificateArgs {
    /** The id of the EdgeOne zone. A change replaces the resource. */
    zoneId: pulumi.Input<string>;
    /** The acceleration domain to serve the certificate. A change replaces the resource. */
    host: pulumi.Input<string>;
    /**
     * `eofreecert_manual` (the default) binds the certificate that was applied for and verified. With `eofreecert`, EdgeOne applies and
     * verifies automatically, in zones with NS access or hosted at DNSPod.
     */
    mode?: pulumi.Input<"eofreecert_manual" | "eofreecert">;
    /**
     * The common name of the certificate to bind, from a {@link FreeCertificateVerification}: the binding then waits for it. If it
     * does not cover the host, it is refused before any call.
     */
    commonName?: pulumi.Input<string>;
    /**
     * Whether the binding may replace a certificate of your own (mode `sslcert`) that the host serves. If `false` (the default), such a
     * host is an error that states the mode and the CertIds. If `true`, your certificate is restored when the deployment fails permanently
     * or the resource is destroyed. A change updates nothing.
     */
    replaceOwnCertificate?: pulumi.Input<boolean>;
}

/**
 * Binds the free certificate of a host, and waits until its status is `deployed`. Calls the API actions
 * ModifyHostsCertificate and DescribeAccelerationDomains.
 *
 * Bindings of one run are sent together. `pulumi refresh` shows a mode or certificate that was changed outside Pulumi, and the next
 * `pulumi up` corrects it. Destroying the resource disables the certificate, or restores your own certificate that it replaced. It changes nothing if the
 * mode was changed outside Pulumi, or if the program still declares the host. It waits for `customTimeouts.create` or `.update`, 20 minutes by
 * default, and for `.delete`, 5 minutes by default (20 to restore your own certificate).
 *
 * @example
 * ```ts
 * import * as teo from "pulumi-teo";
 *
 * const target = { zoneId: "zone-28v607hq8d3m", domain: "www.example.com" };
 * const verification = new teo.FreeCertificateVerification("www", target);
 * new teo.HostCertificate("www", { zoneId: target.zoneId, host: target.domain, commonName: verification.commonName });
 * ```
 */
export class HostCertificate extends TeoResource {
    /** The id of the EdgeOne zone. */
    declare readonly zoneId: pulumi.Output<string>;
    /** The acceleration domain, lower case and in ASCII. */
    declare readonly host: pulumi.Output<string>;
    /** How the host gets its certificate; after a refresh, the mode that was set outside Pulumi. */
    declare readonly mode: pulumi.Output<string>;
    /** The given common name. */
    declare readonly commonName: pulumi.Output<string | undefined>;
    /** The id of the certificate. */
    declare readonly certificateId: pulumi.Output<string>;
    /** `deployed`; after a refresh or a failure also `processing`, `applying`, `failed`, or `issued`, which means that binding failed. */
    declare readonly status: pulumi.Output<string>;
    /** When the certificate was deployed, in the API's format. */
    declare readonly deployTime: pulumi.Output<string>;
    /** When the certificate expires, in the API's format. */
    declare readonly expireTime: pulumi.Output<string>;

    constructor(name: string, args: HostCertificateArgs, opts?: pulumi.CustomResourceOptions) {
        // Check reads the certificate to be replaced, so that state has it before the change; not in a preview, which makes no call.
        const recordReplaced = (args.replaceOwnCertificate && !pulumi.runtime.isDryRun()) || undefined;
        super("HostCertificate", name, { ...OUTPUTS, ...args, recordReplaced }, opts);
        countWaiting(this, args, opts);
        const declared = declaredHost(args);
        warnOfSecond(name, declared);
        if (opts?.id) return;
        // The URN output resolves after registration, which may wait for the resource whose host this one takes over.
        recordBinding(pulumi.createUrn(name, typeToken("HostCertificate"), opts?.parent), declared);
        recordBinding(this.urn, declared);
    }

    /**
     * Reads the certificate of a host, bound by Pulumi or not.
     *
     * @param name The name of the resource in the stack.
     * @param id `zoneId/host`, such as `zone-28v607hq8d3m/www.example.com`.
     */
    static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): HostCertificate {
        return new HostCertificate(name, {} as HostCertificateArgs, { ...opts, id });
    }
}

const bindingsOfThisProgram = perRun(() => new Map<string, string>());

/** The host that a resource declares, normalised; undefined if it is invalid, which check refuses. */
function declaredHost({ zoneId, host }: HostCertificateArgs): pulumi.Output<HostRef | undefined> {
    return pulumi.all([zoneId, host]).apply(([zoneId, host]) => {
        const checked = checkHost(host);
        return zoneId && "value" in checked ? { zoneId, host: checked.value } : undefined;
    });
}

/** Two resources for one host are a mistake: they would undo each other's changes. Detected once zone and host are known. */
function warnOfSecond(name: string, declared: pulumi.Output<HostRef | undefined>): void {
    const bindings = bindingsOfThisProgram();
    declared.apply(async (ref) => {
        if (!ref) return;
        const id = bindingId(ref);
        const first = bindings.get(id);
        if (first === undefined) {
            bindings.set(id, name);
            return;
        }
        await pulumi.log.warn(secondBinding(first, name, (await pulumi.isSecret(declared)) ? undefined : ref));
    });
}
