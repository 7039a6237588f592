import { ancestors, normalName } from "../dns/names";
import { registeredDomain } from "../domain/registered";
import type { Proof } from "../proof";

/** The record that EdgeOne asks for, or one that it is known to ask for. */
export interface Wanted {
    /** The domain that the certificate is for, without `*.`. */
    domain: string;
    /** The registered domain, such as `example.com`. */
    registered: string;
    /** Whether the certificate is for all names one level below the domain. */
    wildcard: boolean;
    /** The record's name. */
    name: string;
    /** The value, or how one looks where it is not known. */
    value: string;
    /** Whether the value itself is known. */
    known: boolean;
    matches(value: string): boolean;
}

/** What is wrong with a value. */
export type Fault = "malformed" | "doubled" | "other";

/** EdgeOne's delegation, as every public sample shows it: the domain, and then this. */
const DELEGATION = /\.eoacme\d+\.com$/;

/** The record of a proof; of a proof that is not known, those two that EdgeOne is known to ask for. */
export function wantedRecords({ domain, dns, file }: Proof): Wanted[] {
    const plain = normalName(domain).replace(/^\*\./, "");
    const common = { domain: plain, registered: registeredDomain(plain), wildcard: domain.startsWith("*.") };
    if (dns) {
        const value = normalName(dns.value);
        return [{ ...common, name: normalName(dns.name), value, known: true, matches: (other) => other === value }];
    }
    if (file) return [];
    return ["_dnsauth", "_acme-challenge"].map((label) => ({
        ...common,
        name: `${label}.${plain}`,
        value: `${plain}.eoacme0.com`,
        known: false,
        matches: (other) => other.replace(DELEGATION, "") === plain && DELEGATION.test(other),
    }));
}

/** The domain of EdgeOne's delegation that a value stands for; undefined for a value of any other kind. */
export function delegationOf(value: string): string | undefined {
    return DELEGATION.test(value) ? value.replace(DELEGATION, "") : undefined;
}

/** What is wrong with a value; undefined for the wanted one. */
export function faultOf(value: string, wanted: Wanted): Fault | undefined {
    if (wanted.matches(value)) return undefined;
    if (meantBy(value, wanted) === undefined) return "other";
    return withoutExtras(value) === value ? "doubled" : "malformed";
}

/** The wanted value that somebody meant to set; undefined where the value is any other. */
export function meantBy(value: string, wanted: Wanted): string | undefined {
    const suffixes = ["", ...ancestors(wanted.domain, wanted.registered).map((suffix) => `.${suffix}`)];
    // Of a whole line of a zone file, such as `CNAME value`, each word may be the value.
    return [value, ...value.split(/(?:\\\d{3,})+/)]
        .map(withoutExtras)
        .flatMap((plain) =>
            suffixes
                .filter((suffix) => plain.endsWith(suffix))
                .map((suffix) => plain.slice(0, plain.length - suffix.length).replace(/^\.+|\.+$/g, "")),
        )
        .find((candidate) => wanted.matches(candidate));
}

/** A value without what no name has: quotes, spaces and other characters that are escaped, and a scheme. */
export function withoutExtras(value: string): string {
    return value
        .replace(/\\\d{3,}/g, "")
        .replace(/https?:\/\//g, "")
        .replace(/["'`\\/]/g, "");
}
