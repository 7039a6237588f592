import { describeReason } from "../api/errors";
import { openApi } from "../api/openApi";
import { systemClock } from "../common/clock";
import { UserError } from "../common/userError";
import { parseCertificate } from "../lifecycle/verification/certificate";
import { toPollResult } from "../waiting/pollResult";

/** What EdgeOne says of the certificate. */
export interface EdgeOneAnswer {
    issued: boolean;
    /** Whether it could not be asked, or answered with an error that is no state of the certificate. */
    failed: boolean;
    text: { en: string; zh: string };
}

/** How long EdgeOne is waited for. */
const TIMEOUT_MS = 20_000;

/** Asks once, with the keys of the environment. CheckFreeCertificateVerification verifies the proof, and reports. */
export async function askEdgeOne(zoneId: string, domain: string): Promise<EdgeOneAnswer> {
    const ref = { zoneId, domain };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const both = (text: string) => ({ en: text, zh: text });
    try {
        const now = systemClock.now();
        const answer = await toPollResult(async () =>
            parseCertificate(
                ref,
                await openApi(() => undefined, systemClock, signal).checkFreeCertificateVerification(ref, {
                    signal,
                    due: now,
                    repeated: false,
                }),
                now,
            ),
        );
        if (answer.done) {
            const { commonName, expireTime } = answer.value;
            const en = `a certificate is issued for ${commonName}, valid until ${expireTime}.`;
            return {
                issued: true,
                failed: false,
                text: { en, zh: `已为 ${commonName} 签发证书，有效期至 ${expireTime}。` },
            };
        }
        const { kind } = answer.reason;
        return { issued: false, failed: kind !== "pending", text: both(describeReason(answer.reason)) };
    } catch (error) {
        if (error instanceof UserError) return { issued: false, failed: true, text: both(error.message) };
        if (!signal.aborted) throw error;
        return { issued: false, failed: true, text: { en: "no answer in time.", zh: "规定时间内没有应答。" } };
    }
}
