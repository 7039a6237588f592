import { latency, SimulatorError } from "../common/checks";
import type { Latency } from "../common/random";

/** What the command line gave, by the names of flags; what has no value is true. */
export type Values = Readonly<Record<string, string | true | undefined>>;

const MAX_MS = 2_000_000_000;

export const textOf = (values: Values, flag: string): string | undefined => values[flag] as string | undefined;

export function numberOf(values: Values, flag: string, max: number): number | undefined {
    const value = textOf(values, flag);
    if (value !== undefined && !isNumber(value, max)) {
        throw new SimulatorError(`--${flag}`, `must be a number from 0 to ${max}, not ${JSON.stringify(value)}`);
    }
    return value === undefined ? undefined : Number(value);
}

export function integerOf(values: Values, flag: string, max: number): number | undefined {
    const value = textOf(values, flag);
    if (value !== undefined && !/^\d+$/.test(value)) {
        throw new SimulatorError(`--${flag}`, `must be a whole number from 0 to ${max}, not ${JSON.stringify(value)}`);
    }
    return numberOf(values, flag, max);
}

/** From seconds to milliseconds. */
export function secondsOf(values: Values, flag: string): number | undefined {
    const seconds = numberOf(values, flag, MAX_MS / 1000);
    return seconds === undefined ? undefined : seconds * 1000;
}

/** `100`, or from the least to the most: `20-100`. */
export function latencyOf(values: Values, flag: string): Latency | undefined {
    const value = textOf(values, flag);
    const parts = value?.split("-");
    if (parts !== undefined && (parts.length > 2 || !parts.every((part) => isNumber(part, MAX_MS)))) {
        const problem = `must be a number from 0 to ${MAX_MS}, or LEAST-MOST, not ${JSON.stringify(value)}`;
        throw new SimulatorError(`--${flag}`, problem);
    }
    const [least, most] = (parts ?? []).map(Number);
    const given = least === undefined || most === undefined ? least : ([least, most] as const);
    if (given !== undefined && latency(given) !== undefined) {
        const problem = `must be LEAST-MOST, the smaller number first, not ${JSON.stringify(value)}`;
        throw new SimulatorError(`--${flag}`, problem);
    }
    return given;
}

export function choiceOf<const T extends string>(values: Values, flag: string, choices: readonly T[]): T | undefined {
    const value = textOf(values, flag);
    const choice = choices.find((each) => each === value);
    if (value !== undefined && choice === undefined) {
        throw new SimulatorError(`--${flag}`, `must be one of ${choices.join(", ")}`);
    }
    return choice;
}

const isNumber = (value: string, max: number): boolean => /^\d+(\.\d+)?$/.test(value) && Number(value) <= max;
