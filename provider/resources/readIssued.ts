import type { DomainRef } from "../api/actions";
import type { ReadConfig } from "../api/connection/settings";
import { lookUpCertificate } from "../lifecycle/verification/lookUpCertificate";
import type { VerificationOutputs } from "../lifecycle/verification/verificationLifecycle";
import { programContext } from "./programContext";

/** One look for a certificate from a program, with the settings that a resource would have. */
export function readIssued(ref: DomainRef, config: ReadConfig): Promise<VerificationOutputs> {
    return lookUpCertificate(programContext(config), ref);
}
