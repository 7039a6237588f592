/**
 * Tencent Cloud EdgeOne (TEO) free HTTPS certificates as Pulumi resources.
 *
 * @packageDocumentation
 */
export { FreeCertificate, type FreeCertificateArgs } from "./freeCertificate";
export { FreeCertificateVerification, type FreeCertificateVerificationArgs } from "./freeCertificateVerification";
export {
    FreeCertificateVerificationSet,
    type FreeCertificateVerificationSetArgs,
} from "./freeCertificateVerificationSet";
export {
    type GetFreeCertificateVerificationArgs,
    type GetFreeCertificateVerificationResult,
    getFreeCertificateVerification,
    getFreeCertificateVerificationOutput,
} from "./getFreeCertificateVerification";
export { HostCertificate, type HostCertificateArgs } from "./hostCertificate";
export type { Certificate } from "./lifecycle/certificate";
export type { DnsVerification, FileVerification } from "./lifecycle/proof";
export {
    ManagedHostCertificate,
    type ManagedHostCertificateArgs,
    type PublishedProof,
} from "./managedHostCertificate";
