import { comparableName } from "../common/domainName";
import type { Call, CallOptions } from "./call";
import { ApiError } from "./errors";
import { countField, type Fields, listField, objectField, textField } from "./fields";

/** How a host gets its certificate: see ModifyHostsCertificate. */
export type HostCertificateMode = "disable" | "eofreecert" | "eofreecert_manual" | "sslcert";

/** A host of a zone. */
export interface HostRef {
    zoneId: string;
    host: string;
}

/** What DescribeAccelerationDomains reports about a host. */
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

/** The certificate mode to set on a host. */
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

/** The limits of DescribeAccelerationDomains: hosts per answer, and values per filter. */
const PAGE_SIZE = 200;
const MAX_FILTER_VALUES = 20;

/** The states of the hosts that the zone has. Few hosts are filtered by name; for many, the whole zone is read in pages. */
export async function describeHosts(
    call: Call,
    zoneId: string,
    hosts: ReadonlySet<string>,
    options: CallOptions,
): Promise<Map<string, HostState>> {
    const few = hosts.size <= MAX_FILTER_VALUES;
    const filter = few ? { Filters: [{ Name: "domain-name", Values: [...hosts] }] } : {};
    const found = new Map<string, HostState>();
    for await (const { domains } of pages(call, zoneId, filter, options)) {
        for (const domain of domains) {
            const name = comparableName(textField(domain, "DomainName") ?? "");
            if (hosts.has(name)) found.set(name, stateOf(domain));
        }
        if (found.size === hosts.size) break;
    }
    return found;
}

/** A host of a zone, and its status. */
export interface ListedHost {
    /** Lower case and in ASCII. */
    host: string;
    status: string | undefined;
}

/** All hosts of a zone, each once. A partial list is an error: a program that binds the listed hosts would disable the rest. */
export async function listHosts(call: Call, zoneId: string, options: CallOptions): Promise<ListedHost[]> {
    const listed = new Map<string, ListedHost>();
    let total = 0;
    for await (const page of pages(call, zoneId, {}, options)) {
        total = page.total;
        for (const domain of page.domains) {
            const name = textField(domain, "DomainName");
            if (name === undefined) throw incomplete("a domain without DomainName");
            const host = comparableName(name);
            listed.set(host, { host, status: textField(domain, "DomainStatus") });
        }
    }
    if (listed.size !== total) throw incomplete(`${listed.size} domains and a TotalCount of ${total}`);
    return [...listed.values()];
}

/** The pages of DescribeAccelerationDomains, read on demand. A page may have fewer hosts than requested. */
async function* pages(
    call: Call,
    zoneId: string,
    filter: object,
    options: CallOptions,
): AsyncGenerator<{ domains: Fields[]; total: number }> {
    for (let offset = 0; ; ) {
        const request = { ZoneId: zoneId, Offset: offset, Limit: PAGE_SIZE, ...filter };
        const answer = await call<Fields>("DescribeAccelerationDomains", request, options);
        const domains = listField(answer, "AccelerationDomains");
        if (answer.TotalCount === undefined) throw incomplete("no TotalCount");
        const total = countField(answer, "TotalCount");
        yield { domains, total };
        offset += domains.length;
        if (domains.length === 0 || offset >= total) return;
    }
}

function stateOf(domain: Fields): HostState {
    const configured = objectField(domain, "Certificate") ?? {};
    // A host may have a second certificate with another algorithm: a certificate that is not deployed determines the state.
    const list = listField(configured, "List");
    const certificate = list.find(({ Status }) => Status !== "deployed") ?? list[0] ?? {};
    return {
        domainStatus: textField(domain, "DomainStatus"),
        mode: modeOf(configured),
        certificateId: textField(certificate, "CertId"),
        certificateIds: list.flatMap((one) => textField(one, "CertId") ?? []),
        status: textField(certificate, "Status"),
        deployTime: textField(certificate, "DeployTime"),
        expireTime: textField(certificate, "ExpireTime"),
    };
}

/** A host without a certificate has no mode. An invalid mode must not count as none. */
function modeOf(configured: Fields): string {
    const mode = textField(configured, "Mode");
    if (mode === undefined && typeof configured.Mode === "string") throw incomplete("an empty Mode");
    return mode ?? "disable";
}

function incomplete(what: string): ApiError {
    return new ApiError({
        kind: "unknown",
        code: "IncompleteAnswer",
        message: `DescribeAccelerationDomains succeeded, but its answer has ${what}`,
    });
}
