/**
 * Tencent Cloud EdgeOne (TEO) free HTTPS certificates as Pulumi resources.
 *
 * @packageDocumentation
 */

export type { DnsVerification, FileVerification } from "./lifecycle/shared/proof";
export type { Certificate } from "./lifecycle/verification/certificate";
export { FreeCertificate, type FreeCertificateArgs } from "./resources/freeCertificate";
export {
    FreeCertificateVerification,
    type FreeCertificateVerificationArgs,
} from "./resources/freeCertificateVerification";
export {
    FreeCertificateVerificationSet,
    type FreeCertificateVerificationSetArgs,
} from "./resources/freeCertificateVerificationSet";
export {
    type AccelerationDomain,
    type GetAccelerationDomainsArgs,
    getAccelerationDomains,
    getAccelerationDomainsOutput,
} from "./resources/getAccelerationDomains";
export {
    type GetFreeCertificateVerificationArgs,
    type GetFreeCertificateVerificationResult,
    getFreeCertificateVerification,
    getFreeCertificateVerificationOutput,
} from "./resources/getFreeCertificateVerification";
export { HostCertificate, type HostCertificateArgs } from "./resources/hostCertificate";
export {
    type ChildAlias,
    ManagedHostCertificate,
    type ManagedHostCertificateAliases,
    type ManagedHostCertificateArgs,
    type PublishedProof,
} from "./resources/managedHostCertificate";
export type { ProofArgs, ProofsArgs, ProofTuningArgs } from "./resources/proofArgs";
