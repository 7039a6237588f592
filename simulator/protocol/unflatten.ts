import { isRecord } from "../common/checks";

/** Deeper and longer than any parameter is. */
const MAX_DEPTH = 8;

/**
 * The parameters of a query or a form, which has no JSON: `Filters.0.Name=domain-name` is a field of an element of a
 * list. All values stay text: only the schema of an action can tell what each one is.
 */
export function unflatten(query: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const root: Record<string, unknown> = Object.create(null);
    for (const [key, value] of Object.entries(query)) {
        const path = key.split(".").slice(0, MAX_DEPTH);
        const last = path.pop() as string;
        const parent = path.reduce((held: Record<string, unknown>, part) => {
            held[part] = isRecord(held[part]) ? held[part] : Object.create(null);
            return held[part] as Record<string, unknown>;
        }, root);
        parent[last] = value;
    }
    return Object.fromEntries(Object.entries(root).map(([name, value]) => [name, listed(value)]));
}

/** Turns what has the keys 0, 1, 2... into a list. */
function listed(value: unknown): unknown {
    if (!isRecord(value)) {
        // A name that is given twice is no list: lists have numbers in their names.
        return Array.isArray(value) ? { repeated: value } : value;
    }
    const entries = Object.entries(value).map(([name, inner]) => [name, listed(inner)] as const);
    const isList = entries.every(([name], index) => name === `${index}`);
    return isList ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}
