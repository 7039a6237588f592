import { type Reason, reasonOf } from "../../api/errors";
import { formatDuration } from "../../common/clock";
import { UserError } from "../../common/userError";
import { nextStep, type WaitError, type WaitFailure } from "../../waiting/observations";
import { describeGroup, groupByReason } from "./reasonGroups";
import type { WaitsResult } from "./waitForAll";

/** The waits for many certificates ended, and some are not issued. Lists each of these by reason. */
export class IncompleteSetError extends UserError {
    override readonly name = "IncompleteSetError";
}

/** For how many domains with the same mistake the error gives details, such as the record to add; it lists all of them. */
const MAX_DETAILED = 20;

/** The reason of a domain that had no answer. */
const noAnswer = reasonOf({ kind: "pending", code: "NoAnswer", message: "no answer yet" });

/** `issued` is how many of the set's domains have a certificate, including those of earlier runs. */
export function incompleteSetError(
    zoneId: string,
    issued: number,
    waits: WaitsResult,
    timeoutMs: number,
): IncompleteSetError {
    const { endedBy, ageMs } = waits;
    const ended = [...waits.failed.values()];
    const failure = overallFailure(ended, endedBy);
    const headline = {
        timeout: `timed out after ${formatDuration(timeoutMs)}`,
        cancelled: `cancelled after ${formatDuration(ageMs)}`,
        gaveUp: `failed after ${formatDuration(ageMs)}`,
    }[failure];
    const total = issued + ended.length;
    const failed = ended.filter((error) => error.failure === "gaveUp").length;
    const lines = [
        `${headline} waiting for the free certificates of ${total} ${total === 1 ? "domain" : "domains"} (${zoneId}) to be issued`,
        `domains:     ${issued} issued, ${ended.length - failed} pending, ${failed} failed`,
        `checks:      ${ended.reduce((sum, { checks }) => sum + checks, 0)} answered for the domains that are not issued`,
    ];
    const reasons = new Map<string, Map<string, Reason>>();
    for (const [domain, { lastReason, proof }] of waits.failed) {
        const label = proof?.causes[0]?.label ?? "";
        const ofLabel = reasons.get(label) ?? new Map<string, Reason>();
        reasons.set(label, ofLabel.set(domain, lastReason ?? endedBy ?? noAnswer));
    }
    const groups = [...reasons].flatMap(([label, ofLabel]) =>
        groupByReason(ofLabel).map((group) => ({ ...group, label })),
    );
    // The reason that ended all waits comes first.
    groups.sort((a, b) => rank(a.reason, endedBy) - rank(b.reason, endedBy) || b.domains.length - a.domains.length);
    for (const group of groups) {
        const { reason, domains, label } = group;
        lines.push(`${domains.length} x ${label && `${label}; `}${describeGroup(group)}`);
        const proofs = domains.map((domain) => ({ domain, proof: waits.failed.get(domain)?.proof }));
        for (const { domain, proof } of label ? proofs.slice(0, MAX_DETAILED) : []) {
            const text = [proof?.endedBecause, proof?.causes[0]?.sentence, nextStep(proof)];
            lines.push(`  ${domain}: ${text.filter(Boolean).join(" ")}`);
        }
        const isDetailed = label && domains.length <= MAX_DETAILED && nextStep(proofs[0]?.proof);
        if (failure !== "cancelled" && reason.advice && !isDetailed) lines.push(`  next step: ${reason.advice}`);
        lines.push(`  domains:   ${domains.join(", ")}`);
    }
    lines.push("Nothing is lost: issued certificates stay issued, and the next `pulumi up` waits only for the others.");
    return new IncompleteSetError(lines.join("\n  "));
}

function overallFailure(ended: WaitError[], endedBy: Reason | undefined): WaitFailure {
    if (endedBy) return "gaveUp";
    const has = (failure: WaitFailure) => ended.some((error) => error.failure === failure);
    return (["cancelled", "timeout"] as const).find(has) ?? "gaveUp";
}

function rank(reason: Reason, first: Reason | undefined): number {
    return reason.code === first?.code ? 0 : 1;
}
