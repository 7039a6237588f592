import { domainToASCII } from "node:url";
import { forState } from "./state";

/** One input that cannot be used, and why. */
export interface Fault {
    property: string;
    reason: string;
}

/** A checked input, or why it was refused. */
export type Checked = { value: unknown } | { reason: string };

/** How a value that is known only after the program has run reaches check and diff in a preview. Pulumi's wire format. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

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
    const reason = mustBeText(value, `an acceleration domain, such as ${DOMAIN_EXAMPLE}`) ?? misplaced(value as string);
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
function misplaced(value: string): string | undefined {
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

const UNIT_MS: Record<string, number> = {
    ns: 1e-6,
    us: 1e-3,
    µs: 1e-3,
    μs: 1e-3,
    ms: 1,
    s: 1_000,
    m: 60_000,
    h: 3_600_000,
};
/** A certificate application itself lapses after two days, and a timer counts no more than 24 days. */
const LONGEST_TIMEOUT_MS = 7 * 24 * 3_600_000;

/** A duration as Pulumi writes it (`30m`, `1h30m`, `90s`), in milliseconds; undefined if it is none. */
export function parseDuration(text: string): number | undefined {
    if (!/^((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+$/.test(text)) return undefined;
    let total = 0;
    for (const [, amount, unit] of text.matchAll(/([\d.]+)(ns|us|µs|μs|ms|s|m|h)/g)) {
        total += Number(amount) * (UNIT_MS[unit as string] as number);
    }
    return total;
}

/** The resource option `customTimeouts`, as the resource hands it on in its inputs. */
export interface Timeouts {
    create?: string;
    update?: string;
}

/** One fault for each timeout that is no duration. */
export function checkTimeouts(timeouts: unknown): Fault[] {
    if (timeouts === undefined || timeouts === null || timeouts === UNKNOWN) return [];
    const faults: Fault[] = [];
    for (const [operation, value] of Object.entries(timeouts as Record<string, unknown>)) {
        if (value === UNKNOWN || value === undefined || value === null) continue;
        const ms = typeof value === "string" ? parseDuration(value) : undefined;
        if (ms === undefined || ms <= 0 || ms > LONGEST_TIMEOUT_MS) {
            const reason = `must be a duration above 0 and up to 168h, such as "30m", "1h30m" or "90s", not ${JSON.stringify(value)}`;
            faults.push({ property: `customTimeouts.${operation}`, reason });
        }
    }
    return faults;
}

/** How long an operation may take, in milliseconds. */
export function timeoutOf(operation: keyof Timeouts, timeouts: Timeouts | undefined, defaultMs: number): number {
    return parseDuration(timeouts?.[operation] ?? "") ?? defaultMs;
}

/** The inputs with each property taken as its check takes it, and a fault for each that was refused, timeouts included. */
export function checkInputs(
    news: Record<string, unknown>,
    checks: Record<string, (value: unknown) => Checked | { faults: Fault[] }>,
): { inputs: Record<string, unknown>; failures: Fault[] } {
    const inputs = { ...news };
    const failures: Fault[] = [];
    for (const [property, check] of Object.entries(checks)) {
        const checked = check(news[property]);
        if ("value" in checked) inputs[property] = checked.value;
        else failures.push(...("faults" in checked ? checked.faults : [{ property, reason: checked.reason }]));
    }
    failures.push(...checkTimeouts(news.customTimeouts));
    return { inputs: forState(inputs), failures };
}

/** One of a few words; left out, it is the first. */
export function checkChoice(...choices: string[]): (value: unknown) => Checked {
    return (value) => {
        if (value === undefined || value === null) return { value: choices[0] };
        if (value === UNKNOWN || choices.includes(value as string)) return { value };
        return { reason: `must be ${choices.join(" or ")}` };
    };
}
