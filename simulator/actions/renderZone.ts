import { timestamp } from "../certificates/state";
import { renderVerification } from "../proof/ownership";
import { currentNameServers, NAME_SERVERS, type Zone } from "../zones/zone";

/** By the vendor: `pending` until the name servers are switched; a zone without a plan is `initializing`. */
export function zoneStatus({ type, planId, isVerified }: Zone): string {
    if (planId === undefined) {
        return "initializing";
    }
    return isVerified && type !== "noDomainAccess" ? "active" : "pending";
}

export function activeStatus({ planId, isPaused, isVerified, activeFrom }: Zone, now: number): string {
    if (isPaused) {
        return "paused";
    }
    return planId !== undefined && isVerified && now >= activeFrom ? "active" : "inactive";
}

/** A zone as DescribeZones answers it. `isFake`: there is another zone of that name. */
export function renderZone(zone: Zone, isFake: boolean, now: number): Record<string, unknown> {
    const { type, planId, createdAt, modifiedAt, isVerified } = zone;
    const hasServers = type === "full";
    // Here the vendor ends them with a dot.
    const nameServers = hasServers ? NAME_SERVERS.map((server) => `${server}.`) : [];
    const originalServers = hasServers ? currentNameServers(zone).map((server) => `${server}.`) : [];
    const isVerifiable = type === "partial" && (zone.name || zone.guessedName) !== "";
    const verification = (isVerifiable && renderVerification(zone)) || null;
    const detail = { IsFake: isFake ? 1 : 0 };
    return {
        ZoneId: zone.id,
        ZoneName: zone.name || zone.guessedName,
        AliasZoneName: zone.alias,
        Area: zone.area,
        Type: type,
        Tags: [...zone.tags].map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
        Resources: planId === undefined ? [] : [renderPlan(planId, zone)],
        NSDetail: hasServers
            ? {
                  CnameSpeedUp: "enabled",
                  ...detail,
                  NameServers: nameServers,
                  OriginalNameServers: originalServers,
                  VanityNameServers: zone.vanityNameServers ?? null,
                  VanityNameServersIps: [],
              }
            : null,
        CNAMEDetail: type === "partial" ? { ...detail, OwnershipVerification: verification } : null,
        DNSPodDetail: type === "dnsPodAccess" ? detail : null,
        CreatedOn: timestamp(createdAt),
        ModifiedOn: timestamp(modifiedAt),
        Status: zoneStatus(zone),
        CnameStatus: isVerified ? "finished" : "pending",
        ActiveStatus: activeStatus(zone, now),
        LockStatus: "enable",
        Paused: zone.isPaused,
        ...detail,
        CnameSpeedUp: "enabled",
        OwnershipVerification: verification,
        OriginalNameServers: originalServers,
        NameServers: nameServers,
        VanityNameServers: null,
        VanityNameServersIps: [],
        WorkModeInfos: [...zone.workModes].map(([ConfigGroupType, WorkMode]) => ({ ConfigGroupType, WorkMode })),
    };
}

/** The plan that a zone is bound to, as one of its resources. */
const renderPlan = (planId: string, { area, createdAt }: Zone): Record<string, unknown> => ({
    Id: planId,
    PlanId: planId,
    PayMode: 0,
    CreateTime: timestamp(createdAt),
    EnableTime: timestamp(createdAt),
    ExpireTime: "2099-12-31T15:59:59Z",
    Status: "normal",
    Sv: [],
    AutoRenewFlag: 0,
    Area: area,
    Group: "plan",
    ZoneNumber: 1,
});
