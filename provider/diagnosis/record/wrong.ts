import type { Finding, Texts } from "../finding";
import type { RecordLook } from "./lookAtRecord";
import { mistake } from "./mistake";
import { asSeenBy, placeOf } from "./place";
import { delegationOf, type Fault } from "./wanted";

/** There is a CNAME, and it is not the wanted one. */
export function wrong(look: RecordLook, value: string, fault: Fault): Finding {
    const { wanted, probes } = look;
    const { name } = wanted;
    const seen = asSeenBy(placeOf(look));
    const change: Texts = {
        en: `Change it to: ${name} CNAME ${wanted.value}.`,
        zh: `请改为：${name} CNAME ${wanted.value}。`,
    };
    if (fault === "malformed") {
        return mistake(
            look,
            "valueMalformed",
            {
                en: `The value of ${name} has quotes, spaces or other characters that do not belong there: ${value}${seen.en}.`,
                zh: `${name} 的记录值带有引号、空格等多余字符：${value}${seen.zh}。`,
            },
            change,
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
            {
                en: `End the value with a dot: ${name} CNAME ${wanted.value}.`,
                zh: `请在记录值末尾加一个点：${name} CNAME ${wanted.value}.`,
            },
        );
    }
    if (probes.wildcard === value) {
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
            ? { en: "", zh: "" }
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
