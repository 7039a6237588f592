import { printable } from "../../common/text";
import type { EngineRequest } from "./context";
import { type Fault, UNKNOWN } from "./inputs";

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
/** A certificate application expires after two days, and a timer cannot exceed 24 days. */
const MAX_TIMEOUT_MS = 7 * 24 * 3_600_000;

/** A duration as Pulumi writes it (`30m`, `1h30m`, `90s`), in milliseconds; undefined if invalid. */
export function parseDuration(text: string): number | undefined {
    if (!/^((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+$/.test(text)) return undefined;
    let total = 0;
    for (const [, amount, unit] of text.matchAll(/([\d.]+)(ns|us|µs|μs|ms|s|m|h)/g)) {
        total += Number(amount) * (UNIT_MS[unit as string] as number);
    }
    return total;
}

/** A duration as Pulumi writes it, from the seconds that its engine makes of it. */
export function writeDuration(seconds: number): string {
    const all = Math.abs(seconds);
    const parts = { h: Math.floor(all / 3_600), m: Math.floor((all % 3_600) / 60), s: all % 60 };
    const shown = Object.entries(parts).map(([unit, amount]) => (amount > 0 ? `${amount}${unit}` : ""));
    return `${seconds < 0 ? "-" : ""}${shown.join("")}`;
}

/** Whether a value is a valid timeout. */
export function isDuration(value: unknown): value is string {
    const ms = typeof value === "string" ? parseDuration(value) : undefined;
    return ms !== undefined && ms > 0 && ms <= MAX_TIMEOUT_MS;
}

/** The operations that Pulumi accepts a timeout for. */
const OPERATIONS = ["create", "update", "delete", "read"];

/** The resource option `customTimeouts`, passed on as an input. */
export interface Timeouts {
    create?: string;
    update?: string;
}

/** One fault for each invalid timeout. */
export function checkTimeouts(timeouts: unknown): Fault[] {
    if (timeouts === undefined || timeouts === null || timeouts === UNKNOWN) return [];
    if (typeof timeouts !== "object" || Array.isArray(timeouts))
        return [{ property: "customTimeouts", reason: 'must be durations by operation, such as { create: "30m" }' }];
    const faults: Fault[] = [];
    for (const [operation, value] of Object.entries(timeouts)) {
        if (value === UNKNOWN || value === undefined || value === null) continue;
        if (!OPERATIONS.includes(operation)) {
            const reason = `is not an operation with a timeout: those are ${OPERATIONS.join(", ")}`;
            faults.push({ property: `customTimeouts.${printable(operation, 60)}`, reason });
            continue;
        }
        if (!isDuration(value)) {
            const reason = `must be a duration above 0 and up to 168h, such as "30m", "1h30m" or "90s", not ${printable(JSON.stringify(value) ?? typeof value, 100)}`;
            faults.push({ property: `customTimeouts.${operation}`, reason });
        }
    }
    return faults;
}

/**
 * How long an operation may take, in milliseconds. What the engine says counts first: it knows what transforms have made of the option. The
 * input is what the resource was declared with.
 */
export function timeoutOf(
    operation: keyof Timeouts,
    timeouts: Timeouts | undefined,
    { timeoutMs }: EngineRequest,
    defaultMs: number,
): number {
    const ms = timeoutMs ?? parseDuration(timeouts?.[operation] ?? "") ?? defaultMs;
    return Math.min(ms, MAX_TIMEOUT_MS);
}
