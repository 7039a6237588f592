import { ApiError } from "../common/apiError";
import { isUnder, normal } from "../common/names";
import { ownershipOf, ownershipProofs } from "../proof/ownership";
import type { Zone } from "../zones/zone";
import type { Zones } from "../zones/zones";
import { defineAction } from "./action";

/** Looks whether a zone, or a domain of one, is its owner's: an answer in both cases, no error. */
export const verifyOwnership = defineAction(
    { Domain: "string" },
    async ({ Domain: given }, { zones, sight, signal }) => {
        const name = normal(given);
        const zone = zoneOf(zones, name);
        const isZone = name === (zone.name || zone.guessedName);
        // Where the zone's name servers are to be EdgeOne's, they are taken to be.
        const isFound =
            zone.type !== "partial" ||
            (
                await Promise.all(
                    ownershipProofs(zone, isZone ? undefined : name).map((proof) => sight.isProven(proof, signal)),
                )
            ).some(Boolean);
        if (!isFound) {
            const { subdomain, recordType, recordValue, path } = ownershipOf(zone, isZone ? undefined : name);
            const result = `解析 ${subdomain} 没有得到类型 ${recordType} 的内容 ${recordValue}。\n 访问 http://${name}${path} 没有得到验证内容`;
            return { Status: "fail", Result: result };
        }
        if (isZone) {
            zones.change(zone, { isVerified: true });
        } else {
            zone.subdomains.set(name, true);
        }
        return { Status: "success", Result: "" };
    },
);

/** The zone of that name, or else the nearest one above it. */
export function zoneOf(zones: Zones, name: string): Zone {
    const nameOf = (zone: Zone): string => zone.name || zone.guessedName;
    const [nearest] = zones
        .list()
        .filter((zone) => nameOf(zone) !== "" && isUnder(nameOf(zone), name))
        .sort((one, other) => nameOf(other).length - nameOf(one).length);
    if (nearest === undefined) {
        throw new ApiError("ResourceNotFound");
    }
    return nearest;
}
