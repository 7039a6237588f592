import { CredentialsError } from "../api/connection/credentials";
import { describeReason, type ErrorKind } from "../api/errors";
import { openApi } from "../api/openApi";
import { systemClock } from "../common/clock";
import { UserError } from "../common/userError";
import type { Texts } from "../diagnosis";
import { parseCertificate } from "../lifecycle/verification/certificate";
import { toPollResult } from "../waiting/pollResult";
import type { Command } from "./commandLine";

/** EdgeOne's answer about the certificate. */
export interface EdgeOneAnswer {
    issued: boolean;
    /** Whether the query failed, or its error is not a state of the certificate. */
    failed: boolean;
    text: Texts;
    /** What to do next, if the findings do not say so. */
    advice?: Texts;
}

/** The timeout of the query. */
const TIMEOUT_MS = 20_000;

const AGAIN: Texts = { en: "Run it again in a minute.", zh: "请一分钟后重试。" };
const CHECK_ALL: Texts = {
    en: "Check --zone and the domain, the keys (TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY) and TENCENTCLOUD_TEO_ENDPOINT.",
    zh: "请检查 --zone、域名、密钥（TENCENTCLOUD_SECRET_ID、TENCENTCLOUD_SECRET_KEY）和 TENCENTCLOUD_TEO_ENDPOINT。",
};
/** Replaces the advice of a reason, which names settings and resources of a stack. */
const ADVICE: Record<Exclude<ErrorKind, "pending">, Texts> = {
    neverApplied: {
        en: "Apply for the certificate first, with the API action ApplyFreeCertificate or in the EdgeOne console.",
        zh: "请先申请证书：调用接口 ApplyFreeCertificate，或在 EdgeOne 控制台申请。",
    },
    throttled: AGAIN,
    transient: {
        en: "Check that this machine reaches the API (the network, HTTPS_PROXY and NO_PROXY, TENCENTCLOUD_TEO_ENDPOINT), and run it again.",
        zh: "请确认本机可以访问该接口（网络、HTTPS_PROXY 和 NO_PROXY、TENCENTCLOUD_TEO_ENDPOINT），然后重试。",
    },
    uncertain: CHECK_ALL,
    fatal: CHECK_ALL,
    unknown: CHECK_ALL,
};

/** Asks once, with the keys of the environment. CheckFreeCertificateVerification verifies the proof, and reports. */
export async function askEdgeOne({ zoneId = "", proof, language }: Command): Promise<EdgeOneAnswer> {
    const ref = { zoneId, domain: proof.domain };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const both = (text: string) => ({ en: text, zh: text });
    const config = { "teo:language": language === "zh" ? "zh-CN" : "en-US" };
    try {
        const now = systemClock.now();
        const api = openApi((key) => config[key as keyof typeof config], systemClock, signal);
        const answer = await toPollResult(async () =>
            parseCertificate(
                ref,
                await api.checkFreeCertificateVerification(ref, { signal, due: now, repeated: false }),
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
        const text = both(describeReason(answer.reason));
        return kind === "pending"
            ? { issued: false, failed: false, text }
            : { issued: false, failed: true, text, advice: ADVICE[kind] };
    } catch (error) {
        if (error instanceof CredentialsError) return withoutKeys(error);
        if (error instanceof UserError) return { issued: false, failed: true, text: both(error.message) };
        if (!signal.aborted) throw error;
        const text = { en: "the request timed out.", zh: "规定时间内没有应答。" };
        return { issued: false, failed: true, text, advice: ADVICE.transient };
    }
}

function withoutKeys({ misses }: CredentialsError): EdgeOneAnswer {
    const tried = misses.map((miss) => `\n${miss}`).join("");
    return {
        issued: false,
        failed: true,
        text: {
            en: `not queried: there are no keys in the environment, nor in these sources:${tried}`,
            zh: `未查询：环境变量中没有密钥，以下来源也没有：${tried}`,
        },
        advice: {
            en: "Set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, and run it again.",
            zh: "请设置 TENCENTCLOUD_SECRET_ID 和 TENCENTCLOUD_SECRET_KEY，然后重试。",
        },
    };
}
