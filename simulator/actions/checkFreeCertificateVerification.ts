import { codeOf } from "../certificates/state";
import { ApiError } from "../common/apiError";
import { defineAction } from "./action";

/** Verifies and reports: a certificate is a success, and everything else an error, since the answer has no status. */
export const checkFreeCertificateVerification = defineAction(
    { ZoneId: "string", Domain: "string" },
    async ({ ZoneId: zoneId, Domain: name }, { zones, domains, hosts, signal }) => {
        const domain = zones.nameOf(zones.mustFind(zoneId, "InvalidParameter.ZoneNotFound"), name);
        // Where the zone has what a call names, this call names a host.
        hosts.find(zoneId, domain);
        const state = await domains.check(zoneId, domain, signal);
        switch (state.status) {
            case "neverApplied":
                throw new ApiError(codeOf(state));
            case "pending":
                throw new ApiError(codeOf(state), [], state);
            case "answer":
                return { ...state.response };
            default:
                return {
                    CommonName: state.commonName,
                    SignatureAlgorithm: state.signatureAlgorithm,
                    ExpireTime: state.expireTime,
                    ...(state.requestId === undefined ? {} : { RequestId: state.requestId }),
                };
        }
    },
);
