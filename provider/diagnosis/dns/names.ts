/**
 * A name as it is compared and shown: lower case, without a final dot. DNS may answer any byte in a name: what no host name has is
 * escaped, such as a space as `\032`, so that it neither gets lost nor reaches a terminal.
 */
export function normalName(name: string): string {
    const escaped = (char: string) => `\\${String(char.codePointAt(0)).padStart(3, "0")}`;
    return name
        .toLowerCase()
        .replace(/[^\x21-\x7e]/gu, escaped)
        .replace(/\.$/, "");
}

/** Whether a name can be sent: the codec would cut or garble any other. */
export function canBeAsked(name: string): boolean {
    return name.length <= 253 && name.split(".").every((label) => /^[\x21-\x7e]{1,63}$/.test(label));
}

/** A name and those above it, down to the last. */
export function ancestors(name: string, last: string): string[] {
    const labels = name.split(".");
    const all = labels.map((_, index) => labels.slice(index).join("."));
    const end = all.indexOf(last);
    return end < 0 ? [name] : all.slice(0, end + 1);
}

/** Each once, in a row. */
export const list = (names: readonly string[]): string => [...new Set(names)].join(", ");
