/**
 * The TEO API in one process, for tests and demonstrations without a cloud account.
 *
 * @packageDocumentation
 */
export type { Call } from "./api/calls";
export type { KeyPair } from "./api/signature";
export type { SimulatedDomain } from "./certificates/domain";
export type { DomainListing, UndeclaredPolicy } from "./certificates/domains";
export type { CertificateFields, CertificateState, DomainState, PendingReason } from "./certificates/state";
export { SimulatorError } from "./checks";
export type { Fault, FaultListing } from "./faults";
export type { SimulatedHost } from "./hosts/host";
export type { HostListing, UndeclaredHosts } from "./hosts/hosts";
export type {
    BindingStatus,
    CertificateMode,
    DomainStatus,
    HostCertificate,
    HostCertificateFields,
    HostState,
} from "./hosts/state";
export type { MischiefOption } from "./mischief";
export type { SimulatorOptions } from "./options";
export type {
    Application,
    DnsVerification,
    FileVerification,
    RecordType,
    SubdomainShape,
    VerificationMethod,
} from "./proof/application";
export type { ProofOption } from "./proof/proofCheck";
export type { PublishedFile, PublishedRecord } from "./proof/published";
export type { Latency } from "./random";
export { Simulator } from "./simulator";
export { declareVendorExamples } from "./vendorExamples";
export type { ZonesOption } from "./zones";
