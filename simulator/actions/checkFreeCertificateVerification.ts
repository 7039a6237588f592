import { ApiError } from "../api/apiError";
import { codeOf } from "../certificates/state";
import { defineAction } from "./action";

/** Verifies and reports: a certificate is a success, and everything else an error, since the answer has no status. */
export const checkFreeCertificateVerification = defineAction(
    { ZoneId: "string", Domain: "string" },
    async ({ ZoneId: zoneId, Domain: name }, { zones, domains, signal }) => {
        const state = await domains.check(zoneId, zones.nameOf(zoneId, name), signal);
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
