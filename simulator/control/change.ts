import { checkFields, isRecord, oneOf, SimulatorError } from "../common/checks";

/** The methods that change something and give its handle back. */
type ChangesOf<T> = { [name in keyof T]: T[name] extends (...fields: never[]) => T ? name : never }[keyof T];

/**
 * What may be done to something: each method of its typed handle, so that the compiler finds one that is left out.
 * `Fields` is what these take; what came over HTTP may be anything, which they check themselves.
 */
export type Changes<T, Fields> = Readonly<Record<ChangesOf<T>, (handle: T, fields: Fields) => T>>;

/** A change that takes these fields and no others. What they must be, the handle itself says. */
export const taking =
    <T, Field extends string, Fields extends Record<Field, unknown>>(
        names: readonly Field[],
        change: (handle: T, fields: Fields) => T,
    ) =>
    (handle: T, fields: Fields): T => {
        checkFields("this change", fields, Object.fromEntries(names.map((name) => [name, () => undefined])));
        return change(handle, fields);
    };

/** Reads `{ ..., "do": "name of a change" }`, and gives the change, to be done to what the other fields name. */
export function readChange<Change>(
    changes: Readonly<Record<string, Change>>,
    input: unknown,
): { fields: object; change: Change } {
    if (!isRecord(input)) {
        throw new SimulatorError("body", "must be an object");
    }
    const { do: name, ...fields } = input;
    const problem = oneOf(...Object.keys(changes))(name);
    if (problem !== undefined) {
        throw new SimulatorError("do", problem);
    }
    return { fields, change: changes[name as string] as Change };
}
