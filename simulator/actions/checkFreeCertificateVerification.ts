import { ApiError } from "../api/apiError";
import { codeOf } from "../certificates/state";
import type { Action } from ".";

/** Verifies and reports: a certificate is a success, and everything else an error, since the answer has no status. */
export const checkFreeCertificateVerification: Action = {
    parameters: { ZoneId: "string", Domain: "string" },

    run({ ZoneId: zoneId = "", Domain: domain = "" }, { domains }) {
        const state = domains.check(zoneId, domain);
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
};
