import { isIPv4, isIPv6 } from "node:net";
import { ApiError } from "../common/apiError";
import { isRecordName, isUnder, normal } from "../common/names";
import type { Zone } from "./zone";

/** A DNS record of a zone as it is held. */
export interface DnsRecord {
    readonly id: string;
    readonly zoneId: string;
    name: string;
    type: string;
    content: string;
    location: string;
    ttl: number;
    weight: number;
    priority: number;
    isEnabled: boolean;
    readonly createdAt: number;
    modifiedAt: number;
}

/** What a caller may say of a record. */
export type DnsRecordFields = Pick<DnsRecord, "name" | "type" | "content" | "location" | "ttl" | "weight" | "priority">;

/** The fields, but for name, type and content, where a caller leaves them out. A weight of -1 is none. */
export const DEFAULTS = { location: "Default", ttl: 300, weight: -1, priority: 0 } as const;

const isAddress = new Set(["A", "AAAA", "CNAME"]);
const pointsAtName = (content: string): boolean => isRecordName(bare(content));
const isText = (content: string): boolean => content !== "";

const CONTENTS: Readonly<Record<string, (content: string) => boolean>> = {
    A: isIPv4,
    AAAA: isIPv6,
    CNAME: pointsAtName,
    MX: pointsAtName,
    NS: pointsAtName,
    TXT: isText,
    CAA: isText,
    SRV: isText,
};

/** A name without the dot at its end, in lower case. */
export const bare = (name: string): string => normal(name).replace(/\.$/, "");

/** Refuses what is no record of the zone, or cannot stand beside its other records. */
export function checkDnsRecord(zone: Zone, fields: DnsRecordFields, others: readonly DnsRecord[]): void {
    const { name, type, content, location, ttl, weight, priority } = fields;
    const hasContent = Object.hasOwn(CONTENTS, type) ? CONTENTS[type] : undefined;
    if (hasContent === undefined) {
        throw new ApiError("InvalidParameterValue", ["Type"]);
    }
    const isApex = name === zone.name;
    if (!isRecordName(name) || !isUnder(zone.name || name, name) || (type === "NS" && isApex)) {
        throw new ApiError("InvalidParameterValue.InvalidDNSName");
    }
    if (!hasContent(content)) {
        throw new ApiError("InvalidParameterValue.InvalidDNSContent");
    }
    if (type === "CNAME" && bare(content) === name) {
        throw new ApiError("InvalidParameterValue.ContentSameAsName");
    }
    const limits = { TTL: [ttl, 60, 86_400], Weight: [weight, -1, 100], Priority: [priority, 0, 50] } as const;
    for (const [parameter, [value, least, most]] of Object.entries(limits)) {
        if (value < least || value > most) {
            throw new ApiError("InvalidParameterValue", [parameter]);
        }
    }
    if (!isAddress.has(type) && (location !== DEFAULTS.location || weight !== DEFAULTS.weight)) {
        throw new ApiError("InvalidParameterValue", [weight === DEFAULTS.weight ? "Location" : "Weight"]);
    }
    if (others.some((other) => conflicts(fields, other))) {
        throw new ApiError("InvalidParameterValue.ConflictRecord");
    }
}

/** By DNS, a name with a CNAME has no other records; by EdgeOne's lines, in each line for itself. */
function conflicts(fields: DnsRecordFields, other: DnsRecord): boolean {
    if (other.name !== fields.name) {
        return false;
    }
    if (other.type === fields.type) {
        return other.content === fields.content && other.location === fields.location;
    }
    return (other.type === "CNAME" || fields.type === "CNAME") && other.location === fields.location;
}
