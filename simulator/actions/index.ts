import type { Action } from "./action";
import { applyFreeCertificate } from "./applyFreeCertificate";
import { checkFreeCertificateVerification } from "./checkFreeCertificateVerification";
import { describeAccelerationDomains } from "./describeAccelerationDomains";
import { modifyHostsCertificate } from "./modifyHostsCertificate";

/** The version of the API that the simulator has. */
export const VERSION = "2022-09-01";

/** Every action there is, by its name in `X-TC-Action`. */
export const ACTIONS: Readonly<Record<string, Action>> = {
    ApplyFreeCertificate: applyFreeCertificate,
    CheckFreeCertificateVerification: checkFreeCertificateVerification,
    DescribeAccelerationDomains: describeAccelerationDomains,
    ModifyHostsCertificate: modifyHostsCertificate,
};
