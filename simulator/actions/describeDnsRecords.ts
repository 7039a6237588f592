import { timestamp } from "../certificates/state";
import type { DnsRecord } from "../zones/dnsRecord";
import { defineAction } from "./action";
import { FILTERS, ordered, page, readFilters } from "./listing";

const MAX_LIMIT = 1000;
const BY_TYPE_AND_NAME = "type, name";

const ORDERS = {
    [BY_TYPE_AND_NAME]: ({ type, name }: DnsRecord) => `${type} ${name}`,
    content: ({ content }: DnsRecord) => content,
    "created-on": ({ createdAt }: DnsRecord) => createdAt,
    name: ({ name }: DnsRecord) => name,
    ttl: ({ ttl }: DnsRecord) => ttl,
    type: ({ type }: DnsRecord) => type,
};

/** Lists the DNS records of a zone, page by page. */
export const describeDnsRecords = defineAction(
    {
        ZoneId: "string",
        Offset: "integer?",
        Limit: "integer?",
        Filters: FILTERS,
        SortBy: "string?",
        SortOrder: "string?",
        Match: "string?",
    },
    (input, { zones, dnsRecords }) => {
        const zone = zones.mustFind(input.ZoneId, "ResourceNotFound");
        const select = readFilters<DnsRecord>(
            input.Filters,
            {
                id: ({ id }) => id,
                name: ({ name }) => name,
                content: ({ content }) => content,
                type: ({ type }) => type,
                ttl: ({ ttl }) => `${ttl}`,
            },
            { match: input.Match },
        );
        const all = ordered(
            dnsRecords.list(zone.id),
            ORDERS,
            input.SortBy ?? BY_TYPE_AND_NAME,
            input.SortOrder ?? "asc",
        );
        const found = select(all);
        return { TotalCount: found.length, DnsRecords: page(found, input, MAX_LIMIT).map(render) };
    },
);

const render = (record: DnsRecord): Record<string, unknown> => ({
    ZoneId: record.zoneId,
    RecordId: record.id,
    Name: record.name,
    Type: record.type,
    Location: record.location,
    Content: record.content,
    TTL: record.ttl,
    Weight: record.weight,
    Priority: record.priority,
    Status: record.isEnabled ? "enable" : "disable",
    CreatedOn: timestamp(record.createdAt),
    ModifiedOn: timestamp(record.modifiedAt),
});
