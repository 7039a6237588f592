import { ApiError } from "../common/apiError";
import { isRecord } from "../common/checks";

/** The types of parameters that there are so far. A question mark: it may be left out. */
interface Kinds {
    string: string;
    "string?": string | undefined;
    "integer?": number | undefined;
    "boolean?": boolean | undefined;
    /** A list of strings. */
    strings: readonly string[];
    /** A list of anything, whose elements the action reads by itself. */
    "list?": readonly unknown[] | undefined;
    /** For what the simulator does not have. */
    "any?": unknown;
}

/** The parameters of an action, by name. */
export type Parameters = Readonly<Record<string, keyof Kinds>>;

/** What an action gets for its parameters. */
export type Input<P extends Parameters> = { readonly [name in keyof P]: Kinds[P[name]] };

const isStrings = (value: unknown): boolean =>
    Array.isArray(value) && value.every((element) => typeof element === "string");

const HOLDS: Readonly<Record<string, (value: unknown) => boolean>> = {
    string: (value) => typeof value === "string",
    integer: Number.isInteger,
    boolean: (value) => typeof value === "boolean",
    strings: isStrings,
    list: Array.isArray,
    any: () => true,
};

/** Holds what a caller sent against the parameters of an action, in the way the API names such faults. */
export function readParameters<P extends Parameters>(parameters: P, input: unknown, path = ""): Input<P> {
    if (!isRecord(input)) {
        throw new ApiError("InvalidParameter", [path.replace(/\.$/, "") || "Body"]);
    }
    for (const name of Object.keys(input)) {
        if (!Object.hasOwn(parameters, name)) {
            throw new ApiError("UnknownParameter", [`${path}${name.slice(0, 64)}`]);
        }
    }
    const read = Object.entries(parameters).map(([name, kind]): [string, unknown] => {
        // SDKs send null for what their caller left out.
        const value = input[name] ?? undefined;
        if (value === undefined && !kind.endsWith("?")) {
            throw new ApiError("MissingParameter", [path + name]);
        }
        if (value !== undefined && !HOLDS[kind.replace("?", "")]?.(value)) {
            throw new ApiError("InvalidParameter", [path + name]);
        }
        return [name, value];
    });
    return Object.fromEntries(read) as Input<P>;
}
