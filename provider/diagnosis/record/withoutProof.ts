import { type Finding, type FindingId, inOrder } from "../finding";
import type { RecordLook } from "./lookAtRecord";

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
