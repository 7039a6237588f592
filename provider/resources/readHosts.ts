import type { ReadConfig } from "../api/connection/settings";
import { listHosts } from "../lifecycle/hostCertificate/listHosts";
import { checkInputs } from "../lifecycle/shared/checkInputs";
import { checkDomain, checkZoneId } from "../lifecycle/shared/names";
import type { AccelerationDomain, GetAccelerationDomainsArgs } from "./getAccelerationDomains";
import { programContext, refuseFaults } from "./programContext";

/** The hosts of a zone, from a program. */
export async function readHosts(args: GetAccelerationDomainsArgs, config: ReadConfig): Promise<AccelerationDomain[]> {
    const { inputs, failures } = checkInputs(
        { ...args },
        {
            zoneId: checkZoneId,
            coveredBy: (value) => (value === undefined ? { value } : checkDomain(value)),
        },
    );
    refuseFaults(failures);
    const { zoneId, coveredBy } = inputs as unknown as GetAccelerationDomainsArgs;
    return listHosts(programContext(config), zoneId, coveredBy);
}
