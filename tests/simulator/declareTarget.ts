import type { Simulator } from "../../simulator";
import type { Target } from "./conformance";
import { ZONE } from "./nodeClient";

/** Declares in a simulator what the conformance cases ask of an API: once, as a host declared again is a modified one. */
export function declareTarget(simulator: Simulator): Target {
    const target = {
        endpoint: simulator.endpoint,
        credentials: simulator.credentials,
        zoneId: ZONE,
        issuedDomain: "aa.xzone.cloud",
        pendingDomain: "cc.xzone.cloud",
    };
    simulator.domain(ZONE, target.issuedDomain).issue();
    simulator.domain(ZONE, target.pendingDomain).apply();
    simulator.host(ZONE, target.issuedDomain).online();
    simulator.host(ZONE, target.pendingDomain).online();
    return target;
}
