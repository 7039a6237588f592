import { ApiError } from "../common/apiError";
import { isRecord } from "../common/checks";
import { DEFAULT_ZONE_SETTINGS } from "../zones/zoneSettings";
import { defineAction } from "./action";

// Vendor's, but for AccelerateMainland, which this action does not take.
const NAMES = Object.keys(DEFAULT_ZONE_SETTINGS).filter((name) => name !== "AccelerateMainland");

/** Configures a zone. The simulator holds it, and does nothing by it. What is left out stays. */
export const modifyZoneSetting = defineAction(
    { ZoneId: "string", ...Object.fromEntries(NAMES.map((name) => [name, "any?" as const])) },
    (input, { zones }) => {
        const zone = zones.mustFind(input.ZoneId as string, "InvalidParameter.ZoneNotFound");
        if (zone.isPaused) {
            throw new ApiError("OperationDenied.ErrZoneIsAlreadyPaused");
        }
        const given = NAMES.flatMap((name): [string, unknown][] => {
            const value = (input as Record<string, unknown>)[name];
            if (value !== undefined && !isRecord(value)) {
                throw new ApiError("InvalidParameter", [name]);
            }
            const before = zone.settings[name] ?? DEFAULT_ZONE_SETTINGS[name];
            return value === undefined ? [] : [[name, { ...Object(before), ...value }]];
        });
        zones.change(zone, { settings: { ...zone.settings, ...Object.fromEntries(given) } });
        return {};
    },
);
