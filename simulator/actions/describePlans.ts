import { timestamp } from "../certificates/state";
import type { Zone } from "../zones/zone";
import { defineAction } from "./action";
import { FILTERS, ordered, page, readFilters } from "./listing";

const MAX_LIMIT = 200;
const EXPIRED_TIME = "2099-12-31T15:59:59Z";

interface Plan {
    readonly id: string;
    readonly zones: readonly Zone[];
}

const areaOf = ({ zones }: Plan): string => zones[0]?.area ?? "global";
const enabledAt = ({ zones }: Plan): number => Math.min(...zones.map(({ createdAt }) => createdAt));
const PLAN_TYPE = "plan-enterprise-v2";

const ORDERS = { "enable-time": enabledAt, "expire-time": () => EXPIRED_TIME };

/** Lists the plans that zones are bound to: other plans are not known here. Each takes any number of zones. */
export const describePlans = defineAction(
    { Filters: FILTERS, Order: "string?", Direction: "string?", Limit: "integer?", Offset: "integer?" },
    (input, { zones }) => {
        const select = readFilters<Plan>(input.Filters, {
            "plan-type": () => PLAN_TYPE,
            "plan-id": ({ id }) => id,
            area: areaOf,
            status: () => "normal",
        });
        const ids = new Set(zones.list().flatMap(({ planId }) => planId ?? []));
        const all = [...ids].map((id) => ({ id, zones: zones.list().filter(({ planId }) => planId === id) }));
        const found = select(ordered(all, ORDERS, input.Order ?? "enable-time", input.Direction ?? "desc"));
        return { TotalCount: found.length, Plans: page(found, input, MAX_LIMIT).map(render) };
    },
);

function render(plan: Plan): Record<string, unknown> {
    const capacities = ["DDoSTraffic", "AccTraffic", "CrossMLCTraffic", "SecRequest", "SecTraffic"];
    const more = ["SmartTraffic", "L4Traffic", "SmartRequest", "VAU"];
    return {
        PlanId: plan.id,
        PlanType: PLAN_TYPE,
        Area: areaOf(plan),
        Status: "normal",
        AutoRenewal: false,
        PayMode: 0,
        Bindable: "true",
        EnabledTime: timestamp(enabledAt(plan)),
        ExpiredTime: EXPIRED_TIME,
        ...Object.fromEntries([...capacities, ...more].map((name) => [`${name}Capacity`, 10_000])),
        ZonesInfo: plan.zones.map(({ id, name, guessedName, isPaused }) => ({
            ZoneId: id,
            ZoneName: name || guessedName,
            Paused: isPaused,
        })),
    };
}
