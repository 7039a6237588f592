import { printable } from "../../common/text";
import type { Evidence, Finding, Texts } from "../../diagnosis";
import { labelOf } from "./labels";
import type { Cause } from "./proofWatch";

/** Findings in the user's language. */
export type Words = (finding: Finding, isSecret: boolean) => Cause;

type Language = keyof Texts;

/** The maximum length of a sentence or advice, in characters: both contain names of up to 253. */
const MAX_SENTENCE = 900;
const MAX_EVIDENCE = 6;

/** Follows the label. */
const secret: Texts = {
    en: ". The details are not shown because the proof is a secret.",
    zh: "。验证内容是机密，因此不显示检查结果。",
};

/** Formats findings in a language. Names and values come from DNS, so they are made printable again. */
export function wordsIn(language: Language): Words {
    return ({ id, severity, sentence, advice, evidence }, isSecret) => {
        const label = labelOf(id, language);
        const isToDo = severity !== "information";
        if (isSecret) return { label, isToDo, sentence: `${label}${secret[language]}`, evidence: [] };
        return {
            label,
            isToDo,
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
