import { evidenceOf } from "../dns/evidence";
import { type Finding, inOrder } from "../finding";
import type { RecordLook } from "./lookAtRecord";
import type { Memory } from "./memory";
import { missing } from "./missing";
import { rightSoFar } from "./right";
import { faultOf } from "./wanted";
import { wrong } from "./wrong";

/** What follows from a look at a record, the leading finding first; empty if the round ended before anything could be told. */
export function judgeRecord(look: RecordLook, memory: Memory): Finding[] {
    return inOrder(findings(look, memory));
}

function findings(look: RecordLook, memory: Memory): Finding[] {
    const { deciding, zone } = look;
    if (zone.kind === "noSuchDomain") return [domainUnregistered(look, zone.evidence)];
    if (deciding.length === 0) return cannotTell(look);
    const values = new Set(deciding.map(({ kind, value }) => (kind === "value" ? value : undefined)));
    if (values.size > 1) return [];
    const [value] = values;
    if (value === undefined) return [missing(look)];
    const fault = faultOf(value, look.wanted);
    return fault ? [wrong(look, value, fault)] : rightSoFar(look, memory);
}

function cannotTell({ resolvers, servers }: RecordLook): Finding[] {
    const views = [...resolvers, ...servers];
    // Not asked at all: the round was over first.
    if (views.length === 0 || views.some(({ asked }) => asked.reply || asked.failure === "notAsked")) return [];
    return [
        {
            id: "cannotLook",
            severity: "information",
            sentence: {
                en: `The diagnosis could not look: no DNS server answers from here (${views.map(({ who }) => who).join(", ")}).`,
                zh: `无法诊断:从本机访问不到任何 DNS 服务器(${views.map(({ who }) => who).join("、")})。`,
            },
            advice: {
                en: 'Set "teo:resolvers" to DNS servers that answer from here, or to "none".',
                zh: '请将 "teo:resolvers" 设为本机可用的 DNS 服务器,或设为 "none"。',
            },
            evidence: views.map(({ who, asked }) => evidenceOf(who, asked)),
            certain: false,
        },
    ];
}

function domainUnregistered({ wanted }: RecordLook, evidence: Finding["evidence"]): Finding {
    return {
        id: "domainUnregistered",
        severity: "fatal",
        sentence: {
            en: `${wanted.registered} does not exist in DNS: it is not registered, has expired, or is on hold.`,
            zh: `${wanted.registered} 在 DNS 中不存在:未注册、已过期或被锁定(例如未完成实名认证)。`,
        },
        advice: {
            en: `See to ${wanted.registered} at its registrar.`,
            zh: `请到域名注册商处处理 ${wanted.registered}。`,
        },
        evidence,
        certain: false,
    };
}
