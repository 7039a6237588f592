import { ApiError } from "../common/apiError";
import { defineAction } from "./action";
import { listOf, optional } from "./parameters";

const MAX_RECORDS = 200;
const IDS = optional(listOf("string"));

/** Lets records be answered, or no more: all or none of them. */
export const modifyDnsRecordsStatus = defineAction(
    { ZoneId: "string", RecordsToEnable: IDS, RecordsToDisable: IDS },
    ({ ZoneId: zoneId, RecordsToEnable: on = [], RecordsToDisable: off = [] }, { zones, dnsRecords }) => {
        const zone = zones.mustFind(zoneId, "ResourceNotFound");
        for (const [name, ids] of Object.entries({ RecordsToEnable: on, RecordsToDisable: off })) {
            if (ids.length > MAX_RECORDS || on.some((id) => off.includes(id))) {
                throw new ApiError("InvalidParameterValue", [name]);
            }
        }
        const records = [...on, ...off].map((id) => dnsRecords.mustFind(zone.id, id));
        for (const record of records) {
            dnsRecords.change(record, { isEnabled: on.includes(record.id) });
        }
        return {};
    },
);
