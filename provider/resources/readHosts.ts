import type { ReadConfig } from "../api/connection/settings";
import { lookUpHosts } from "../lifecycle/hostCertificate/lookUpHosts";
import type { AccelerationDomain, GetAccelerationDomainsArgs } from "./getAccelerationDomains";
import { programContext } from "./programContext";

/** The hosts of a zone, from a program. */
export function readHosts(args: GetAccelerationDomainsArgs, config: ReadConfig): Promise<AccelerationDomain[]> {
    return lookUpHosts(programContext(config), args);
}
