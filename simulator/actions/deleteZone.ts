import { ApiError } from "../common/apiError";
import { defineAction } from "./action";

/** Deletes a zone with all that it has. It has to be paused before. */
export const deleteZone = defineAction({ ZoneId: "string" }, (input, { zones, dnsRecords, hosts, domains }) => {
    const zone = zones.mustFind(input.ZoneId, "ResourceNotFound");
    if (!zone.isPaused) {
        throw new ApiError("OperationDenied.DeleteZonePreCheckFailed");
    }
    domains.forget(zone.id);
    hosts.removeZone(zone.id);
    dnsRecords.deleteZone(zone.id);
    zones.delete(zone);
    return {};
});
