import { ApiError } from "../common/apiError";
import { isDomain, normal } from "../common/names";
import { renderVerification } from "../proof/ownership";
import { ACCESS_TYPES, type AccessType, AREAS, type Zone } from "../zones/zone";
import type { Zones } from "../zones/zones";
import { defineAction } from "./action";
import { listOf, objectOf, optional } from "./parameters";

const CREATABLE = ACCESS_TYPES.filter((type) => type !== "pages");

/** Without a plan, the zone does not serve until BindZoneToPlan. */
const PLAN_ID = /^edgeone-[0-9a-z]+$/;

/** Connects a zone, and says how its owner shows that it is theirs. */
export const createZone = defineAction(
    {
        Type: "string?",
        ZoneName: "string?",
        Area: "string?",
        PlanId: "string?",
        AliasZoneName: "string?",
        Tags: optional(listOf(objectOf({ TagKey: "string", TagValue: "string" }))),
        AllowDuplicates: "boolean?",
        JumpStart: "boolean?",
    },
    (input, { zones }) => {
        const { PlanId: planId, Tags: tags = [], AllowDuplicates: mayRepeat = false } = input;
        const type = CREATABLE.find((known) => known === (input.Type || "partial"));
        if (type === undefined) {
            throw new ApiError("InvalidParameterValue", ["Type"]);
        }
        const isNamed = type !== "noDomainAccess";
        const name = isNamed ? zoneNameOf(input.ZoneName ?? "") : "";
        const area = input.Area || (isNamed ? "overseas" : "global");
        for (const given of isNamed ? [] : (["ZoneName", "Area"] as const)) {
            if (input[given]) {
                throw new ApiError("InvalidParameterValue", [given]);
            }
        }
        if (!AREAS.some((known) => known === area)) {
            throw new ApiError("InvalidParameterValue", ["Area"]);
        }
        checkPlan(planId);
        const alias = checkAlias(zones, input.AliasZoneName ?? "", name);
        checkName(zones, name, type, mayRepeat || alias !== "");
        const zone = zones.create({
            name,
            type,
            area,
            alias,
            planId,
            isVerified: !isNamed,
            tags: new Map(tags.map(({ TagKey, TagValue }) => [TagKey, TagValue])),
        });
        const verification = renderVerification(zone);
        return { ZoneId: zone.id, ...(verification && { OwnershipVerification: verification }) };
    },
);

/** A domain name that is no wildcard. Which suffixes are public, the simulator does not know. */
export function zoneNameOf(given: string): string {
    const name = normal(given);
    if (!isDomain(name) || name.startsWith("*.")) {
        throw new ApiError("InvalidParameterValue.ZoneNameInvalid");
    }
    if (given.split(".").some((label) => /^xn--/i.test(label))) {
        throw new ApiError("InvalidParameterValue.ZoneNameNotSupportPunyCode");
    }
    return name;
}

/** An account may have any plan whose id has the right shape. */
export function checkPlan(planId: string | undefined): void {
    if (planId !== undefined && !PLAN_ID.test(planId)) {
        throw new ApiError("InvalidParameter.PlanNotFound");
    }
}

/** The name that sets zones of one name apart. */
export function checkAlias(zones: Zones, alias: string, name: string, self?: Zone): string {
    if (alias.length > 200) {
        throw new ApiError("InvalidParameter.LengthExceedsLimit");
    }
    if (!/^[\w.-]*$/.test(alias)) {
        throw new ApiError("InvalidParameterValue", ["AliasZoneName"]);
    }
    if (alias !== "" && zones.list().some((other) => other !== self && other.name === name && other.alias === alias)) {
        throw new ApiError("InvalidParameterValue.ZoneSameAsName");
    }
    return alias;
}

const IN_USE: Readonly<Partial<Record<AccessType, string>>> = {
    full: "ResourceInUse.NS",
    partial: "ResourceInUse.Cname",
    dnsPodAccess: "ResourceInUse.Dns",
};

/** A name has one zone, unless its zones are told apart; and one zone at most has it by name servers. */
export function checkName(zones: Zones, name: string, type: AccessType, mayRepeat: boolean, self?: Zone): void {
    const same = zones.list().filter((other) => name !== "" && other !== self && other.name === name);
    const inTheWay = same.find((other) => !mayRepeat || (other.type === "full" && type === "full"));
    if (inTheWay !== undefined) {
        throw new ApiError(IN_USE[inTheWay.type] ?? "ResourceInUse");
    }
}
