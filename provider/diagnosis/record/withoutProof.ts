import { printable } from "../../common/text";
import { normalName } from "../dns/names";
import { type Finding, type FindingId, inOrder } from "../finding";
import type { Proof } from "../proof";
import type { RecordLook } from "./lookAtRecord";
import { meantIn } from "./probeMistake";
import { targetsIn } from "./view";
import { faultOf } from "./wanted";

/** A record of a type that is not known here: EdgeOne has only ever asked for a CNAME. */
export function unknownType({ dns }: Proof): Finding[] {
    if (!dns || dns.type.toUpperCase() === "CNAME") return [];
    const type = printable(dns.type, 20);
    return [
        {
            id: "proofUnknown",
            severity: "information",
            sentence: {
                en: `EdgeOne asks for a ${type} record, and only CNAME records are known here: ${normalName(dns.name)} was not looked at.`,
                zh: `EdgeOne 要求 ${type} 记录，而此处只了解 CNAME 记录：未检查 ${normalName(dns.name)}。`,
            },
            evidence: [],
            certain: false,
        },
    ];
}

/** What says of a record itself that it is not as EdgeOne wants it, which nobody knows of a record that is not of EdgeOne's kind. */
const OF_THE_RECORD: ReadonlySet<FindingId> = new Set([
    "recordMissing",
    "txtInsteadOfCname",
    "wildcardShadows",
    "flattened",
    "severalCnames",
    "wrongValue",
    "besideOtherData",
] as const);

/** Whether the record has a value of EdgeOne's, whatever stands in the way. */
function isRight({ deciding, wanted }: RecordLook): boolean {
    const values = deciding.map(({ value }) => value);
    return values.length > 0 && values.every((value) => value !== undefined && !faultOf(value, wanted));
}

/** Whether a TXT record has a value of EdgeOne's kind, or one CNAME of several. */
function isNearlyRight({ deciding, probes: { instead }, wanted }: RecordLook): boolean {
    if (instead) return instead.type === "TXT" && meantIn(instead, wanted) !== undefined;
    const targets = deciding.flatMap(({ value }) => (value === undefined ? [] : [targetsIn(value)]));
    return targets.some((all) => all.length > 1 && all.some((target) => faultOf(target, wanted) === undefined));
}

/**
 * One of both records is wanted at most, and the other may be another authority's. So a record that is right leads, or one that is nearly so;
 * of any other nothing is said that could make somebody change it.
 */
export function withoutProof(looks: readonly RecordLook[], judged: readonly Finding[][]): Finding[] {
    const having = (...ids: FindingId[]) => judged.filter((findings) => findings.some(({ id }) => ids.includes(id)));
    const right = judged.filter((_, i) => looks[i] && isRight(looks[i]));
    const near = judged.filter((_, i) => looks[i] && isNearlyRight(looks[i]));
    const ofEdgeOne = right.length > 0 ? right : [...having("nameDoubled", "valueMalformed", "valueDoubled"), ...near];
    const findings = (ofEdgeOne.length > 0 ? ofEdgeOne : judged).flat();
    const once = findings.filter(({ id }, index) => findings.findIndex((other) => other.id === id) === index);
    // The value is no more than an example of EdgeOne's: nobody is to be told to set it.
    const examples = looks.map(({ wanted }) => wanted.value);
    const saysExample = ({ sentence, advice }: Finding) =>
        examples.some((example) => sentence.en.includes(example) || advice?.en.includes(example));
    const others = once.filter((each) => !OF_THE_RECORD.has(each.id) && !saysExample(each));
    if (ofEdgeOne.length > 0 || others.length === once.length) return inOrder(once);
    const names = looks.map(({ wanted }) => wanted.name);
    const areMissing = having("recordMissing").length === looks.length;
    const unknown: Finding = {
        id: "proofUnknown",
        severity: "information",
        sentence: areMissing
            ? {
                  en: `There is no record ${names.join(" and none ")}, and which record or file EdgeOne wants is not known here.`,
                  zh: `没有 ${names.join(" 和 ")} 记录，此处也不知道 EdgeOne 需要哪条记录或哪个文件。`,
              }
            : {
                  en: `No value of EdgeOne's kind was found at ${names.join(" or ")}, and which record or file EdgeOne wants is not known here.`,
                  zh: `在 ${names.join(" 和 ")} 未发现 EdgeOne 形式的值，此处也不知道 EdgeOne 需要哪条记录或哪个文件。`,
              },
        advice: {
            en: 'Give the record or file that the application for the certificate answered: "dnsVerification" or "fileVerification" of FreeCertificate.',
            zh: '请提供申请证书时返回的记录或文件：FreeCertificate 的 "dnsVerification" 或 "fileVerification"。',
        },
        evidence: judged.flatMap((findings, i) =>
            findings
                .filter(({ id }) => OF_THE_RECORD.has(id))
                .flatMap(({ evidence }) => evidence)
                .map((each) => ({ ...each, who: `${each.who}, ${names[i]}` })),
        ),
        certain: false,
    };
    return inOrder([unknown, ...others]);
}
