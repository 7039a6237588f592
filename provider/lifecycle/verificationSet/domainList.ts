import { printable } from "../../common/text";
import { type Fault, UNKNOWN } from "../shared/inputs";
import { checkDomain } from "../shared/names";

const PROPERTY = "domains";
const EXAMPLE = 'such as ["www.example.com", "*.example.com"]';

/** A list of domains, each as {@link checkDomain} takes it, or a fault for each that cannot be used, by its place in the list. */
export function checkDomains(value: unknown): { value: unknown } | { faults: Fault[] } {
    if (value === UNKNOWN) return { value };
    const wrong = listFault(value);
    if (wrong) return { faults: [{ property: PROPERTY, reason: wrong }] };
    const faults: Fault[] = [];
    const places = new Map<unknown, number>();
    const domains = (value as unknown[]).map((given, place) => {
        const refuse = (reason: string) =>
            faults.push({ property: `${PROPERTY}[${place}]`, reason: quoted(given) + reason, secretReason: reason });
        const checked = checkDomain(given);
        if ("reason" in checked) {
            refuse(checked.reason);
            return given;
        }
        const before = places.get(checked.value);
        if (before !== undefined) refuse(`is the same domain as ${PROPERTY}[${before}]`);
        else if (checked.value !== UNKNOWN) places.set(checked.value, place);
        return checked.value;
    });
    return faults.length > 0 ? { faults } : { value: domains };
}

/** The engine shows the value of a property that it refuses, but none of an element of a list. */
function quoted(given: unknown): string {
    return typeof given === "string" && given.trim() !== "" ? `"${printable(given, 100)}" ` : "";
}

function listFault(value: unknown): string | undefined {
    if (value === undefined || value === null) return `is required: a list of acceleration domains, ${EXAMPLE}`;
    if (!Array.isArray(value)) return `must be a list of acceleration domains, ${EXAMPLE}`;
    if (value.length === 0) return `must contain at least one acceleration domain, ${EXAMPLE}`;
    return undefined;
}

/** Whether a list, which has no domain twice, names just these domains, in whatever order. One that is not known yet does not. */
export function isSameSet(domains: string[] | typeof UNKNOWN, these: object): boolean {
    if (!Array.isArray(domains)) return false;
    return domains.length === Object.keys(these).length && domains.every((domain) => domain in these);
}

/** The domains as the check has taken them. */
export function normalizeDomains(domains: string[]): string[] {
    return domains.map((domain) => {
        const checked = checkDomain(domain);
        return "value" in checked ? checked.value : domain;
    });
}
