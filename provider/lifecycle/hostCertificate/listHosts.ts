import type { ListedHost } from "../../api/hosts";
import { done } from "../../waiting/pollResult";
import { type Context, READ_LIMITS, waitIn } from "../shared/context";
import { covers } from "../verification/certificate";

/** The hosts of a zone, or those that a certificate for `coveredBy` covers, by their names. */
export async function listHosts(context: Context, zoneId: string, coveredBy?: string): Promise<ListedHost[]> {
    const hosts = await waitIn(
        context,
        { name: zoneId, zoneId },
        async (call) => done(await context.api.listHosts(zoneId, call)),
        {
            ...READ_LIMITS,
            doing: `reading the acceleration domains of ${zoneId}`,
            consequence: "Nothing was changed. Run again later.",
        },
    );
    const listed = hosts.filter(({ host }) => coveredBy === undefined || covers(coveredBy, host));
    return listed.sort((one, other) => (one.host < other.host ? -1 : 1));
}
