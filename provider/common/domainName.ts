import { domainToASCII } from "node:url";

/**
 * A name in the form in which names are compared and stored: lower case, ASCII, with plain dots (IDNA allows three others) and no trailing
 * dot. The first label may be `*`. Undefined for an invalid name.
 */
export function asciiName(name: string): string | undefined {
    const plain = name.replace(/[\u3002\uff0e\uff61]/g, ".").replace(/\.$/, "");
    // Node reads the name as part of a URL: it would cut the name at a "/" or "?", and decode a "%".
    if (hasForeignCharacter(plain)) return undefined;
    const wildcard = plain.startsWith("*.");
    // Lower case is made by IDNA's own rules: those of JavaScript give some letters, such as a capital sigma, another form.
    const ascii = domainToASCII(wildcard ? plain.slice(2) : plain);
    if (ascii.split(".").includes("")) return undefined;
    return wildcard ? `*.${ascii}` : ascii;
}

/** Whether a text has an ASCII character that no domain name may have. IDNA checks the others. */
export function hasForeignCharacter(text: string): boolean {
    return /[^a-z0-9._*\u0080-\uffff-]/i.test(text);
}

/** Whether two names, either of which may be missing, are the same. */
export function isSameName(one: string | undefined, other: string | undefined): boolean {
    return one === other || (one !== undefined && other !== undefined && comparableName(one) === comparableName(other));
}

/** {@link asciiName}, or the name in lower case if it is invalid. */
export function comparableName(name: string): string {
    return asciiName(name) ?? name.toLowerCase();
}
