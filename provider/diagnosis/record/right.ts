import { formatChineseDuration, formatDuration } from "../../common/clock";
import { evidenceOf } from "../dns/evidence";
import type { Finding } from "../finding";
import type { Memory } from "../memory";
import type { RecordLook } from "./lookAtRecord";
import { asSeenBy, placeOf } from "./place";
import { shown, tells, type View } from "./view";
import { faultOf } from "./wanted";

/** The record is right where it counts: whether it is so at resolvers, too. */
export function right(look: RecordLook, memory: Memory): Finding {
    const { deciding, resolvers, wanted } = look;
    const now = deciding[0]?.asked.when ?? 0;
    memory.rightSince ??= now;
    const others = resolvers.filter((view) => tells(view) && view.role === "resolver");
    const behind = others.filter(({ value }) => value === undefined || faultOf(value, wanted));
    const evidence = [...new Set([...deciding, ...resolvers])].map(({ who, asked }) => evidenceOf(who, asked));
    const common = { severity: "information", evidence, certain: false } as const;
    if (behind.length > 0) {
        const told = behind.map(remembered);
        const left = Math.max(...behind.map(({ keptSeconds = 0 }) => keptSeconds));
        return {
            ...common,
            id: "notYetAtResolvers",
            sentence: {
                en: `${wanted.name} is right at its name servers; ${told.map(({ en }) => en).join("; ")}.`,
                zh: `权威服务器上的 ${wanted.name} 已正确；${told.map(({ zh }) => zh).join("；")}。`,
            },
            advice: {
                en: `Wait${left > 0 ? ` ${left} s` : ""}: resolvers forget the old answer by themselves. If it stays so, the answer may depend on the region.`,
                zh: `请等待${left > 0 ? ` ${left} 秒` : ""}：解析器会自动忘记旧结果。若一直如此，则可能是分地区解析。`,
            },
        };
    }
    const count = { servers: deciding.length, resolvers: others.length };
    const seen = asSeenBy(placeOf(look));
    const rightForMs = now - memory.rightSince;
    const is = wanted.known
        ? { en: `${wanted.name} is right`, zh: "正确" }
        : {
              en: `${wanted.name} points to ${deciding[0]?.value}, as EdgeOne's delegations do`,
              zh: `指向 ${deciding[0]?.value}（EdgeOne 的委派）`,
          };
    const where = placeOf(look).isAuthority
        ? {
              en: ` at all ${count.servers} name servers and ${count.resolvers} resolvers that answer`,
              zh: `在 ${count.servers} 个权威服务器和 ${count.resolvers} 个解析器上均`,
          }
        : { en: "", zh: "" };
    return {
        ...common,
        id: "allRight",
        sentence: {
            en: `${is.en}${where.en}${seen.en}, for ${formatDuration(rightForMs)} by now. EdgeOne has not looked yet, or objects to something that cannot be seen from here.`,
            zh: `${wanted.name} ${where.zh}${is.zh}${seen.zh}，已持续 ${formatChineseDuration(rightForMs)}。EdgeOne 尚未检查，或有从本机看不到的原因。`,
        },
    };
}

function remembered({ who, value, keptSeconds }: View) {
    const seconds =
        keptSeconds === undefined ? { en: "", zh: "" } : { en: ` for ${keptSeconds} s`, zh: ` ${keptSeconds} 秒` };
    return value === undefined
        ? {
              en: `${who} may still remember "no such record"${seconds.en}`,
              zh: `${who} 可能还会缓存"无此记录"${seconds.zh}`,
          }
        : {
              en: `${who} may still remember ${shown(value).en}${seconds.en}`,
              zh: `${who} 可能还会缓存旧值 ${shown(value).zh}${seconds.zh}`,
          };
}

/** Other records at the name of the CNAME: resolvers may then answer either. */
export function besideOtherData({ probes: { beside }, wanted }: RecordLook): Finding[] {
    const others = beside.flatMap(({ asked }) =>
        (asked.reply?.answers ?? []).filter(({ name, type }) => name === wanted.name && /^(TXT|A)$/.test(type)),
    );
    const [first] = others;
    if (!first) return [];
    return [
        {
            id: "besideOtherData",
            severity: "probable",
            sentence: {
                en: `${wanted.name} has a CNAME and ${first.type === "A" ? "an" : "a"} ${first.type} record (${first.value}): a name with a CNAME may have nothing else.`,
                zh: `${wanted.name} 同时有 CNAME 和 ${first.type} 记录（${first.value}）：有 CNAME 的名称不能再有其他记录。`,
            },
            advice: {
                en: `Remove the ${first.type} record of ${wanted.name}, and keep: ${wanted.name} CNAME ${wanted.value}.`,
                zh: `请删除 ${wanted.name} 的 ${first.type} 记录，只保留：${wanted.name} CNAME ${wanted.value}。`,
            },
            evidence: beside.map(({ who, asked }) => evidenceOf(who, asked)),
            certain: false,
        },
    ];
}
