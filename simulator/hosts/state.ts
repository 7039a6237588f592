import { timestamp } from "../certificates/state";
import { type Check, oneOf, text, time } from "../common/checks";

/** Whether a host serves: it does, its configuration is on its way, it was stopped, was banned, or never started. */
export type DomainStatus = "online" | "process" | "offline" | "forbidden" | "init";

export const CERTIFICATE_MODES = ["disable", "eofreecert", "eofreecert_manual", "sslcert"] as const;

/** Which certificate a host is to serve: none, a free one that is applied for by itself or by calls, or a given one. */
export type CertificateMode = (typeof CERTIFICATE_MODES)[number];

/** What a binding has come to: `failed` is an application that failed, `issued` a binding that did. */
export type BindingStatus = "deployed" | "processing" | "applying" | "failed" | "issued";

/** A certificate of a host. */
export interface HostCertificate {
    certId: string;
    alias: string;
    type: "default" | "upload" | "managed";
    /** ISO 8601, UTC; empty while there is no certificate. */
    expireTime: string;
    /** ISO 8601, UTC; empty until it is deployed. */
    deployTime: string;
    signAlgo: string;
    status: BindingStatus;
}

/** A host of a zone, as {@link SimulatedHost.state} shows it. */
export interface HostState {
    /** `unknown` where the zone has no such host. */
    domainStatus: DomainStatus | "unknown";
    cname: string;
    /** Never null, whatever the API answers; see {@link SimulatorOptions.disabledCertificate}. */
    certificate: { mode: CertificateMode; list: HostCertificate[] };
}

/** Fields of a certificate that a test gives a host; all may be left out. */
export type HostCertificateFields = Partial<HostCertificate>;

export const CERTIFICATE_FIELDS: Readonly<Record<keyof HostCertificate, Check>> = {
    certId: text,
    alias: text,
    type: oneOf("default", "upload", "managed"),
    expireTime: time,
    deployTime: time,
    signAlgo: text,
    status: oneOf("deployed", "processing", "applying", "failed", "issued"),
};

/** How deployments to a host are to go, where a test has said so. */
interface DeployPlan {
    ms?: number;
    fails?: { readonly as: "failed" | "issued"; times: number };
}

/** A host as it is held. */
export interface Host {
    readonly name: string;
    readonly createdAt: number;
    modifiedAt: number;
    domainStatus: DomainStatus;
    /** Until then its configuration is on its way, and its status `process`. */
    settlesAt: number;
    settings: HostSettings;
    /** As calls have set it. The simulator holds it and does nothing by it. */
    readonly mutualTls: MutualTls;
    binding: Binding;
    readonly plan: DeployPlan;
}

interface TlsSwitch {
    readonly Switch: string;
    readonly CertInfos: readonly { readonly CertId: string }[];
}

/** By which certificates host and client, and host and origin, know each other: by the names of the API. */
export interface MutualTls {
    readonly ClientCertInfo?: TlsSwitch;
    readonly UpstreamMutualTLS?: TlsSwitch;
    readonly UpstreamCertificateVerify?: {
        readonly VerificationMode: string;
        readonly CustomCACerts: readonly { readonly CertId: string }[];
    };
}

/** Where a host gets its content from, as a call has said. */
export interface HostSettings {
    /** The fields of the API's `OriginDetail`; undefined for a host that no call has made. */
    readonly origin?: Readonly<Record<string, unknown>>;
    readonly originProtocol: string;
    readonly httpOriginPort: number;
    readonly httpsOriginPort: number;
    readonly ipv6Status: string;
    /** In place of the host's own CNAME. */
    readonly sharedCname?: string;
}

export const DEFAULT_SETTINGS: HostSettings = {
    originProtocol: "FOLLOW",
    httpOriginPort: 80,
    httpsOriginPort: 443,
    ipv6Status: "follow",
};

/** What a host was bound to, from which its state at any time follows. */
export interface Binding {
    readonly mode: CertificateMode;
    readonly certificates: readonly HostCertificateFields[];
    /** The domain whose free certificate it is, and when that one expires, as long as it is not renewed. */
    readonly source?: string;
    readonly expireTime?: string;
    readonly since: number;
    readonly applyMs: number;
    readonly deployMs: number;
    readonly outcome: "deployed" | "failed" | "issued";
}

export const UNBOUND: Binding = {
    mode: "disable",
    certificates: [],
    since: 0,
    applyMs: 0,
    deployMs: 0,
    outcome: "deployed",
};

export const isUnderWay = ({ mode, since, applyMs, deployMs }: Binding, now: number): boolean =>
    mode !== "disable" && now < since + applyMs + deployMs;

/** The certificates of a binding now. `renewed` is when its free certificate expires now, if there still is one. */
export function certificatesAt(binding: Binding, renewed: string | undefined, now: number): HostCertificate[] {
    const { since, applyMs, deployMs, expireTime = "" } = binding;
    const end = since + applyMs + deployMs;
    const underWay = now < since + applyMs ? "applying" : now < end ? "processing" : undefined;
    const status = underWay ?? binding.outcome;
    return binding.certificates.map((fields) => ({
        certId: "",
        alias: "",
        type: "managed",
        // Until the application has ended, and where it failed, there is no certificate to expire.
        expireTime: status === "applying" || status === "failed" ? "" : (renewed ?? expireTime),
        deployTime: status === "deployed" ? timestamp(end) : "",
        signAlgo: "RSA 2048",
        status,
        ...fields,
    }));
}
