import { currentNameServers, subdomainStatus, type Zone } from "../zones/zone";
import { defineAction } from "./action";
import { renderAscription } from "./identifyZone";
import { FILTER, page, readFilters } from "./listing";
import { listOf, objectOf } from "./parameters";

const MAX_LIMIT = 1000;

/** Lists which zones, and which subdomains by themselves, are verified. */
export const describeIdentifications = defineAction(
    { Filters: listOf(objectOf(FILTER)), Offset: "integer?", Limit: "integer?" },
    (input, { zones }) => {
        const nameOf = ({ name, guessedName }: Zone): string => name || guessedName;
        const select = readFilters<Zone>(input.Filters, { "zone-name": nameOf });
        const all = select(zones.list())
            .filter((zone) => nameOf(zone) !== "")
            .flatMap((zone) => ["", ...zone.subdomains.keys()].map((domain) => ({ zone, domain })));
        return {
            TotalCount: all.length,
            Identifications: page(all, input, MAX_LIMIT).map(({ zone, domain }) => ({
                ZoneName: nameOf(zone),
                Domain: domain,
                Status: domain === "" ? (zone.isVerified ? "finished" : "pending") : subdomainStatus(zone, domain),
                ...renderAscription(zone, domain || undefined),
                OriginalNameServers: currentNameServers(zone),
            })),
        };
    },
);
