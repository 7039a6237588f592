import { ApiError } from "../common/apiError";
import type { Hosts } from "../hosts/hosts";
import type { Host } from "../hosts/state";
import type { Zone } from "../zones/zone";
import type { Zones } from "../zones/zones";
import { defineAction } from "./action";
import { listOf } from "./parameters";

/** Starts or stops hosts: all or none of them. `Force` is for what belongs to a host, and here nothing does. */
export const modifyAccelerationDomainStatuses = defineAction(
    { ZoneId: "string", DomainNames: listOf("string"), Status: "string", Force: "boolean?" },
    (input, { zones, hosts, options }) => {
        const zone = zones.mustFind(input.ZoneId, "ResourceUnavailable.DomainNotFound");
        if (zone.isPaused) {
            throw new ApiError("OperationDenied.ErrZoneIsAlreadyPaused");
        }
        const status = (["online", "offline"] as const).find((known) => known === input.Status);
        if (status === undefined || input.DomainNames.length === 0) {
            throw new ApiError("InvalidParameter.ErrInvalidActionParamValue");
        }
        const named = findHosts({ zones, hosts }, zone, input.DomainNames);
        for (const host of named) {
            const now = hosts.statusOf(zone.id, host);
            if (now === "process") {
                throw new ApiError("OperationDenied.ResourceLockedTemporary");
            }
            if (now === "forbidden") {
                throw new ApiError("OperationDenied");
            }
        }
        for (const host of named.filter(({ domainStatus }) => domainStatus !== status)) {
            hosts.configure(host, { domainStatus: status }, options.deployDelayMs);
        }
        return {};
    },
);

/** The hosts that a call names, each once. */
export function findHosts(
    { zones, hosts }: { zones: Zones; hosts: Hosts },
    zone: Zone,
    names: readonly string[],
): readonly Host[] {
    const found = names.map((given) => {
        const host = hosts.find(zone.id, zones.ownNameOf(zone, given));
        if (host === undefined) {
            throw new ApiError("ResourceUnavailable.DomainNotFound");
        }
        return host;
    });
    return [...new Set(found)];
}
