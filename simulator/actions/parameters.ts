import { ApiError } from "../api/apiError";
import { isRecord } from "../checks";

/** The parameters of an action. All that there are so far are strings, and required. */
export type Parameters = Readonly<Record<string, "string">>;

/** Holds what a caller sent against the parameters of an action, in the way the API names such faults. */
export function readParameters(parameters: Parameters, input: unknown): Record<string, string> {
    if (!isRecord(input)) {
        throw new ApiError("InvalidParameter", ["Body"]);
    }
    for (const name of Object.keys(input)) {
        if (!Object.hasOwn(parameters, name)) {
            throw new ApiError("UnknownParameter", [name.slice(0, 64)]);
        }
    }
    const read = Object.keys(parameters).map((name): [string, string] => {
        const value = input[name] ?? undefined;
        if (value === undefined) {
            throw new ApiError("MissingParameter", [name]);
        }
        if (typeof value !== "string") {
            throw new ApiError("InvalidParameter", [name]);
        }
        return [name, value];
    });
    return Object.fromEntries(read);
}
