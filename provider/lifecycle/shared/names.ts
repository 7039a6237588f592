import { domainToASCII } from "node:url";
import { type Checked, UNKNOWN } from "./inputs";

const ZONE_EXAMPLE = "zone-28v607hq8d3m";

const DOMAIN_EXAMPLE = "www.example.com";

/** A zone id, as the API writes it. */
export function checkZoneId(value: unknown): Checked {
    if (value === UNKNOWN) return { value };
    const reason = mustBeText(value, `the id of the EdgeOne zone, such as ${ZONE_EXAMPLE}`);
    if (reason) return { reason };
    if (!/^zone-[a-z0-9]+$/.test(value as string)) {
        return {
            reason: `is not a zone id: one is "zone-" and then lower-case letters and digits, such as ${ZONE_EXAMPLE}`,
        };
    }
    return { value };
}

/** A host name, made lower case, without a trailing dot, and ASCII. `*.` may stand for the first label. */
export function checkDomain(value: unknown): Checked {
    if (value === UNKNOWN) return { value };
    const reason =
        mustBeText(value, `an acceleration domain, such as ${DOMAIN_EXAMPLE}`) ?? describePastedText(value as string);
    if (reason) return { reason };
    const given = (value as string).replace(/\.$/, "").toLowerCase();
    const wildcard = given.startsWith("*.");
    const ascii = domainToASCII(wildcard ? given.slice(2) : given);
    const labels = ascii.split(".");
    const isName = labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
    const normalised = wildcard ? `*.${ascii}` : ascii;
    if (!isName || labels.length < 2 || normalised.length > 253 || /^\d+$/.test(labels.at(-1) as string)) {
        return { reason: `is not a domain name such as ${DOMAIN_EXAMPLE} or *.example.com` };
    }
    return { value: normalised };
}

/** What people paste that is more than a host name: named for what it is. */
function describePastedText(value: string): string | undefined {
    const example = `: give the host name alone, such as ${DOMAIN_EXAMPLE}`;
    if (/\s/.test(value)) return `holds white space${example}`;
    if (value.includes("://")) return `is a URL with a scheme${example}`;
    if (value.includes("/")) return `holds a path${example}`;
    if (/:\d*$/.test(value)) return `holds a port${example}`;
    if (value.includes("@") || value.includes("%")) return `holds a character that no domain name has${example}`;
    return undefined;
}

function mustBeText(value: unknown, what: string): string | undefined {
    if (value === undefined || value === null) return `is required: ${what}`;
    if (typeof value !== "string") return `must be a string: ${what}`;
    if (value.trim() === "") return `must not be empty: ${what}`;
    return undefined;
}
