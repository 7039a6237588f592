/**
 * Control and format characters (terminal escapes, bidi overrides, zero-width characters), line separators, unassigned code points and others
 * that show nothing; the replacement character, which stands where bytes were no UTF-8; and the marks of the engine's colour tags (`<{%fg 1%}>`),
 * which it turns into terminal escapes, or panics at.
 */
const UNPRINTABLE = /(?:[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufffd]|<\{%|%\}>)+/gu;

/** The maximum length of a shown external text, in characters. */
const MAX_SHOWN = 300;

/** An external text on one line, without control characters, cut to a maximum length. */
export function printable(text: unknown, max = MAX_SHOWN): string {
    // Not String(): a value that is not a string may have no toString, or one that throws.
    const shown = (typeof text === "string" ? text : "")
        .slice(0, 4 * max)
        .replace(UNPRINTABLE, " ")
        .replace(/\s+/g, " ")
        .trim();
    return shown.length > max ? `${shown.slice(0, max)}...` : shown;
}

/** Whether a text may be stored or passed on unchanged. */
export function isPrintable(text: string, max: number): boolean {
    return text.length <= max && text.search(UNPRINTABLE) < 0;
}
