import type { Server } from "../../common/resolvers";
import type { Asked } from "../dns/ask";
import type { Reply } from "../dns/codec";
import { list } from "../dns/names";
import type { Texts } from "../finding";

/**
 * What one server says of the record: that it has a value, that there is no such name (`absent`), that the name has no CNAME
 * (`noData`), that somebody else knows (`referral`), that it is not the zone's server (`lame`), that it cannot tell (`failed`), or nothing.
 */
type ViewKind = "value" | "absent" | "noData" | "referral" | "lame" | "failed" | "silent";

export interface View {
    /** Such as `a.ns.example (192.0.2.1)` or `8.8.8.8`. */
    who: string;
    server: Server;
    role: "nameServer" | "resolver" | "ownResolver";
    kind: ViewKind;
    /** What {@link targetOf} gives. */
    value?: string;
    /** For how many seconds a resolver keeps this answer; undefined if it does not say. */
    keptSeconds?: number;
    asked: Asked;
}

/** What a name server of the zone says. */
export function viewOfNameServer(name: string, apex: string, view: Pick<View, "who" | "server" | "asked">): View {
    const common = { ...view, role: "nameServer" as const };
    const { reply } = view.asked;
    if (!reply) return { ...common, kind: "silent" };
    const known = describe(name, common);
    if (reply.authoritative && known) return known;
    // A referral to a zone below is no fault; one to a zone above is.
    const owner = reply.authorities.find(({ type }) => type === "NS")?.name ?? "";
    const down = `.${name}`.endsWith(`.${owner}`) && owner.endsWith(`.${apex}`);
    return { ...common, kind: reply.code === "NOERROR" && reply.answers.length === 0 && down ? "referral" : "lame" };
}

/** What a resolver says. */
export function viewOfResolver(name: string, view: Pick<View, "who" | "server" | "role" | "asked">): View {
    if (!view.asked.reply) return { ...view, kind: "silent" };
    return describe(name, view) ?? { ...view, kind: "failed" };
}

function describe(name: string, view: Omit<View, "kind">): View | undefined {
    const { reply } = view.asked;
    const [record] = cnamesAt(name, reply);
    if (record) return { ...view, kind: "value", value: targetOf(name, reply), keptSeconds: record.ttl };
    if (reply?.code !== "NXDOMAIN" && reply?.code !== "NOERROR") return undefined;
    const soa = reply.authorities.find(({ type }) => type === "SOA");
    const keptSeconds = soa && Math.min(soa.ttl, Number(soa.value));
    return { ...view, kind: reply.code === "NXDOMAIN" ? "absent" : "noData", keptSeconds };
}

/** The target of a name's CNAME. A zone may be so broken that it has several: all of them then, in a row. */
export function targetOf(name: string, reply: Reply | undefined): string | undefined {
    const targets = cnamesAt(name, reply).map(({ value }) => value);
    return targets.length > 0 ? list(targets.sort()) : undefined;
}

const cnamesAt = (name: string, reply: Reply | undefined) =>
    (reply?.answers ?? []).filter((record) => record.type === "CNAME" && record.name === name);

const SHOWN_TARGETS = 3;

/** A value as part of a sentence. */
export function shown(value: string | undefined): Texts {
    if (value === undefined) return { en: "no record", zh: "无记录" };
    const targets = targetsIn(value);
    const { length } = targets;
    if (length === 1) return { en: value, zh: value };
    const some = `${list(targets.slice(0, SHOWN_TARGETS))}${length > SHOWN_TARGETS ? ", ..." : ""}`;
    return { en: `${length} CNAME records (${some})`, zh: `${length} 条 CNAME 记录（${some}）` };
}

/** The targets in a row. No name has a space in it. */
export const targetsIn = (value: string): string[] => value.split(", ");

/** Whether a server tells whether there is a record. */
export function tells({ kind }: View): boolean {
    return kind === "value" || kind === "absent" || kind === "noData";
}

/** Whether an answer came from a resolver in place of the zone's name server that was asked: somebody answers for all servers here. */
export function isIntercepted({ asked: { reply } }: View): boolean {
    return reply?.recursionAvailable === true && !reply.authoritative;
}
