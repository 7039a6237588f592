import { describeReason, type Reason } from "../../api/errors";

/** Domains of which the same was heard: the same code and message. */
export interface ReasonGroup {
    /** As it was heard of the first. */
    reason: Reason;
    domains: string[];
    /** Whether the messages differ, and only the code is the same. */
    various: boolean;
}

/** A code with more messages than this is one group: a message that names the domain would make a group of each. */
const MOST_MESSAGES = 5;

/** Puts domains together by what was heard of them, the most first. */
export function groupByReason(heard: ReadonlyMap<string, Reason>): ReasonGroup[] {
    const messages = new Map<string, Set<string>>();
    for (const { code, message } of heard.values()) {
        messages.set(code, (messages.get(code) ?? new Set()).add(message));
    }
    const groups = new Map<string, ReasonGroup>();
    for (const [domain, reason] of heard) {
        const various = (messages.get(reason.code)?.size ?? 0) > MOST_MESSAGES;
        const key = various ? reason.code : `${reason.code}: ${reason.message}`;
        const group = groups.get(key) ?? { reason, domains: [], various };
        group.domains.push(domain);
        groups.set(key, group);
    }
    return [...groups.values()].sort((a, b) => b.domains.length - a.domains.length);
}

/** What was heard, on one line. */
export function describeGroup({ reason, various }: ReasonGroup): string {
    return `${describeReason(reason)}${various ? " and the like" : ""}`;
}
