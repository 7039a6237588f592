import { UNKNOWN } from "../../common/unknownOutput";

export { UNKNOWN };

/** One input that cannot be used, and why. */
export interface Fault {
    property: string;
    reason: string;
    /** The same, where the reason quotes a value that may be a secret: without it. */
    secretReason?: string;
}

/** A checked input, or why it was refused. */
export type Checked<Value = unknown> = { value: Value } | { reason: string };

/** One of a few words; left out, it is the first. */
export function checkChoice(...choices: string[]): (value: unknown) => Checked {
    return (value) => {
        if (value === undefined || value === null) return { value: choices[0] };
        if (value === UNKNOWN || choices.includes(value as string)) return { value };
        return { reason: `must be ${choices.join(" or ")}` };
    };
}

/** A switch, off if left out. */
export function checkFlag(value: unknown): Checked {
    const fine = value === undefined || value === null || value === UNKNOWN || typeof value === "boolean";
    return fine ? { value: value ?? undefined } : { reason: "must be true or false" };
}

/** Properties for state, which cannot hold undefined: the host would fail to write it, and lose the id of what was made. */
export function withoutUndefined<Properties extends object>(properties: Properties): Properties {
    return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as Properties;
}
