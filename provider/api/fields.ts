import { isPrintable, printable } from "../common/text";
import { UNKNOWNS } from "../common/unknownOutput";
import { ApiError } from "./errors";

// Validates every answer: each field has the right type, is printable and not too long, or the answer is a MalformedAnswer.

/** The fields of an answer, or of a part of one. */
export type Fields = Readonly<Record<string, unknown>>;

/** A string; undefined if it is missing, null or blank. */
export function textField(fields: Fields, name: string, maxLength = 500): string | undefined {
    const text = shownField(fields, name)?.trim();
    if (!text) return undefined;
    // The engine would treat it as an unknown output, and lose the resource.
    if (UNKNOWNS.has(text)) throw malformed(`${name} is Pulumi's marker for an unknown value: ${text}`);
    if (isPrintable(text, maxLength)) return text;
    throw malformed(
        `${name} contains unprintable characters or is longer than ${maxLength} characters: ${printable(text, 80)}`,
    );
}

/** A string that is shown and not stored: the caller makes it printable. */
export function shownField(fields: Fields, name: string): string | undefined {
    const value = fields[name];
    if (isMissing(value)) return undefined;
    if (typeof value === "string") return value;
    throw malformed(`${name} is not a string`);
}

/** A whole number from 0. */
export function countField(fields: Fields, name: string): number {
    const value = fields[name];
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
    throw malformed(`${name} is not a count`);
}

/** A nested object, if present. */
export function objectField(fields: Fields, name: string): Fields | undefined {
    const value = fields[name];
    return isMissing(value) ? undefined : partOf(name, value);
}

/** A list of objects; empty if missing or null. */
export function listField(fields: Fields, name: string): Fields[] {
    const value = fields[name];
    if (isMissing(value)) return [];
    if (!Array.isArray(value)) throw malformed(`${name} is not a list`);
    return value.map((element, i) => partOf(`${name}[${i}]`, element));
}

/** Undefined for what has no fields. */
export function asFields(value: unknown): Fields | undefined {
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function partOf(name: string, value: unknown): Fields {
    const fields = asFields(value);
    if (fields) return fields;
    throw malformed(`${name} is not an object`);
}

function isMissing(value: unknown): value is undefined | null {
    return value === undefined || value === null;
}

/** The error of an invalid answer. */
export function malformed(message: string): ApiError {
    return new ApiError({
        kind: "unknown",
        code: "MalformedAnswer",
        message,
        advice: "Something other than the API may have answered: check teo:endpoint and HTTPS_PROXY.",
    });
}
