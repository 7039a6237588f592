import { ApiError } from "../common/apiError";
import { ACCESS_TYPES, AREAS } from "../zones/zone";
import { defineAction } from "./action";
import { checkAlias, checkName, zoneNameOf } from "./createZone";
import { listOf, objectOf, optional } from "./parameters";

const TARGETS = ACCESS_TYPES.filter((type) => type === "full" || type === "partial" || type === "dnsPodAccess");

/** Changes a zone's access type, area, alias and name servers; what is left out stays. */
export const modifyZone = defineAction(
    {
        ZoneId: "string",
        Type: "string?",
        VanityNameServers: optional(objectOf({ Switch: "string", Servers: optional(listOf("string")) })),
        AliasZoneName: "string?",
        Area: "string?",
        ZoneName: "string?",
    },
    (input, { zones, hosts }) => {
        const zone = zones.mustFind(input.ZoneId, "ResourceNotFound");
        if (zone.isPaused) {
            throw new ApiError("OperationDenied.ErrZoneIsAlreadyPaused");
        }
        const type = input.Type === undefined ? zone.type : TARGETS.find((known) => known === input.Type);
        if (type === undefined) {
            throw new ApiError("InvalidParameterValue", ["Type"]);
        }
        const area = input.Area ?? zone.area;
        if (!AREAS.some((known) => known === area)) {
            throw new ApiError("InvalidParameterValue", ["Area"]);
        }
        const isNamed = zone.type !== "noDomainAccess";
        if (!isNamed && type !== zone.type && type !== "partial") {
            throw new ApiError("OperationDenied.NoDomainAccessZoneOnlyAllowModifiedToCNAME");
        }
        if (!isNamed && type === "partial" && !input.ZoneName) {
            throw new ApiError("InvalidParameter.ZoneNameIsRequired");
        }
        if (!isNamed && input.VanityNameServers !== undefined) {
            throw new ApiError("OperationDenied.NoDomainAccessZoneOnlySupportModifyAreaAndAliasZoneName");
        }
        if (area !== zone.area && hosts.sorted(zone.id).length > 0) {
            throw new ApiError("OperationDenied.DomainNumberIsNotZero");
        }
        const name = !isNamed && input.ZoneName ? zoneNameOf(input.ZoneName) : zone.name;
        const alias = checkAlias(zones, input.AliasZoneName ?? zone.alias, name, zone);
        if (type !== zone.type) {
            const same = zones.list().filter((other) => other !== zone && other.name === name && name !== "");
            if (type === "full" && same.some((other) => other.type === "partial")) {
                throw new ApiError("OperationDenied.MultipleCnameZone");
            }
            checkName(zones, name, type, alias !== "", zone);
        }
        zones.change(zone, {
            type,
            area,
            alias,
            name,
            // Another way in has to be verified in its own way.
            isVerified: zone.isVerified && type === zone.type,
            vanityNameServers: input.VanityNameServers ?? zone.vanityNameServers,
        });
        return {};
    },
);
