/**
 * Control and format characters (terminal escapes, bidi overrides, zero-width characters), line separators, unassigned code points and others
 * that show nothing; the replacement character, which stands where bytes were no UTF-8; and the marks of the engine's colour tags (`<{%fg 1%}>`),
 * which it turns into terminal escapes, or panics at.
 */
const UNPRINTABLE = /(?:[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufffd]|<\{%|%\}>)+/gu;

/** How much is shown of one text that came from outside, in characters. */
const MAX_SHOWN = 300;

/** A text that came from outside, on one line, without anything that a terminal would act on, and cut to a length that is worth reading. */
export function printable(text: unknown, max = MAX_SHOWN): string {
    // Not String(): what is no text may have a toString that throws, or none.
    const shown = (typeof text === "string" ? text : "")
        .slice(0, 4 * max)
        .replace(UNPRINTABLE, " ")
        .replace(/\s+/g, " ")
        .trim();
    return shown.length > max ? `${shown.slice(0, max)}...` : shown;
}

/** Whether a text may be stored or handed on as it is. */
export function isPrintable(text: string, max: number): boolean {
    return text.length <= max && text.search(UNPRINTABLE) < 0;
}
