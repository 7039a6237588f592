import { ApiError } from "../common/apiError";
import { defineAction } from "./action";
import { findHosts } from "./modifyAccelerationDomainStatuses";
import { listOf } from "./parameters";

/** Deletes hosts that were stopped, all or none of them, and what was applied for for them. */
export const deleteAccelerationDomains = defineAction(
    { ZoneId: "string", DomainNames: listOf("string"), Force: "boolean?" },
    (input, { zones, hosts, domains }) => {
        const zone = zones.mustFind(input.ZoneId, "InvalidParameter.ZoneNotFound");
        if (input.DomainNames.length === 0) {
            throw new ApiError("InvalidParameterValue", ["DomainNames"]);
        }
        const named = findHosts({ zones, hosts }, zone, input.DomainNames);
        for (const host of named) {
            if (!["offline", "init"].includes(hosts.statusOf(zone.id, host))) {
                throw new ApiError("InvalidParameterValue.InvalidDomainStatus", [host.name]);
            }
        }
        for (const { name } of named) {
            hosts.remove(zone.id, name);
            domains.forget(zone.id, name);
            zone.subdomains.delete(name);
        }
        return {};
    },
);
