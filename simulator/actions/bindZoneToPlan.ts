import { ApiError } from "../common/apiError";
import { defineAction } from "./action";
import { checkPlan } from "./createZone";

/** Gives a zone that was created without a plan its plan: from then on it serves. */
export const bindZoneToPlan = defineAction({ ZoneId: "string", PlanId: "string" }, (input, { zones }) => {
    const zone = zones.mustFind(input.ZoneId, "InvalidParameter.ZoneNotFound");
    checkPlan(input.PlanId);
    if (zone.planId !== undefined) {
        throw new ApiError("InvalidParameter.ZoneHasBeenBound");
    }
    zones.change(zone, { planId: input.PlanId });
    return {};
});
