import type { HostCertificateMode, HostRef, HostState } from "../../api/hosts";
import { isSameName } from "../../common/domainName";
import type { DriftMark } from "../shared/drift";
import { type Fault, UNKNOWN, withoutUndefined } from "../shared/inputs";
import { idOf } from "../shared/resourceId";
import type { Timeouts } from "../shared/timeouts";
import { covers } from "../verification/certificate";
import type { HiddenBy } from "./declaredHosts";
import type { ReplacedCertificate } from "./deployment";

/** The default timeout of a deployment. */
export const DEPLOY_TIMEOUT_MS = 20 * 60_000;

/** The inputs of the resource, checked. */
export interface HostCertificateInputs extends HostRef, DriftMark {
    mode: HostCertificateMode;
    commonName?: string;
    /** Whether the user's own certificate may be replaced; false by default. */
    replaceOwnCertificate?: boolean;
    /** Set by check: the certificate to be replaced, so that state has it before the change. */
    replaced?: ReplacedCertificate;
    customTimeouts?: Timeouts;
}

/** The outputs in state: the last known state of the host. */
export interface HostCertificateOutputs extends HostRef, DriftMark {
    /** `disable` or `sslcert` if changed outside Pulumi. */
    mode: string;
    commonName?: string;
    certificateId?: string;
    status?: string;
    deployTime?: string;
    expireTime?: string;
    /** The certificate that the binding replaced, and that destroying it restores. */
    replaced?: ReplacedCertificate;
}

/** The outputs for state, from the last known state of the host. */
export function outputs(
    { zoneId, host, commonName, drift, mode }: Partial<HostCertificateInputs> & HostRef,
    state: HostState | undefined,
    replaced?: ReplacedCertificate,
): HostCertificateOutputs {
    const { certificateId, status, deployTime, expireTime } = state ?? {};
    return withoutUndefined({
        zoneId,
        host,
        mode: state?.mode ?? (mode as string),
        commonName,
        certificateId,
        status,
        deployTime,
        expireTime,
        replaced,
        drift,
    });
}

/** A fault if the certificate does not cover the host; none while either is unknown. */
export function coverageFaults({ host, commonName }: Record<string, unknown>): Fault[] {
    if (typeof host !== "string" || typeof commonName !== "string") return [];
    if (host === UNKNOWN || commonName === UNKNOWN || covers(commonName, host)) return [];
    return [
        {
            property: "commonName",
            reason: `does not cover the host ${host}: its certificate is for another name`,
            secretReason: "does not cover the host: its certificate is for another name",
        },
    ];
}

/** The id of the binding of a host: a contract with state. */
export function bindingId({ zoneId, host }: HostRef): string {
    return idOf({ zoneId, domain: host });
}

/** The certificate of the user's own that a host serves, if it serves one. */
export function ownCertificateOf(state: HostState | undefined): ReplacedCertificate | undefined {
    if (state?.mode !== "sslcert" || state.certificateIds.length === 0) return undefined;
    return { mode: "sslcert", certificateIds: state.certificateIds };
}

export function subjectOf({ zoneId, host }: HostRef): string {
    return `the certificate of the host ${host} (${zoneId})`;
}

/** Whether the program names another certificate. Removing the name changes nothing at the host. */
export function namesAnother(olds: HostCertificateOutputs, news: HostCertificateInputs): boolean {
    return news.commonName !== undefined && !isSameName(olds.commonName, news.commonName);
}

const HIDDEN_BY: Record<HiddenBy, string> = {
    targets: "a targeted update does not show",
    commandLine: "the command line of the engine cannot be read, and a targeted update would not show",
    replacement: "a resource that is deleted before its replacement is made (deleteBeforeReplace) does not show",
    files: "the folder for temporary files cannot be written, and without it a run cannot know",
};

/** Whether a host that serves one certificate is to serve another. */
export function bindsAnother(olds: HostCertificateOutputs, news: HostCertificateInputs): boolean {
    return namesAnother(olds, news) && olds.status === "deployed";
}

/** The warning that a host stays deployed although no other resource is known to declare it. */
export function notDisabled(ref: HostRef, hiddenBy: HiddenBy, replaced?: ReplacedCertificate): string {
    const own = replaced
        ? ` It had replaced your own certificate (sslcert, ${replaced.certificateIds.join(", ")}).`
        : "";
    return `${subjectOf(ref)} stays deployed: ${HIDDEN_BY[hiddenBy]} whether the program still declares the host. Only the old resource was removed from the state.${own} next step: if the host should serve no certificate, disable its certificate in the EdgeOne console.`;
}

/** The warning of two resources for one host; a secret host is omitted. */
export function secondBinding(first: string, second: string, ref?: HostRef): string {
    const which = ref ? ` ${ref.host} (${ref.zoneId})` : "";
    return `The HostCertificate resources "${first}" and "${second}" declare the same host${which}. Keep one of them.`;
}
