import { formatDuration } from "../../common/clock";
import { evidenceOf } from "../dns/evidence";
import type { Finding } from "../finding";
import type { RecordLook } from "./lookAtRecord";
import type { Memory } from "./memory";

/** The record is right where it counts: what else may be in the way. */
export function rightSoFar(look: RecordLook, memory: Memory): Finding[] {
    const { deciding, resolvers, wanted } = look;
    const now = deciding[0]?.asked.when ?? 0;
    memory.rightSince ??= now;
    const since = formatDuration(now - memory.rightSince);
    const at = deciding.filter(({ role }) => role === "nameServer").length;
    const seenBy = resolvers.filter(({ kind }) => kind === "value").length;
    return [
        {
            id: "allRight",
            severity: "information",
            sentence: {
                en: `${wanted.name} is right at ${at} name servers and ${seenBy} resolvers, for ${since} by now: EdgeOne has not looked yet, or objects to something that cannot be seen from here.`,
                zh: `${wanted.name} 在 ${at} 个权威服务器和 ${seenBy} 个解析器上都正确,已持续 ${since}:EdgeOne 尚未检查,或有从本机看不到的原因。`,
            },
            evidence: [...new Set([...deciding, ...resolvers])].map(({ who, asked }) => evidenceOf(who, asked)),
            certain: false,
        },
    ];
}
