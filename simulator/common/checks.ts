/** Thrown for anything that a simulator cannot take: an option, a fault, a state. `field` names it. */
export class SimulatorError extends Error {
    override readonly name = "SimulatorError";

    constructor(
        /** The option or field that is wrong, e.g. `rate`. */
        readonly field: string,
        /** What is wrong with it, e.g. `must be a number from 0 to 1`. */
        readonly problem: string,
    ) {
        super(`${field}: ${problem}`);
    }
}

/** Says what a value must be where it is not that, or nothing where it is. */
export type Check = (value: unknown) => string | undefined;

const must =
    (holds: (value: unknown) => boolean, expected: string): Check =>
    (value) =>
        holds(value) ? undefined : `must be ${expected}`;

const isNumber = (value: unknown, min: number, max: number): boolean =>
    typeof value === "number" && value >= min && value <= max;

/** The longest delay Node's timers can hold; a longer one would fire at once. */
const MAX_MS = 2_147_483_647;

export const string = must((value) => typeof value === "string", "a string");
export const text = must((value) => typeof value === "string" && value !== "", "a string that is not empty");
export const milliseconds = must((value) => isNumber(value, 0, MAX_MS), "milliseconds, 0 or more");
export const oneOf = (...values: readonly unknown[]): Check =>
    must((value) => values.includes(value), `one of ${values.map((value) => JSON.stringify(value)).join(", ")}`);
export const integer = (min: number, max: number): Check =>
    must((value) => Number.isInteger(value) && isNumber(value, min, max), `a whole number from ${min} to ${max}`);
export const share = must((value) => isNumber(value, 0, 1), "a number from 0 to 1");
export const latency = must(
    (value) =>
        milliseconds(value) === undefined ||
        (Array.isArray(value) && value.length === 2 && !value.some(milliseconds) && value[0] <= value[1]),
    "milliseconds, or [least, most] milliseconds",
);
export const time = must(
    (value) => typeof value === "string" && !Number.isNaN(Date.parse(value)),
    "an ISO 8601 time, e.g. 2025-07-31T07:06:57Z",
);
export const record = must(isRecord, "an object");

export function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Holds every field of `input` against its check; refuses fields that have none. Absent fields pass. */
export function checkFields(what: string, input: unknown, checks: Readonly<Record<string, Check>>): void {
    if (!isRecord(input)) {
        throw new SimulatorError(what, "must be an object");
    }
    for (const [field, value] of Object.entries(input)) {
        if (!Object.hasOwn(checks, field)) {
            throw new SimulatorError(
                field,
                `is not a field of ${what}; ${Object.keys(checks).length === 0 ? "it has none" : `its fields are ${Object.keys(checks).join(", ")}`}`,
            );
        }
        const problem = value === undefined ? undefined : checks[field]?.(value);
        if (problem !== undefined) {
            throw new SimulatorError(field, problem);
        }
    }
}
