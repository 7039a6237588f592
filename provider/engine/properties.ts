import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { UNKNOWN } from "../lifecycle/shared/inputs";
import { loadStruct } from "./grpc";

export type Properties = Record<string, unknown>;

/** Pulumi's wire format: what marks an object as a value of a special kind, and the kind of a secret. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** How the engine writes a value that is not known yet, by its type. All are one to a lifecycle. */
const UNKNOWNS = new Set<unknown>([
    UNKNOWN, // a string, and what most SDKs send for every type
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // a boolean
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // a number
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // an array
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // an object
]);

/** Plain properties, and which of them hold a secret, at whatever depth. */
export interface Received {
    properties: Properties;
    secrets: ReadonlySet<string>;
}

export function received(struct: Struct | undefined): Received {
    const secrets = new Set<string>();
    const properties: Properties = {};
    for (const [key, value] of Object.entries(struct?.toJavaScript() ?? {})) {
        properties[key] = plain(value, () => secrets.add(key));
    }
    return { properties, secrets };
}

function plain(value: unknown, foundSecret: () => void): unknown {
    if (UNKNOWNS.has(value)) return UNKNOWN;
    if (Array.isArray(value)) return value.map((each) => plain(each, foundSecret));
    if (typeof value !== "object" || value === null) return value;
    const object = value as Properties;
    if (object[SIGNATURE] === SECRET) {
        foundSecret();
        return plain(object.value, foundSecret);
    }
    return Object.fromEntries(Object.entries(object).map(([key, each]) => [key, plain(each, foundSecret)]));
}

/** Properties for the engine. It writes those that are secret to state encrypted. */
export function toStruct(properties: object, secrets: ReadonlySet<string> = new Set()): Struct {
    const { Struct } = loadStruct();
    // Through JSON, which leaves out what is undefined: the wire has no such value.
    const known = JSON.parse(JSON.stringify(properties)) as Properties;
    const marked = Object.entries(known).map(([key, value]) =>
        secrets.has(key) ? [key, { [SIGNATURE]: SECRET, value }] : [key, value],
    );
    return Struct.fromJavaScript(Object.fromEntries(marked));
}
