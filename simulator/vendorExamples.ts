import { RECORD_UNEXPECTED } from "./common/messages";
import type { Simulator } from "./simulator";

/**
 * Declares the two examples of the vendor's page for CheckFreeCertificateVerification: in zone `zone-28v607hq8d3m`,
 * `aa.xzone.cloud` has a certificate, and `cc.xzone.cloud` waits for its validation value to be seen. Their answers are
 * the page's, RequestIds included. The certificate expired on 2025-07-31: set the `clock` before that where it matters.
 */
export function declareVendorExamples(simulator: Simulator): void {
    simulator.domain("zone-28v607hq8d3m", "aa.xzone.cloud").issue({
        expireTime: "2025-07-31T07:06:57Z",
        requestId: "dc1ba58b-4e4e-4a71-bed6-2b777c48d17e",
    });
    simulator.domain("zone-28v607hq8d3m", "cc.xzone.cloud").pending({
        code: RECORD_UNEXPECTED,
        requestId: "ed93f3cb-f35e-473f-b9f3-0d451b8b79c6",
    });
}
