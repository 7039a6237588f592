import { ApiError } from "../common/apiError";
import { defineAction } from "./action";
import { listOf, objectOf, optional } from "./parameters";

const GROUPS = ["l7_acceleration", "edge_functions", "web_security"];
const MODES = ["immediate_effect", "version_control"];

/** Says for groups of a zone's configuration whether changes take effect at once or by versions. It is only held here. */
export const modifyZoneWorkMode = defineAction(
    {
        ZoneId: "string",
        WorkModeInfos: optional(listOf(objectOf({ ConfigGroupType: "string", WorkMode: "string" }))),
    },
    ({ ZoneId: zoneId, WorkModeInfos: infos = [] }, { zones }) => {
        const zone = zones.mustFind(zoneId, "ResourceNotFound.ZoneNotFound");
        if (zone.isPaused) {
            throw new ApiError("OperationDenied.ErrZoneIsAlreadyPaused");
        }
        infos.forEach(({ ConfigGroupType: group, WorkMode: mode }, index) => {
            const isGroup = GROUPS.includes(group);
            if (!isGroup || !MODES.includes(mode)) {
                const wrong = isGroup ? "WorkMode" : "ConfigGroupType";
                throw new ApiError("InvalidParameterValue", [`WorkModeInfos.${index}.${wrong}`]);
            }
        });
        for (const { ConfigGroupType: group, WorkMode: mode } of infos) {
            zone.workModes.set(group, mode);
        }
        zones.change(zone, {});
        return {};
    },
);
