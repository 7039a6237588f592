import { evidenceOf } from "../dns/evidence";
import type { Finding, FindingId, Severity, Texts } from "../finding";
import type { RecordLook } from "./lookAtRecord";
import { tells } from "./view";
import { faultOf } from "./wanted";

/** A mistake in the record: as sure as the servers are that say so. */
export function mistake(look: RecordLook, id: FindingId, sentence: Texts, advice: Texts): Finding {
    const { deciding, probes, resolvers } = look;
    const authority = deciding[0]?.role === "nameServer";
    const severity: Severity = !look.wanted.known
        ? "information"
        : authority || deciding.length > 1
          ? "fatal"
          : "probable";
    const evidence = [
        ...deciding.map(({ who, asked }) => evidenceOf(who, asked)),
        ...probes.asked
            .filter(({ asked }) => asked.reply?.answers.length)
            .map(({ who, asked }) => evidenceOf(who, asked)),
        ...resolvers.filter((view) => !deciding.includes(view)).map(({ who, asked }) => evidenceOf(who, asked)),
    ];
    return { id, severity, sentence, advice, evidence, certain: authority && isCertain(look) };
}

/** Whether each server of the zone has told, and no resolver has the record all the same. */
function isCertain({ wanted, zone, servers, resolvers }: RecordLook): boolean {
    if (
        !wanted.known ||
        zone.kind !== "found" ||
        zone.withoutAddress.length > 0 ||
        zone.unknown > 0 ||
        !servers.every(tells)
    )
        return false;
    const others = resolvers.filter(({ role }) => role === "resolver");
    const telling = others.filter(tells);
    const right = resolvers.some(({ value }) => value !== undefined && faultOf(value, wanted) === undefined);
    return !right && telling.length > 0 && telling.length >= Math.min(2, others.length);
}
