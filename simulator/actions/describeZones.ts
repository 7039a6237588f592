import type { Zone } from "../zones/zone";
import { defineAction } from "./action";
import { FILTERS, namedIn, ordered, page, readFilters } from "./listing";
import { activeStatus, renderZone, zoneStatus } from "./renderZone";

const MAX_LIMIT = 100;

const orders = (now: number) => ({
    type: ({ type }: Zone) => type,
    area: ({ area }: Zone) => area,
    "create-time": ({ createdAt }: Zone) => createdAt,
    "zone-name": nameOf,
    // Nothing here tells when a zone was last used.
    "use-time": ({ modifiedAt }: Zone) => modifiedAt,
    "active-status": (zone: Zone) => activeStatus(zone, now),
});

/** Lists the zones that there are, or are known so far, the newest first. */
export const describeZones = defineAction(
    {
        Offset: "integer?",
        Limit: "integer?",
        Filters: FILTERS,
        Order: "string?",
        Direction: "string?",
    },
    (input, { zones, options }) => {
        const now = options.clock();
        const { Filters: filters } = input;
        const select = readFilters<Zone>(filters, {
            "zone-id": ({ id }) => id,
            "zone-name": nameOf,
            // The vendor's name of this type in the filter is another one than in a zone.
            "zone-type": ({ type }) => (type === "noDomainAccess" ? [type, "partialComposite"] : type),
            status: zoneStatus,
            "tag-key": ({ tags }) => [...tags.keys()],
            "tag-value": ({ tags }) => [...tags.values()],
            "alias-zone-name": ({ alias }) => alias,
        });
        // Where every zone exists, one that is asked for by its id does.
        for (const id of namedIn(filters, "zone-id")) {
            zones.find(id);
        }
        const all = ordered(zones.list(), orders(now), input.Order ?? "create-time", input.Direction ?? "desc");
        const found = select(all);
        return {
            TotalCount: found.length,
            Zones: page(found, input, MAX_LIMIT).map((zone) =>
                renderZone(
                    zone,
                    zones.list().some((other) => other !== zone && nameOf(other) === nameOf(zone)),
                    now,
                ),
            ),
        };
    },
);

function nameOf({ name, guessedName }: Zone): string {
    return name || guessedName;
}
