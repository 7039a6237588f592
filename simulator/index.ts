/**
 * The TEO API in one process, for tests and demonstrations without a cloud account.
 *
 * @packageDocumentation
 */
export type { Call } from "./api/calls";
export type { SimulatedDomain } from "./certificates/domain";
export type { UndeclaredPolicy } from "./certificates/policy";
export type {
    CertificateFields,
    CertificateState,
    DomainListing,
    DomainState,
    PendingReason,
} from "./certificates/state";
export { SimulatorError } from "./common/checks";
export type { Latency } from "./common/random";
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
export type { SimulatorOptions } from "./options/options";
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
export type { KeyPair } from "./protocol/signature";
export { Simulator } from "./simulator";
export type { ChaosOption } from "./trouble/chaos";
export type { Fault, FaultListing } from "./trouble/faults";
export { declareVendorExamples } from "./vendorExamples";
export type { AccessType } from "./zones/zone";
export type { ZoneDeclaration, ZonesOption } from "./zones/zones";
