import { isRecord, oneOf, SimulatorError } from "../checks";

// biome-ignore lint/suspicious/noExplicitAny: what came over HTTP; the methods check it.
export type Fields = Record<string, any>;

/** What may be done to something: the methods of its typed handle, which check their fields themselves. */
export type Changes<T> = Readonly<Record<string, (handle: T, fields: Fields) => T>>;

/** Reads `{ ..., "do": "name of a change" }`, and gives the change, to be done to what the other fields name. */
export function readChange<T>(changes: Changes<T>, input: unknown): { fields: Fields; change: Changes<T>[string] } {
    if (!isRecord(input)) {
        throw new SimulatorError("body", "must be an object");
    }
    const { do: name, ...fields } = input;
    const problem = oneOf(...Object.keys(changes))(name);
    if (problem !== undefined) {
        throw new SimulatorError("do", problem);
    }
    return { fields, change: changes[name as string] as Changes<T>[string] };
}
