import { printable } from "../../common/text";
import type { Evidence, Finding, Texts } from "../../diagnosis";
import type { Cause } from "./proofWatch";

/** Findings in the user's language. */
export type Words = (finding: Finding, isSecret: boolean) => Cause;

export type Language = keyof Texts;

/** How much of a sentence or of an advice is shown, in characters: both hold names, and a name may have 253. */
const MAX_SENTENCE = 900;
const MAX_EVIDENCE = 6;

const secret: Texts = {
    en: "What was found is not shown, as the proof is a secret.",
    zh: "验证内容是机密，因此不显示检查结果。",
};

/** What is found as it is shown in a language. Names and values come from DNS: they are made printable here once more. */
export function wordsIn(language: Language): Words {
    return ({ id, sentence, advice, evidence }, isSecret) => {
        const label = labelOf(id, language);
        if (isSecret) return { label, sentence: `${label}. ${secret[language]}`, evidence: [] };
        return {
            label,
            sentence: printable(sentence[language], MAX_SENTENCE),
            advice: advice && printable(advice[language], MAX_SENTENCE),
            evidence: evidence.slice(0, MAX_EVIDENCE).map(describe),
        };
    };
}

function describe({ who, what, when }: Evidence): string {
    const time = new Date(when).toISOString().slice(11, 19);
    return printable(`${who} at ${time} UTC: ${what}`);
}

/** `recordMissing` as `record missing`, or in Chinese. */
function labelOf(id: Finding["id"], language: Language): string {
    const english = id.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    return (language === "zh" && chinese[id]) || english;
}

const chinese: Partial<Record<string, string>> = {
    recordMissing: "缺少记录",
    wrongValue: "记录值错误",
};
