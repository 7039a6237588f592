import { ApiError } from "../common/apiError";
import { isUnder, normal } from "../common/names";
import { ownershipOf } from "../proof/ownership";
import type { Zone } from "../zones/zone";
import { defineAction } from "./action";
import { zoneOf } from "./verifyOwnership";

/** Says what shows that a zone, or one subdomain of it, is its owner's. VerifyOwnership looks for it. */
export const identifyZone = defineAction({ ZoneName: "string", Domain: "string?" }, (input, { zones }) => {
    const name = normal(input.ZoneName);
    const zone = zoneOf(zones, name);
    if ((zone.name || zone.guessedName) !== name) {
        throw new ApiError("ResourceNotFound");
    }
    const domain = input.Domain ? normal(input.Domain) : undefined;
    if (domain !== undefined && !isUnder(name, domain)) {
        throw new ApiError("ResourceNotFound");
    }
    if (domain !== undefined && domain !== name) {
        zone.subdomains.set(domain, zone.subdomains.get(domain) ?? false);
    }
    return renderAscription(zone, domain);
});

/** The ownership of a zone in the form of the actions that are older than VerifyOwnership. */
export function renderAscription(zone: Zone, domain?: string): Record<string, unknown> {
    const { subdomain, recordType, recordValue, path, content } = ownershipOf(zone, domain);
    return {
        Ascription: { Subdomain: subdomain, RecordType: recordType, RecordValue: recordValue },
        FileAscription: { IdentifyPath: path, IdentifyContent: content },
    };
}
