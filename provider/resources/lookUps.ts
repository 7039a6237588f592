import type { DomainRef } from "../api/actions";
import type { ReadConfig } from "../api/connection/settings";
import { lookUpHosts } from "../lifecycle/hostCertificate/lookUpHosts";
import { lookUpCertificate } from "../lifecycle/verification/lookUpCertificate";
import type { VerificationOutputs } from "../lifecycle/verification/verificationLifecycle";
import type { AccelerationDomain, GetAccelerationDomainsArgs } from "./getAccelerationDomains";
import { programContext } from "./programContext";

// What the functions of a program load with the first look-up: most programs make none.

/** The hosts of a zone. */
export function readHosts(args: GetAccelerationDomainsArgs, config: ReadConfig): Promise<AccelerationDomain[]> {
    return lookUpHosts(programContext(config), args);
}

/** One look for a certificate, with the settings that a resource would have. */
export function readIssued(ref: DomainRef, config: ReadConfig): Promise<VerificationOutputs> {
    return lookUpCertificate(programContext(config), ref);
}
