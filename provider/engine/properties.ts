import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { UNKNOWN, UNKNOWNS } from "../common/unknownOutput";
import { loadStruct } from "./grpc";

export type Properties = Record<string, unknown>;

/** Pulumi's wire format: the key that marks a special value, and the value of a secret. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Plain properties, and which of them contain a secret, at any depth. */
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
    // All are one to a lifecycle.
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
    // Through JSON, which omits undefined: the wire format has no such value.
    const known = JSON.parse(JSON.stringify(properties)) as Properties;
    const marked = Object.entries(known).map(([key, value]) =>
        secrets.has(key) ? [key, { [SIGNATURE]: SECRET, value }] : [key, value],
    );
    return Struct.fromJavaScript(Object.fromEntries(marked));
}
