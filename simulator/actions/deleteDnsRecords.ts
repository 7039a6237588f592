import { ApiError } from "../common/apiError";
import { defineAction } from "./action";
import { listOf } from "./parameters";

const MAX_RECORDS = 1000;

/** Deletes records, all or none of them. */
export const deleteDnsRecords = defineAction(
    { ZoneId: "string", RecordIds: listOf("string") },
    ({ ZoneId: zoneId, RecordIds: ids }, { zones, dnsRecords }) => {
        const zone = zones.mustFind(zoneId, "ResourceNotFound");
        if (ids.length === 0 || ids.length > MAX_RECORDS) {
            throw new ApiError("InvalidParameterValue", ["RecordIds"]);
        }
        const records = ids.map((id) => dnsRecords.mustFind(zone.id, id));
        for (const record of records) {
            dnsRecords.delete(record);
        }
        return {};
    },
);
