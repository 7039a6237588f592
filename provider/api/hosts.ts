import { comparableName } from "../common/domainName";
import type { Call, CallOptions } from "./call";
import { ApiError } from "./errors";
import { textField } from "./textField";

/** How a host gets its certificate: see ModifyHostsCertificate. */
export type HostCertificateMode = "disable" | "eofreecert" | "eofreecert_manual" | "sslcert";

/** A host of a zone. */
export interface HostRef {
    zoneId: string;
    host: string;
}

/** What DescribeAccelerationDomains tells of a host. */
export interface HostState {
    /** `online`, `process`, `offline`, `forbidden` or `init`. */
    domainStatus: string | undefined;
    mode: string;
    certificateId: string | undefined;
    /** The ids of all certificates of the host: it may have one of each algorithm. */
    certificateIds: string[];
    /** `deployed`, `processing`, `applying`, `failed`, or `issued`, which means that binding failed. */
    status: string | undefined;
    deployTime: string | undefined;
    expireTime: string | undefined;
}

/** What a host is to serve. */
export interface HostCertificateChange {
    mode: HostCertificateMode;
    /** The certificates to serve, for the mode `sslcert`. */
    certificateIds?: readonly string[] | undefined;
}

/** ModifyHostsCertificate for several hosts of a zone at once. */
export async function modifyHostsCertificate(
    call: Call,
    zoneId: string,
    hosts: string[],
    { mode, certificateIds }: HostCertificateChange,
    options: CallOptions,
): Promise<void> {
    const certificates = certificateIds && { ServerCertInfo: certificateIds.map((CertId) => ({ CertId })) };
    await call("ModifyHostsCertificate", { ZoneId: zoneId, Hosts: hosts, Mode: mode, ...certificates }, options);
}

interface AccelerationDomain {
    DomainName?: string;
    DomainStatus?: string;
    Certificate?: {
        Mode?: string;
        List?: { CertId?: string; Status?: string; DeployTime?: string; ExpireTime?: string }[] | null;
    } | null;
}

/** The most that DescribeAccelerationDomains gives in one answer, and takes in one filter. */
const PAGE = 200;
const FILTER = 20;

/** The states of those hosts that the zone has. Few are asked for by name, many by reading the zone in pages. */
export async function describeHosts(
    call: Call,
    zoneId: string,
    hosts: ReadonlySet<string>,
    options: CallOptions,
): Promise<Map<string, HostState>> {
    const few = hosts.size <= FILTER;
    const filter = few ? { Filters: [{ Name: "domain-name", Values: [...hosts] }] } : {};
    const found = new Map<string, HostState>();
    for (let offset = 0; ; offset += PAGE) {
        const request = { ZoneId: zoneId, Offset: offset, Limit: PAGE, ...filter };
        const answer = await call<{ TotalCount?: number; AccelerationDomains?: AccelerationDomain[] | null }>(
            "DescribeAccelerationDomains",
            request,
            options,
        );
        const page = answer.AccelerationDomains ?? [];
        if (typeof answer.TotalCount !== "number") throw incomplete("no TotalCount");
        for (const domain of page) {
            const name = domain.DomainName && comparableName(domain.DomainName);
            if (name && hosts.has(name)) found.set(name, stateOf(domain));
        }
        if (page.length === 0 || offset + PAGE >= answer.TotalCount || found.size === hosts.size) return found;
    }
}

function stateOf({ DomainStatus, Certificate }: AccelerationDomain): HostState {
    // A host may have a second certificate of another algorithm: the one that is furthest from done tells the state.
    const list = Certificate?.List ?? [];
    const certificate = list.find(({ Status }) => Status !== "deployed") ?? list[0];
    return {
        domainStatus: textField("DomainStatus", DomainStatus),
        mode: modeOf(Certificate?.Mode),
        certificateId: textField("CertId", certificate?.CertId),
        certificateIds: list.flatMap(({ CertId }) => textField("CertId", CertId) ?? []),
        status: textField("Status", certificate?.Status),
        deployTime: textField("DeployTime", certificate?.DeployTime),
        expireTime: textField("ExpireTime", certificate?.ExpireTime),
    };
}

/** A host without a certificate has no mode. Anything that is no text must not read as that. */
function modeOf(mode: unknown): string {
    if (mode === undefined || mode === null) return "disable";
    const text = textField("Mode", mode);
    if (text === undefined) throw incomplete("a Mode that is no text");
    return text;
}

function incomplete(what: string): ApiError {
    return new ApiError({
        kind: "unknown",
        code: "IncompleteAnswer",
        message: `DescribeAccelerationDomains answered without an error, but with ${what}`,
    });
}
