import { ApiError } from "../common/apiError";
import type { Hosts } from "../hosts/hosts";
import { bare, DEFAULTS } from "../zones/dnsRecord";
import type { Zone } from "../zones/zone";
import { defineAction } from "./action";

/**
 * Makes a DNS record of a zone. The vendor has them for zones with access by name servers; here any zone takes them, so
 * that they can be the proof of an application, which only a zone with access by CNAME makes.
 */
export const createDnsRecord = defineAction(
    {
        ZoneId: "string",
        Name: "string",
        Type: "string",
        Content: "string",
        Location: "string?",
        TTL: "integer?",
        Weight: "integer?",
        Priority: "integer?",
    },
    (input, { zones, dnsRecords, hosts }) => {
        const zone = zones.mustFind(input.ZoneId, "ResourceNotFound");
        const { Name: name, Type: type } = input;
        mustNotBeHost(hosts, zone, { name, type });
        const record = dnsRecords.create(zone, {
            name,
            type,
            content: input.Content,
            location: input.Location || DEFAULTS.location,
            ttl: input.TTL ?? DEFAULTS.ttl,
            weight: input.Weight ?? DEFAULTS.weight,
            priority: input.Priority ?? DEFAULTS.priority,
        });
        return { RecordId: record.id };
    },
);

/** Where EdgeOne has the zone's DNS, it answers the name of a host itself. */
export function mustNotBeHost(hosts: Hosts, zone: Zone, { name, type }: { name: string; type: string }): void {
    if (zone.type === "full" && ["A", "AAAA", "CNAME"].includes(type) && hosts.has(zone.id, bare(name))) {
        throw new ApiError("InvalidParameterValue.ConflictWithDomain");
    }
}
