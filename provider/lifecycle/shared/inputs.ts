import { UNKNOWN } from "../../common/unknownOutput";

export { UNKNOWN };

/** An invalid input, and the reason. */
export interface Fault {
    property: string;
    reason: string;
    /** The same, where the reason quotes a value that may be a secret: without it. */
    secretReason?: string;
}

/** A checked input, or why it was refused. */
export type Checked<Value = unknown> = { value: Value } | { reason: string };

/** One of the given values; the first is the default. */
export function checkChoice(...choices: string[]): (value: unknown) => Checked {
    return (value) => {
        if (value === undefined || value === null) return { value: choices[0] };
        if (value === UNKNOWN || choices.includes(value as string)) return { value };
        return { reason: `must be ${choices.join(" or ")}` };
    };
}

/** An optional boolean. */
export function checkFlag(value: unknown): Checked {
    const fine = value === undefined || value === null || value === UNKNOWN || typeof value === "boolean";
    return fine ? { value: value ?? undefined } : { reason: "must be true or false" };
}

/** Properties for state, which cannot contain undefined: the host would fail to write it, and lose the id of the new resource. */
export function withoutUndefined<Properties extends object>(properties: Properties): Properties {
    return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as Properties;
}
