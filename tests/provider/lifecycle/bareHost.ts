import type { HostState } from "../../../provider/api/hosts";

/** A host that is online and serves no certificate. */
export const bare: HostState = {
    domainStatus: "online",
    mode: "disable",
    certificateId: undefined,
    certificateIds: [],
    status: undefined,
    deployTime: undefined,
    expireTime: undefined,
};
