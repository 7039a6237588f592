import { asciiName, comparableName, hasForeignCharacter } from "../../common/domainName";
import { type Checked, UNKNOWN } from "./inputs";
import { invisibleCharacter } from "./invisible";

const ZONE_EXAMPLE = "zone-28v607hq8d3m";

const DOMAIN_EXAMPLE = "www.example.com";

/** A zone id, as the API writes it. */
export function checkZoneId(value: unknown): Checked<string> {
    if (value === UNKNOWN) return { value };
    const text = checkText(value, `the id of the EdgeOne zone, such as ${ZONE_EXAMPLE}`);
    if ("reason" in text) return text;
    const invisible = invisibleCharacter(text.value);
    if (invisible) return { reason: `is not a zone id: it contains an invisible character, ${invisible}` };
    if (!/^zone-[a-z0-9]+$/.test(text.value)) {
        return {
            reason: `is not a zone id: a zone id is "zone-" followed by lower-case letters and digits, such as ${ZONE_EXAMPLE}`,
        };
    }
    return text;
}

/** A domain that a certificate can be issued for, normalised: lower case, ASCII, no trailing dot. The first label may be `*`. */
export function checkDomain(value: unknown): Checked<string> {
    const checked = checkHost(value);
    if ("reason" in checked || !checked.value.includes("_")) return checked;
    return {
        reason: "contains an underscore, so no certificate can be issued for it: apply for the wildcard one level above, and bind the host with HostCertificate",
    };
}

/** {@link checkDomain} of a host that is to serve a certificate, or of another name like `example`: it may have an underscore. */
export function checkHost(value: unknown, example?: string): Checked<string> {
    if (value === UNKNOWN) return { value };
    const text = checkText(value, `an acceleration domain, such as ${DOMAIN_EXAMPLE}`);
    if ("reason" in text) return text;
    const reason = describePastedText(text.value, example ?? DOMAIN_EXAMPLE);
    if (reason) return { reason };
    const name = asciiName(text.value) ?? "";
    const labels = name.replace(/^\*\./, "").split(".");
    const like = `such as ${example ?? `${DOMAIN_EXAMPLE} or *.example.com`}`;
    if (name.length > 253)
        return { reason: `is not a domain name ${like}: it has ${name.length} characters, and the maximum is 253` };
    const long = labels.find((label) => label.length > 63)?.length;
    if (long)
        return {
            reason: `is not a domain name ${like}: it has a label of ${long} characters, and the maximum is 63`,
        };
    const isName = labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label));
    if (!isName || labels.length < 2 || /^\d+$/.test(labels.at(-1) as string)) {
        return { reason: `is not a domain name ${like}` };
    }
    return { value: name };
}

/** The common name of a certificate, which may be left out. It came from an answer, so it is no more than made comparable; an unknown is already. */
export function checkCommonName(value: unknown): Checked {
    if (value === undefined || value === null) return { value: undefined };
    if (typeof value !== "string") return { reason: "must be a string: the commonName of a verification" };
    return { value: comparableName(value) };
}

/** Describes pasted text that is more than a host name. */
function describePastedText(value: string, name: string): string | undefined {
    const example = `: give only the host name, such as ${name}`;
    if (/[ \t\r\n]/.test(value)) return `contains white space${example}`;
    const invisible = invisibleCharacter(value);
    if (invisible) return `contains an invisible character, ${invisible}${example}`;
    if (value.includes("://")) return `is a URL with a scheme${example}`;
    if (value.includes("/")) return `contains a path${example}`;
    if (/:\d*$/.test(value)) return `contains a port${example}`;
    if (hasForeignCharacter(value)) return `contains a character that no domain name may have${example}`;
    return undefined;
}

function checkText(value: unknown, what: string): Checked<string> {
    if (value === undefined || value === null) return { reason: `is required: ${what}` };
    if (typeof value !== "string") return { reason: `must be a string: ${what}` };
    if (value.trim() === "") return { reason: `must not be empty: ${what}` };
    return { value };
}
