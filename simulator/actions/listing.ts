import { ApiError } from "../common/apiError";
import { normal } from "../common/names";
import { type Input, listOf, objectOf, optional } from "./parameters";

export const FILTER = { Name: "string", Values: listOf("string"), Fuzzy: "boolean?" } as const;

/** The kind of `Filters`: the vendor's `AdvancedFilter`, and its `Filter`, which has no `Fuzzy`. */
export const FILTERS = optional(listOf(objectOf(FILTER)));

type Filters = readonly Input<typeof FILTER>[] | undefined;

const MAX_VALUES = 20;

/** What may be filtered by: the value that an item has for it, or several. */
type FilterFields<T> = Readonly<Record<string, (item: T) => string | readonly string[] | undefined>>;

/** Reads `Filters`, by what an action filters by, and gives what picks the items that meet them. Values are compared without regard to case. */
export function readFilters<T>(
    filters: Filters = [],
    fields: FilterFields<T>,
    { match = "all", maxValues = MAX_VALUES }: { match?: string; maxValues?: number } = {},
): (items: readonly T[]) => readonly T[] {
    if (match !== "all" && match !== "any") {
        throw new ApiError("InvalidParameterValue", ["Match"]);
    }
    const tests = filters.map(({ Name: name, Values: values, Fuzzy: isFuzzy = false }, index) => {
        const fieldOf = Object.hasOwn(fields, name) ? fields[name] : undefined;
        if (fieldOf === undefined) {
            throw new ApiError("InvalidParameter.InvalidFilterName");
        }
        if (values.length === 0) {
            throw new ApiError("InvalidParameterValue", [`Filters.${index}.Values`]);
        }
        if (values.length > maxValues) {
            throw new ApiError("InvalidParameter.TooManyFilterValues");
        }
        // A part of a name has no ASCII form.
        const form = isFuzzy ? (value: string): string => value.toLowerCase() : normal;
        const wanted = new Set(values.map(form));
        const holds = (value: string): boolean =>
            isFuzzy ? [...wanted].some((part) => value.includes(part)) : wanted.has(value);
        return (item: T): boolean => [fieldOf(item) ?? []].flat().some((value) => holds(form(value)));
    });
    if (tests.length === 0) {
        return (items) => items;
    }
    const matches = (item: T): boolean =>
        match === "all" ? tests.every((test) => test(item)) : tests.some((test) => test(item));
    return (items) => items.filter(matches);
}

/** The values that a call names in full in its filters by `field`. */
export const namedIn = (filters: Filters = [], field: string): string[] =>
    filters.flatMap(({ Name: name, Values: values, Fuzzy: isFuzzy }) =>
        name === field && !isFuzzy ? values.map(normal) : [],
    );

/** Cuts out the page that a call asks for. */
export function page<T>(
    items: readonly T[],
    { Offset: offset = 0, Limit: limit = 20 }: { readonly Offset?: number; readonly Limit?: number },
    maxLimit: number,
): readonly T[] {
    if (offset < 0) {
        throw new ApiError("InvalidParameterValue", ["Offset"]);
    }
    if (limit < 1 || limit > maxLimit) {
        throw new ApiError("InvalidParameterValue", ["Limit"]);
    }
    return items.slice(offset, offset + limit);
}

/** Sorts by what the call names, one of the keys of `orders`; items are in that of `given` already, if that is undefined. */
export function ordered<T>(
    items: readonly T[],
    orders: Readonly<Record<string, ((item: T) => string | number) | undefined>>,
    order: string,
    direction: string,
): readonly T[] {
    if (!Object.hasOwn(orders, order)) {
        throw new ApiError("InvalidParameter.InvalidSortBy");
    }
    if (direction !== "asc" && direction !== "desc") {
        throw new ApiError("InvalidParameter.InvalidSortOrder");
    }
    const keyOf = orders[order];
    const sorted =
        keyOf === undefined
            ? items
            : items
                  .map((item) => ({ item, key: keyOf(item) }))
                  .sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
                  .map(({ item }) => item);
    return direction === "desc" ? [...sorted].reverse() : sorted;
}
