import { printable } from "../../common/text";
import { normalName } from "../dns/names";
import { type Finding, type FindingId, inOrder } from "../finding";
import type { Proof } from "../proof";
import type { RecordLook } from "./lookAtRecord";

/** A record of a type that is not known here: EdgeOne has only ever asked for a CNAME. */
export function unknownType({ dns }: Proof): Finding[] {
    if (!dns || dns.type.toUpperCase() === "CNAME") return [];
    const type = printable(dns.type, 20);
    return [
        {
            id: "proofUnknown",
            severity: "information",
            sentence: {
                en: `EdgeOne asks for a ${type} record, and only CNAME records are known here: ${normalName(dns.name)} was not looked at.`,
                zh: `EdgeOne 要求 ${type} 记录，而此处只了解 CNAME 记录：未检查 ${normalName(dns.name)}。`,
            },
            evidence: [],
            certain: false,
        },
    ];
}

/** One of both records is wanted at most: what is said of the other is nothing to mend. */
export function withoutProof(looks: readonly RecordLook[], judged: readonly Finding[][]): Finding[] {
    const has = (findings: readonly Finding[], id: FindingId) => findings.some((finding) => finding.id === id);
    const there = judged.filter((findings) => !has(findings, "recordMissing"));
    const findings = (there.length > 0 ? there : judged).flat();
    const once = findings.filter(({ id }, index) => findings.findIndex((other) => other.id === id) === index);
    if (there.length > 0) return inOrder(once);
    const names = looks.map(({ wanted }) => wanted.name);
    const unknown: Finding = {
        id: "proofUnknown",
        severity: "information",
        sentence: {
            en: `There is no record ${names.join(" and none ")}, and which record or file EdgeOne wants is not known here.`,
            zh: `没有 ${names.join(" 和 ")} 记录，此处也不知道 EdgeOne 需要哪条记录或哪个文件。`,
        },
        advice: {
            en: "Give the record or file that the application for the certificate answered.",
            zh: "请提供申请证书时返回的记录或文件。",
        },
        evidence: findings.filter(({ id }) => id === "recordMissing").flatMap(({ evidence }) => evidence),
        certain: false,
    };
    return inOrder([unknown, ...once.filter(({ id }) => id !== "recordMissing")]);
}
