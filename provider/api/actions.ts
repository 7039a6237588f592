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

/** A domain of a zone, as the API asks for it. */
export interface DomainRef {
    /** `zone-` and letters or digits. */
    zoneId: string;
    /** The acceleration domain, lower case, in ASCII. */
    domain: string;
}

/** What CheckFreeCertificateVerification answers once a certificate is issued. Fields are as they came: check them. */
export interface FreeCertificateCheck {
    commonName: string | undefined;
    signatureAlgorithm: string | undefined;
    expireTime: string | undefined;
    requestId: string | undefined;
}

/** What ApplyFreeCertificate answers: how to prove control. Fields are as they came: check them. */
export interface FreeCertificateApplication {
    dns: { subdomain?: string; recordType?: string; recordValue?: string } | undefined;
    file: { path?: string; content?: string } | undefined;
    requestId: string | undefined;
}

/** How to prove control of a domain. */
export type VerificationMethod = "dns_challenge" | "http_challenge";

/** The API, an action a function. */
export interface TeoApi {
    /** ApplyFreeCertificate: applies, or applies again with another method, and says what to publish. */
    applyFreeCertificate(
        ref: DomainRef & { verificationMethod: VerificationMethod },
        options: CallOptions,
    ): Promise<FreeCertificateApplication>;

    /** CheckFreeCertificateVerification: verifies the proof of control, and reports the certificate once it is issued. */
    checkFreeCertificateVerification(ref: DomainRef, options: CallOptions): Promise<FreeCertificateCheck>;

    /** ModifyHostsCertificate: accepts a mode for a host. Hosts of a zone that ask for the same at about the same time leave in one request. */
    modifyHostCertificate(ref: HostRef & HostCertificateChange, options: CallOptions): Promise<void>;

    /** DescribeAccelerationDomains: the state of a host, or undefined if the zone has no such host. Hosts of a zone are read together. */
    describeHost(ref: HostRef, options: CallOptions): Promise<HostState | undefined>;

    /** DescribeAccelerationDomains: all hosts of a zone, 200 with each request. */
    listHosts(zoneId: string, options: CallOptions): Promise<ListedHost[]>;
}

/** How long a bind waits for others, and how many leave together. */
const BIND_WINDOW_MS = 300;
const MAX_HOSTS_PER_BIND = 50;
/** How long a read waits for others, and how far apart two reads of one zone are: no zone is read more often. */
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
                    // Empty is not absent: see the certificate of a long name.
                    commonName: answer.CommonName === "" ? "" : textField(answer, "CommonName"),
                    signatureAlgorithm: textField(answer, "SignatureAlgorithm"),
                    expireTime: textField(answer, "ExpireTime"),
                    requestId: textField(answer, "RequestId"),
                }),
            ),
    };
}

/**
 * Binds hosts in one request. The API refuses the whole request for one bad host, so a refused one is halved until the bad host stands
 * alone: its caller gets the error, and the others are bound.
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
