import type { ResourceRecord } from "../dns/codec";
import { isHostOfEdgeOne } from "../domain/host";
import type { Finding, Texts } from "../finding";
import type { RecordLook } from "./lookAtRecord";
import { nameDoubled } from "./missing";
import { mistake } from "./mistake";
import { asSeenBy, placeOf } from "./place";
import { shown, targetsIn } from "./view";
import { delegationOf, type Fault, faultOf, meantBy, withoutExtras } from "./wanted";

/** There is a CNAME, and it is not the wanted one. */
export function wrong(look: RecordLook, value: string, fault: Fault): Finding {
    const { wanted, probes } = look;
    const { name } = wanted;
    const seen = asSeenBy(placeOf(look));
    const record = `${name} CNAME ${meantBy(value, wanted) ?? wanted.value}`;
    const change: Texts = { en: `Change it to: ${record}.`, zh: `请改为：${record}。` };
    const endWithDot: Texts = { en: `End the value with a dot: ${record}.`, zh: `请在记录值末尾加一个点：${record}.` };
    if (targetsIn(value).length > 1) return several(look, value, seen);
    if (fault === "malformed") {
        const isDoubled = faultOf(withoutExtras(value), wanted) === "doubled";
        const behind = isDoubled
            ? { en: ", and the DNS console has put the zone behind it", zh: "，且 DNS 控制台在其后追加了域名" }
            : { en: "", zh: "" };
        return mistake(
            look,
            "valueMalformed",
            {
                en: `The value of ${name} has quotes, spaces or other characters that do not belong there: ${value}${behind.en}${seen.en}.`,
                zh: `${name} 的记录值带有引号、空格等多余字符：${value}${behind.zh}${seen.zh}。`,
            },
            isDoubled ? endWithDot : change,
        );
    }
    if (fault === "doubled") {
        return mistake(
            look,
            "valueDoubled",
            {
                en: `${name} points to ${value}: the DNS console has put the zone behind the value${seen.en}.`,
                zh: `${name} 指向 ${value}：DNS 控制台在记录值后追加了域名${seen.zh}。`,
            },
            endWithDot,
        );
    }
    const renamed = dnameAbove(look);
    if (renamed) return beneathDname(look, renamed, seen);
    if (probes.wildcard?.values.includes(value)) {
        if (probes.doubled) return nameDoubled(look, probes.doubled);
        return mistake(
            look,
            "wildcardShadows",
            {
                en: `There is no record ${name}; a wildcard record that points to ${value} answers in its place${seen.en}.`,
                zh: `没有 ${name} 记录，由指向 ${value} 的泛解析记录代为应答${seen.zh}。`,
            },
            {
                en: `Add the record itself: ${name} CNAME ${wanted.value}.`,
                zh: `请单独添加：${name} CNAME ${wanted.value}。`,
            },
        );
    }
    const delegated = delegationOf(value);
    const note =
        delegated === undefined
            ? isHostOfEdgeOne(value)
                ? {
                      en: " That is EdgeOne's target of the host itself, not of the proof.",
                      zh: "该值是 EdgeOne 为域名自身分配的 CNAME 目标，而不是验证记录的值。",
                  }
                : { en: "", zh: "" }
            : delegated === wanted.domain
              ? {
                    en: " That is EdgeOne's, perhaps of another application: has applying again given a new value?",
                    zh: "该值属于 EdgeOne，可能来自另一次申请：重新申请后记录值是否变了？",
                }
              : { en: ` That is the value for ${delegated}.`, zh: `该值是 ${delegated} 的。` };
    return mistake(
        look,
        "wrongValue",
        {
            en: `${name} points to ${value}; it must point to ${wanted.value}${seen.en}.${note.en}`,
            zh: `${name} 指向 ${value}，应指向 ${wanted.value}${seen.zh}。${note.zh}`,
        },
        change,
    );
}

/** The DNAME of a name above the record's, which moves all names below it elsewhere. */
function dnameAbove({ deciding, wanted }: RecordLook): ResourceRecord | undefined {
    return deciding
        .flatMap(({ asked }) => asked.reply?.answers ?? [])
        .find(({ name, type }) => type === "DNAME" && wanted.name.endsWith(`.${name}`));
}

function beneathDname(look: RecordLook, { name: above, value: target }: ResourceRecord, seen: Texts): Finding {
    const { name, value } = look.wanted;
    return mistake(
        look,
        "recordMissing",
        {
            en: `There is no record ${name}: the DNAME record of ${above}, which points to ${target}, stands for all names below ${above}${seen.en}.`,
            zh: `没有 ${name} 记录：${above} 的 DNAME 记录（指向 ${target}）代替了其下的所有名称${seen.zh}。`,
        },
        {
            en: `Delete the DNAME record of ${above}, as no record below it counts, and add: ${name} CNAME ${value}.`,
            zh: `请删除 ${above} 的 DNAME 记录（其下的任何记录都不生效），并添加：${name} CNAME ${value}。`,
        },
    );
}

/** A zone that is so broken that a name has several CNAME records, of which one at most is the wanted one. */
function several(look: RecordLook, value: string, seen: Texts): Finding {
    const { wanted } = look;
    const targets = targetsIn(value);
    const right = targets.find((target) => faultOf(target, wanted) === undefined);
    const record = `${wanted.name} CNAME ${right ?? wanted.value}`;
    const what = {
        en: `${wanted.name} has ${shown(value).en}${seen.en}`,
        zh: `${wanted.name} 有 ${shown(value).zh}${seen.zh}`,
    };
    if (right === undefined) {
        return mistake(
            look,
            "severalCnames",
            {
                en: `${what.en}, and none is right: it must point to ${wanted.value} only.`,
                zh: `${what.zh}，且均不正确：应只指向 ${wanted.value}。`,
            },
            { en: `Delete them, and add: ${record}.`, zh: `请删除这些记录，并添加：${record}。` },
        );
    }
    const finding = mistake(
        look,
        "severalCnames",
        {
            en: `${what.en}, and a name may have one: resolvers may see either.`,
            zh: `${what.zh}，而同一名称只能有一条：解析器可能看到其中任何一条。`,
        },
        {
            en: `Keep ${record}, and delete ${targets.length > 2 ? "the others" : "the other"}.`,
            zh: `请只保留 ${record}，并删除其他记录。`,
        },
    );
    return { ...finding, certain: false };
}
