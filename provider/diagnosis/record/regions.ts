import { type Asked, type AskOptions, ask } from "../dns/ask";
import { evidenceOf } from "../dns/evidence";
import type { Finding, Texts } from "../finding";
import type { Memory } from "../memory";
import type { RecordLook } from "./lookAtRecord";
import { shown, targetOf, tells, type View } from "./view";
import { faultOf } from "./wanted";

/** Networks in the United States and in China, as if from which a name server is asked (EDNS client subnet). */
const REGIONS = [
    { subnet: "8.8.8.0", en: "the United States", zh: "美国" },
    { subnet: "114.114.114.0", en: "China", zh: "中国大陆" },
] as const;

export interface RegionalAnswer {
    en: string;
    zh: string;
    who: string;
    /** The CNAME's target; undefined for no record. */
    value: string | undefined;
    asked: Asked;
}

/** What a name server answers to either region; nothing where it does not tell regions apart. */
export async function askByRegion(name: string, { who, server }: View, options: AskOptions): Promise<RegionalAnswer[]> {
    const answers = await Promise.all(
        REGIONS.map(async ({ subnet, en, zh }) => ({
            en,
            zh,
            who,
            asked: await ask(server, { name, type: "CNAME", subnet }, options),
        })),
    );
    const all = answers.flatMap(({ asked, ...rest }): RegionalAnswer[] => {
        const { code } = asked.reply ?? {};
        const value = targetOf(name, asked.reply);
        return value !== undefined || code === "NOERROR" || code === "NXDOMAIN" ? [{ ...rest, value, asked }] : [];
    });
    const byRegion = all.some(({ asked }) => (asked.reply?.subnetBits ?? 0) > 0);
    return all.length === REGIONS.length && byRegion ? all : [];
}

/** The answer depends on where it is asked from; undefined if nothing tells so. */
export function splitByRegion(look: RecordLook, memory: Memory): Finding | undefined {
    const { deciding, wanted } = look;
    const { regions } = look.probes;
    const [one, other] = regions;
    const evidence = [
        ...regions.map(({ en, who, asked }) => evidenceOf(`${who}, asked as from ${en}`, asked)),
        ...[...new Set([...deciding, ...look.resolvers])].map(({ who, asked }) => evidenceOf(who, asked)),
    ];
    if (one && other && one.value !== other.value) {
        const isRight = regions.some(({ value }) => value !== undefined && !faultOf(value, wanted));
        const none = isRight
            ? { en: "", zh: "" }
            : { en: `; neither is ${wanted.value}`, zh: `，均不是 ${wanted.value}` };
        return split(look, "fatal", evidence, {
            en: `${wanted.name} depends on the region: asked as from ${one.en} ${one.who} answers ${shown(one.value).en}, as from ${other.en} ${shown(other.value).en}${none.en}.`,
            zh: `${wanted.name} 按地区返回不同结果：从${one.zh}查询 ${one.who} 返回 ${shown(one.value).zh}，从${other.zh}返回 ${shown(other.value).zh}${none.zh}。`,
        });
    }
    const odd = differsByResolver(look, memory);
    const [decided] = deciding;
    if (!odd || !decided) return undefined;
    return split(look, "probable", evidence, {
        en: `${wanted.name} seems to depend on the region: ${odd.who} answers ${shown(odd.value).en}, ${decided.who} ${shown(decided.value).en} from here.`,
        zh: `${wanted.name} 似乎按地区返回不同结果：${odd.who} 返回 ${shown(odd.value).zh}，${decided.who} 从本机看返回 ${shown(decided.value).zh}。`,
    });
}

/**
 * A resolver that answers otherwise than the authority for longer than it may remember: it has the record where the authority does not
 * say so, or the other way round.
 */
function differsByResolver({ resolvers, deciding, wanted }: RecordLook, memory: Memory): View | undefined {
    const isRight = (view: View) => view.value !== undefined && faultOf(view.value, wanted) === undefined;
    const others = resolvers.filter((view) => tells(view) && view.role === "resolver" && !deciding.includes(view));
    const isThere = deciding.some(isRight);
    // What a record has to say is not known without the proof: none can then be the one that was deleted.
    const stale = others.filter((view) => (isThere ? !isRight(view) : wanted.known && isRight(view)));
    const lasting = stale.find((view) => {
        const since = memory.stale?.get(view.who);
        return since !== undefined && since.value === view.value && view.asked.when > since.until;
    });
    const known = memory.stale ?? new Map();
    memory.stale = new Map(
        stale.map(({ who, value, keptSeconds = 3600, asked }) => {
            const before = known.get(who);
            const until = asked.when + keptSeconds * 1000 + MARGIN_MS;
            return [who, before && before.value === value ? before : { value, until }];
        }),
    );
    return lasting;
}

/** Resolvers may keep an answer for some seconds more than they say. */
const MARGIN_MS = 5000;

function split(
    { wanted }: RecordLook,
    severity: "fatal" | "probable",
    evidence: Finding["evidence"],
    sentence: Texts,
): Finding {
    return {
        id: "splitByRegion",
        severity: wanted.known ? severity : "information",
        sentence,
        advice: {
            en: `Use one record for all regions, on the default line: ${wanted.name} CNAME ${wanted.value}. EdgeOne and the certificate authority may ask from either region.`,
            zh: `请统一为默认线路上的一条记录：${wanted.name} CNAME ${wanted.value}。EdgeOne 和 CA 可能从任一地区查询。`,
        },
        evidence,
        certain: false,
    };
}
