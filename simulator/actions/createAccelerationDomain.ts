import { ApiError } from "../common/apiError";
import { DEFAULT_SETTINGS } from "../hosts/state";
import { renderVerification } from "../proof/ownership";
import { subdomainStatus } from "../zones/zone";
import { defineAction } from "./action";
import { ORIGIN_INFO, readSettings, SETTINGS } from "./origin";

/** Makes a host of the zone. It is on its way to the edge for as long as a certificate that is bound. */
export const createAccelerationDomain = defineAction(
    { ZoneId: "string", DomainName: "string", OriginInfo: ORIGIN_INFO, ...SETTINGS, SharedCNAME: "string?" },
    (input, { zones, dnsRecords, hosts, options }) => {
        const zone = zones.mustFind(input.ZoneId, "ResourceNotFound");
        if (zone.isPaused) {
            throw new ApiError("OperationDenied.ErrZoneIsAlreadyPaused");
        }
        if (zone.type === "noDomainAccess") {
            throw new ApiError("OperationDenied");
        }
        const name = zones.newNameOf(zone, input.DomainName);
        const sharedCname = input.SharedCNAME || undefined;
        const settings = { ...readSettings(input, name, DEFAULT_SETTINGS), sharedCname };
        if (hosts.has(zone.id, name)) {
            throw new ApiError("ResourceUnavailable.DomainAlreadyExists");
        }
        // Where EdgeOne has the zone's DNS, a name that is resolved already is to be accelerated from there.
        const isResolved = dnsRecords.at(name).some(({ type }) => ["A", "AAAA", "CNAME"].includes(type));
        if (zone.type === "full" && isResolved) {
            throw new ApiError("ResourceInUse.DnsRecord");
        }
        const host = hosts.declare(zone.id, name);
        hosts.configure(host, { settings }, options.deployDelayMs);
        if (zone.type !== "partial" || zone.isVerified) {
            return { OwnershipVerification: null };
        }
        zone.subdomains.set(name, false);
        const isPending = subdomainStatus(zone, name) === "pending";
        return { OwnershipVerification: isPending ? renderVerification(zone, name) : null };
    },
);
