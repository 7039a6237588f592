/** Pulumi's wire format of an unknown value, as check and diff get it in a preview. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The engine's markers of unknown values, by type. */
export const UNKNOWNS: ReadonlySet<unknown> = new Set([
    UNKNOWN, // a string, and what most SDKs send for every type
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // a boolean
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // a number
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // an array
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // an object
]);
