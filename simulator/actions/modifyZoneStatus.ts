import { ApiError } from "../common/apiError";
import { defineAction } from "./action";

/** Pauses a zone, so that it serves no host, or starts it again. */
export const modifyZoneStatus = defineAction(
    { ZoneId: "string", Paused: "boolean" },
    (input, { zones, hosts, options }) => {
        const zone = zones.mustFind(input.ZoneId, "ResourceNotFound");
        if (input.Paused && hosts.sorted(zone.id).some((host) => hosts.statusOf(zone.id, host) === "process")) {
            throw new ApiError("OperationDenied.L7HostInProcessStatus");
        }
        // A zone that is started is not active at once.
        const activeFrom = zone.isPaused && !input.Paused ? options.clock() + options.deployDelayMs : zone.activeFrom;
        zones.change(zone, { isPaused: input.Paused, activeFrom });
        return {};
    },
);
