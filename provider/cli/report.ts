import type { Finding, FindingId, Severity } from "../diagnosis";
import type { Command } from "./commandLine";
import type { EdgeOneAnswer } from "./edgeOne";

/** The findings, and EdgeOne's answer if it was queried. */
export interface Report {
    command: Command;
    findings: readonly Finding[];
    edgeOne: EdgeOneAnswer | undefined;
}

const STATUS: Record<Severity, number> = { fatal: 1, probable: 2, information: 0 };
/** Information that means that there is nothing to fix. Any other information is inconclusive. */
const NOTHING_TO_FIX: ReadonlySet<FindingId> = new Set<FindingId>(["allRight", "notYetAtResolvers", "caaMayForbid"]);
/** The exit status of an inconclusive diagnosis. */
export const INCONCLUSIVE = 3;

/** 0 nothing to fix, 1 a mistake, 2 a probable mistake, 3 inconclusive. */
export function exitStatusOf({ findings, edgeOne }: Report): number {
    if (edgeOne?.issued) return 0;
    const [leading] = findings;
    if (!leading) return INCONCLUSIVE;
    const status = STATUS[leading.severity];
    if (status > 0) return status;
    return NOTHING_TO_FIX.has(leading.id) && !edgeOne?.failed ? 0 : INCONCLUSIVE;
}

const LABELS: Record<"en" | "zh", Record<Severity, string>> = {
    en: { fatal: "mistake", probable: "probable mistake", information: "information" },
    zh: { fatal: "错误", probable: "可能的错误", information: "信息" },
};
const NOTHING = {
    en: "Inconclusive: no answer arrived in time. Try again, or set other --resolvers.",
    zh: "无法判断：规定时间内没有得到应答。请重试，或更换 --resolvers。",
};

/** Text in one language: the leading finding with its evidence, then the others. */
export function asText({ command, findings, edgeOne }: Report): string {
    const { language, proof } = command;
    const lines = [proof.domain];
    if (edgeOne) lines.push(`EdgeOne: ${edgeOne.text[language]}`);
    if (edgeOne?.advice) lines.push(`  -> ${edgeOne.advice[language]}`);
    if (findings.length === 0) lines.push(NOTHING[language]);
    for (const [index, { severity, sentence, advice, evidence }] of findings.entries()) {
        lines.push("", `[${LABELS[language][severity]}] ${sentence[language]}`);
        if (advice) lines.push(`  -> ${advice[language]}`);
        if (index === 0) lines.push(...evidence.map(({ who, what }) => `     ${who}: ${what}`));
    }
    return `${lines.join("\n")}\n`;
}

/** JSON in both languages. */
export function asJson(report: Report): string {
    const { command, findings, edgeOne } = report;
    const dated = findings.map(({ evidence, ...finding }) => ({
        ...finding,
        evidence: evidence.map(({ who, what, when }) => ({ who, what, when: new Date(when).toISOString() })),
    }));
    const { domain, dns, file } = command.proof;
    return `${JSON.stringify({ domain, exitStatus: exitStatusOf(report), asked: { dns, file }, edgeOne, findings: dated }, undefined, 2)}\n`;
}
