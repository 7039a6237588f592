/**
 * Tencent Cloud EdgeOne (TEO) free HTTPS certificates as Pulumi resources.
 *
 * @packageDocumentation
 */
export { FreeCertificate, type FreeCertificateArgs } from "./freeCertificate";
export { FreeCertificateVerification, type FreeCertificateVerificationArgs } from "./freeCertificateVerification";
export { HostCertificate, type HostCertificateArgs } from "./hostCertificate";
export type { DnsVerification, FileVerification } from "./lifecycle/proof";
