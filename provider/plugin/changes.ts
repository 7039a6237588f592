import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../engine/properties";

/** What has become of a property, in Pulumi's words. */
type ChangeKind = "ADD" | "DELETE" | "UPDATE";

/** What has changed, by the paths of the properties. */
export type Changes = Map<string, ChangeKind>;

/**
 * What differs between two sets of properties, as deep as objects go that are no secret: a path is shown. Which check has seen a certificate is no
 * news of it.
 */
export function changesBetween(
    before: Properties,
    after: Properties,
    secrets: ReadonlySet<string> = new Set(),
    parent = "",
    found: Changes = new Map(),
): Changes {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
        const path = pathOf(parent, key);
        const [one, other] = [before[key], after[key]];
        if (key === "requestId" || isDeepStrictEqual(one, other)) continue;
        if (one === undefined) found.set(path, "ADD");
        else if (other === undefined) found.set(path, "DELETE");
        else if (isObject(one) && isObject(other) && !secrets.has(path))
            changesBetween(one, other, secrets, path, found);
        else found.set(path, "UPDATE");
    }
    return found;
}

function isObject(value: unknown): value is Properties {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function pathOf(parent: string, key: string): string {
    if (!/^\w+$/.test(key)) return `${parent}["${key}"]`;
    return parent ? `${parent}.${key}` : key;
}
