import { ApiError } from "./errors";
import { isPrintable, printable } from "./text";

/** A text field of an answer, if there is one. Throws an {@link ApiError} where it is nothing to show or to store. */
export function textField(name: string, value: unknown, maxLength = 1_000): string | undefined {
    if (typeof value !== "string" || value.trim() === "") return undefined;
    const text = value.trim();
    if (isPrintable(text, maxLength)) return text;
    throw new ApiError({
        kind: "unknown",
        code: "MalformedAnswer",
        message: `${name} holds unprintable characters or is longer than ${maxLength} characters: ${printable(text, 80)}`,
        advice: "Something other than the API may have answered: check teo:endpoint and HTTPS_PROXY.",
    });
}
