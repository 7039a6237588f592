import { DEFAULT_ZONE_SETTINGS } from "../zones/zoneSettings";
import { defineAction } from "./action";

/** The configuration of a zone: what ModifyZoneSetting has set, over what the vendor's example has. */
export const describeZoneSetting = defineAction({ ZoneId: "string" }, (input, { zones }) => {
    const { name, guessedName, area, settings } = zones.mustFind(input.ZoneId, "InvalidParameter.ZoneNotFound");
    return { ZoneSetting: { ZoneName: name || guessedName, Area: area, ...DEFAULT_ZONE_SETTINGS, ...settings } };
});
