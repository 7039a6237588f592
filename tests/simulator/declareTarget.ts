import type { Simulator } from "../../simulator";
import type { Target } from "./conformance";
import { ZONE } from "./nodeClient";

/** Declares in a simulator what the conformance cases ask of an API. */
export function declareTarget(simulator: Simulator): Target {
    const target = {
        endpoint: simulator.endpoint,
        credentials: simulator.credentials,
        zoneId: ZONE,
        issuedDomain: "aa.xzone.cloud",
        pendingDomain: "cc.xzone.cloud",
    };
    // Declared anew at each call: a time of its own would differ from one second to the next.
    simulator.domain(ZONE, target.issuedDomain).issue({ expireTime: "2099-07-31T07:06:57Z" });
    simulator.domain(ZONE, target.pendingDomain).apply();
    simulator.host(ZONE, target.issuedDomain).online();
    simulator.host(ZONE, target.pendingDomain).online();
    return target;
}
