import { ApiError } from "../common/apiError";
import { normal } from "../common/zones";
import { type Input, listOf, objectOf, optional } from "./parameters";

const FILTER = { Name: "string", Values: listOf("string"), Fuzzy: "boolean?" } as const;

/** The kind of `Filters`. */
export const FILTERS = optional(listOf(objectOf(FILTER)));
const MAX_VALUES = 20;

/** Filters of the API by fields that the simulator's hosts do not have. */
const ELSEWHERE = ["origin-type", "origin", "backup-origin", "domain-cname", "share-cname"];

/** Reads `Filters` and `Match`: which names they name in full, and whether a name matches; no `matches`: all do. */
export function hostFilter(
    filters: readonly Input<typeof FILTER>[],
    match: string,
): { names: readonly string[]; matches?: (name: string) => boolean } {
    if (match !== "all" && match !== "any") {
        throw new ApiError("InvalidParameterValue", ["Match"]);
    }
    const read = filters.map((filter, index) => readFilter(filter, index));
    if (read.length === 0) {
        return { names: [] };
    }
    return {
        names: read.filter(({ isFuzzy }) => !isFuzzy).flatMap(({ values }) => [...values]),
        matches: (name) =>
            match === "all" ? read.every((filter) => holds(filter, name)) : read.some((filter) => holds(filter, name)),
    };
}

interface Filter {
    readonly values: ReadonlySet<string>;
    readonly isFuzzy: boolean;
}

function readFilter(
    { Name: name, Values: values, Fuzzy: isFuzzy = false }: Input<typeof FILTER>,
    index: number,
): Filter {
    if (ELSEWHERE.includes(name)) {
        throw new ApiError("UnsupportedOperation", [`Filters.${index}.Name ${name}`]);
    }
    if (name !== "domain-name") {
        throw new ApiError("InvalidParameter.InvalidFilterName");
    }
    if (values.length === 0) {
        throw new ApiError("InvalidParameterValue", [`Filters.${index}.Values`]);
    }
    if (values.length > MAX_VALUES) {
        throw new ApiError("InvalidParameter.TooManyFilterValues");
    }
    return { values: new Set(values.map(normal)), isFuzzy };
}

const holds = ({ values, isFuzzy }: Filter, name: string): boolean =>
    isFuzzy ? [...values].some((value) => name.includes(value)) : values.has(name);
