import { describeReason, type Reason } from "../../api/errors";

/** Domains with the same reason: the same code and message. */
export interface ReasonGroup {
    /** The reason of the first domain. */
    reason: Reason;
    domains: string[];
    /** Whether the messages differ, and only the code is the same. */
    various: boolean;
}

/** A code with more messages than this is one group: a message that names the domain would make a group of each. */
const MAX_MESSAGES = 5;

/** Groups domains by their reason, the largest group first. */
export function groupByReason(reasons: ReadonlyMap<string, Reason>): ReasonGroup[] {
    const messages = new Map<string, Set<string>>();
    for (const { code, message } of reasons.values()) {
        messages.set(code, (messages.get(code) ?? new Set()).add(message));
    }
    const groups = new Map<string, ReasonGroup>();
    for (const [domain, reason] of reasons) {
        const various = (messages.get(reason.code)?.size ?? 0) > MAX_MESSAGES;
        const key = various ? reason.code : `${reason.code}: ${reason.message}`;
        const group = groups.get(key) ?? { reason, domains: [], various };
        group.domains.push(domain);
        groups.set(key, group);
    }
    return [...groups.values()].sort((a, b) => b.domains.length - a.domains.length);
}

/** The reason, on one line. */
export function describeGroup({ reason, various }: ReasonGroup): string {
    return `${describeReason(reason)}${various ? " and similar" : ""}`;
}
