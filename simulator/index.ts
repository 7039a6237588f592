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
export type { Latency, SimulatorOptions } from "./options";
export { Simulator } from "./simulator";
export { declareVendorExamples } from "./vendorExamples";
