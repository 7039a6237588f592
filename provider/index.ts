/**
 * Tencent Cloud EdgeOne (TEO) free HTTPS certificates as Pulumi resources.
 *
 * @packageDocumentation
 */
export { FreeCertificateVerification, type FreeCertificateVerificationArgs } from "./freeCertificateVerification";
