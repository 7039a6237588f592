import type { Clock } from "../common/clock";
import { Batcher } from "./batch";
import type { Call, CallOptions } from "./call";
import { ApiError } from "./errors";
import { type Fields, objectField, textField } from "./fields";
import {
    describeHosts,
    type HostCertificateChange,
    type HostRef,
    type HostState,
    type ListedHost,
    listHosts,
    modifyHostsCertificate,
} from "./hosts";

/** A domain of a zone, in the API's form. */
export interface DomainRef {
    /** `zone-` and letters or digits. */
    zoneId: string;
    /** The acceleration domain, lower case, in ASCII. */
    domain: string;
}

/** What CheckFreeCertificateVerification answers once a certificate is issued. Fields are unchecked. */
export interface FreeCertificateCheck {
    commonName: string | undefined;
    signatureAlgorithm: string | undefined;
    expireTime: string | undefined;
    requestId: string | undefined;
}

/** What ApplyFreeCertificate answers: how to prove control. Fields are unchecked. */
export interface FreeCertificateApplication {
    dns: { subdomain?: string; recordType?: string; recordValue?: string } | undefined;
    file: { path?: string; content?: string } | undefined;
    requestId: string | undefined;
}

/** How to prove control of a domain. */
export type VerificationMethod = "dns_challenge" | "http_challenge";

/** The API: one function per action. */
export interface TeoApi {
    /** ApplyFreeCertificate: applies, or applies again with another method, and returns the proof to publish. */
    applyFreeCertificate(
        ref: DomainRef & { verificationMethod: VerificationMethod },
        options: CallOptions,
    ): Promise<FreeCertificateApplication>;

    /** CheckFreeCertificateVerification: verifies the proof of control, and reports the certificate once it is issued. */
    checkFreeCertificateVerification(ref: DomainRef, options: CallOptions): Promise<FreeCertificateCheck>;

    /** ModifyHostsCertificate: sets the mode of a host. Equal changes to hosts of a zone at about the same time are sent in one request. */
    modifyHostCertificate(ref: HostRef & HostCertificateChange, options: CallOptions): Promise<void>;

    /** DescribeAccelerationDomains: the state of a host, or undefined if the zone has no such host. Hosts of a zone are read together. */
    describeHost(ref: HostRef, options: CallOptions): Promise<HostState | undefined>;

    /** DescribeAccelerationDomains: all hosts of a zone, 200 with each request. */
    listHosts(zoneId: string, options: CallOptions): Promise<ListedHost[]>;
}

/** How long a bind waits for others, and how many hosts one request has. */
const BIND_WINDOW_MS = 300;
const MAX_HOSTS_PER_BIND = 50;
/** How long a read waits for others, and the minimum interval between two reads of a zone. */
const READ_WINDOW_MS = 100;
const MIN_READ_INTERVAL_MS = 2_000;

export function createApi(call: Call, clock: Clock, signal: AbortSignal): TeoApi {
    const binds = new Batcher<ApiError | undefined>(
        (group, hosts, options) => {
            const [zoneId, change] = JSON.parse(group) as [string, HostCertificateChange];
            return bindTogether(call, zoneId, hosts, change, options);
        },
        { clock, signal, windowMs: BIND_WINDOW_MS, minIntervalMs: 0, maxSize: MAX_HOSTS_PER_BIND },
    );
    const reads = new Batcher<HostState | undefined>(
        (zoneId, hosts, options) => describeHosts(call, zoneId, new Set(hosts), options),
        {
            clock,
            signal,
            windowMs: READ_WINDOW_MS,
            minIntervalMs: MIN_READ_INTERVAL_MS,
            maxSize: Number.POSITIVE_INFINITY,
        },
    );
    return {
        async modifyHostCertificate({ zoneId, host, mode, certificateIds }, options) {
            const refusal = await binds.request(JSON.stringify([zoneId, { mode, certificateIds }]), host, options);
            if (refusal) throw refusal;
        },

        describeHost: ({ zoneId, host }, options) => reads.request(zoneId, host, options),

        listHosts: (zoneId, options) => listHosts(call, zoneId, options),

        async applyFreeCertificate({ zoneId, domain, verificationMethod }, options) {
            const answer = await call<Fields>(
                "ApplyFreeCertificate",
                { ZoneId: zoneId, Domain: domain, VerificationMethod: verificationMethod },
                options,
            );
            const dns = objectField(answer, "DnsVerification");
            const file = objectField(answer, "FileVerification");
            return {
                dns: dns && {
                    subdomain: textField(dns, "Subdomain"),
                    recordType: textField(dns, "RecordType"),
                    recordValue: textField(dns, "RecordValue"),
                },
                file: file && { path: textField(file, "Path"), content: textField(file, "Content") },
                requestId: textField(answer, "RequestId"),
            };
        },

        checkFreeCertificateVerification: ({ zoneId, domain }, options) =>
            call<Fields>("CheckFreeCertificateVerification", { ZoneId: zoneId, Domain: domain }, options).then(
                (answer) => ({
                    // An empty CommonName is not a missing one: see `hasNoCommonName`.
                    commonName: answer.CommonName === "" ? "" : textField(answer, "CommonName"),
                    signatureAlgorithm: textField(answer, "SignatureAlgorithm"),
                    expireTime: textField(answer, "ExpireTime"),
                    requestId: textField(answer, "RequestId"),
                }),
            ),
    };
}

/**
 * Binds hosts in one request. The API refuses the whole request for one bad host, so a refused request is halved until the bad host is
 * isolated: its caller gets the error, and the others are bound.
 */
async function bindTogether(
    call: Call,
    zoneId: string,
    hosts: string[],
    change: HostCertificateChange,
    options: CallOptions,
): Promise<Map<string, ApiError | undefined>> {
    try {
        await modifyHostsCertificate(call, zoneId, hosts, change, options);
        return new Map(hosts.map((host) => [host, undefined]));
    } catch (error) {
        if (!(error instanceof ApiError) || error.kind === "transient" || error.kind === "throttled") throw error;
        if (hosts.length === 1) return new Map([[hosts[0] as string, error]]);
        const half = Math.ceil(hosts.length / 2);
        const first = await bindTogether(call, zoneId, hosts.slice(0, half), change, options);
        const second = await bindTogether(call, zoneId, hosts.slice(half), change, options);
        return new Map([...first, ...second]);
    }
}
