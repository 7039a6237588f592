import { ApiError } from "../common/apiError";
import { defineAction } from "./action";
import { mustNotBeHost } from "./createDnsRecord";
import { listOf, objectOf, optional } from "./parameters";

const MAX_RECORDS = 100;

/** Changes records, all or none of them; what is left out stays. `ZoneId`, `Status` and the times are not read. */
export const modifyDnsRecords = defineAction(
    {
        ZoneId: "string",
        DnsRecords: optional(
            listOf(
                objectOf({
                    RecordId: "string",
                    Name: "string?",
                    Type: "string?",
                    Content: "string?",
                    Location: "string?",
                    TTL: "integer?",
                    Weight: "integer?",
                    Priority: "integer?",
                    ZoneId: "any?",
                    Status: "any?",
                    CreatedOn: "any?",
                    ModifiedOn: "any?",
                }),
            ),
        ),
    },
    ({ ZoneId: zoneId, DnsRecords: given = [] }, { zones, dnsRecords, hosts }) => {
        const zone = zones.mustFind(zoneId, "ResourceNotFound");
        if (given.length > MAX_RECORDS) {
            throw new ApiError("InvalidParameterValue", ["DnsRecords"]);
        }
        const changes = given.map((fields) => {
            const record = dnsRecords.mustFind(zone.id, fields.RecordId);
            const changed = dnsRecords.checkChange(zone, record, {
                name: fields.Name ?? record.name,
                type: fields.Type ?? record.type,
                content: fields.Content ?? record.content,
                location: fields.Location ?? record.location,
                ttl: fields.TTL ?? record.ttl,
                weight: fields.Weight ?? record.weight,
                priority: fields.Priority ?? record.priority,
            });
            mustNotBeHost(hosts, zone, changed);
            return { record, changed };
        });
        for (const { record, changed } of changes) {
            dnsRecords.change(record, changed);
        }
        return {};
    },
);
