import type { ListedHost } from "../../api/hosts";
import { checkInputs, refuseFaults } from "../shared/checkInputs";
import type { Context } from "../shared/context";
import { checkDomain, checkZoneId } from "../shared/names";
import { listHosts } from "./listHosts";

/** {@link listHosts} for arguments as a program gives them. */
export async function lookUpHosts(context: Context, args: object): Promise<ListedHost[]> {
    const { inputs, failures } = checkInputs(
        { ...args },
        {
            zoneId: checkZoneId,
            coveredBy: (value) => (value === undefined || value === null ? { value: undefined } : checkDomain(value)),
        },
    );
    refuseFaults(failures);
    const { zoneId, coveredBy } = inputs as { zoneId: string; coveredBy?: string };
    return listHosts(context, zoneId, coveredBy);
}
