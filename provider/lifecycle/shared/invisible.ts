/** Characters that show as nothing, or as a space: what comes along when a name is copied from a page or a document. */
const INVISIBLE = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u;

const NAMES: Record<number, string> = {
    9: "TAB",
    10: "LINE FEED",
    13: "CARRIAGE RETURN",
    32: "SPACE",
    160: "NO-BREAK SPACE",
    173: "SOFT HYPHEN",
    847: "COMBINING GRAPHEME JOINER",
    1564: "ARABIC LETTER MARK",
    6158: "MONGOLIAN VOWEL SEPARATOR",
    8192: "EN QUAD",
    8193: "EM QUAD",
    8194: "EN SPACE",
    8195: "EM SPACE",
    8196: "THREE-PER-EM SPACE",
    8197: "FOUR-PER-EM SPACE",
    8198: "SIX-PER-EM SPACE",
    8199: "FIGURE SPACE",
    8200: "PUNCTUATION SPACE",
    8201: "THIN SPACE",
    8202: "HAIR SPACE",
    8203: "ZERO WIDTH SPACE",
    8204: "ZERO WIDTH NON-JOINER",
    8205: "ZERO WIDTH JOINER",
    8206: "LEFT-TO-RIGHT MARK",
    8207: "RIGHT-TO-LEFT MARK",
    8232: "LINE SEPARATOR",
    8233: "PARAGRAPH SEPARATOR",
    8234: "LEFT-TO-RIGHT EMBEDDING",
    8235: "RIGHT-TO-LEFT EMBEDDING",
    8236: "POP DIRECTIONAL FORMATTING",
    8237: "LEFT-TO-RIGHT OVERRIDE",
    8238: "RIGHT-TO-LEFT OVERRIDE",
    8239: "NARROW NO-BREAK SPACE",
    8288: "WORD JOINER",
    8289: "FUNCTION APPLICATION",
    8290: "INVISIBLE TIMES",
    8291: "INVISIBLE SEPARATOR",
    8292: "INVISIBLE PLUS",
    8294: "LEFT-TO-RIGHT ISOLATE",
    8295: "RIGHT-TO-LEFT ISOLATE",
    8296: "FIRST STRONG ISOLATE",
    8297: "POP DIRECTIONAL ISOLATE",
    12288: "IDEOGRAPHIC SPACE",
    12644: "HANGUL FILLER",
    65038: "VARIATION SELECTOR-15",
    65039: "VARIATION SELECTOR-16",
    65279: "ZERO WIDTH NO-BREAK SPACE",
};

/** The first invisible character of a text, such as `U+200B ZERO WIDTH SPACE at position 5`; undefined if it has none. */
export function invisibleCharacter(text: string): string | undefined {
    const position = text.search(INVISIBLE);
    if (position < 0) return undefined;
    const code = text.codePointAt(position) as number;
    const hex = code.toString(16).toUpperCase().padStart(4, "0");
    return `${[`U+${hex}`, NAMES[code]].filter(Boolean).join(" ")} at position ${position + 1}`;
}
