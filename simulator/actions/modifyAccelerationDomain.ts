import { ApiError } from "../common/apiError";
import { defineAction } from "./action";
import { ORIGIN_INFO, readSettings, SETTINGS } from "./origin";
import { optional } from "./parameters";

/** Changes where a host gets its content from; what is left out stays. */
export const modifyAccelerationDomain = defineAction(
    { ZoneId: "string", DomainName: "string", OriginInfo: optional(ORIGIN_INFO), ...SETTINGS },
    (input, { zones, hosts, options }) => {
        const zone = zones.mustFind(input.ZoneId, "ResourceUnavailable.DomainNotFound");
        const name = zones.ownNameOf(zone, input.DomainName);
        const host = hosts.find(zone.id, name);
        if (host === undefined) {
            throw new ApiError("ResourceUnavailable.DomainNotFound");
        }
        const status = hosts.statusOf(zone.id, host);
        if (status === "process" || status === "forbidden") {
            throw new ApiError("InvalidParameterValue.InvalidDomainStatus", [name]);
        }
        hosts.configure(host, { settings: readSettings(input, name, host.settings) }, options.deployDelayMs);
        return {};
    },
);
