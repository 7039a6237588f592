import { ApiError } from "../common/apiError";
import { isRecord } from "../common/checks";

/** The values without parts. `any` is for what the simulator does not look into. */
interface Scalars {
    string: string;
    integer: number;
    boolean: boolean;
    any: unknown;
}

type Scalar = keyof Scalars;
interface List {
    readonly listOf: Kind;
}
interface Structure {
    readonly objectOf: Parameters;
}
interface Optional {
    readonly optional: Kind;
}

/** The kind of a parameter. A question mark, or {@link optional}: it may be left out. */
export type Kind = Scalar | `${Scalar}?` | List | Structure | Optional;

/** The parameters of an action, or the fields of a structure, by name. */
export type Parameters = { readonly [name: string]: Kind };

type ValueOf<K extends Kind> = K extends Scalar
    ? Scalars[K]
    : K extends `${infer S extends Scalar}?`
      ? Scalars[S] | undefined
      : K extends { readonly listOf: infer E extends Kind }
        ? readonly ValueOf<E>[]
        : K extends { readonly objectOf: infer P extends Parameters }
          ? Input<P>
          : K extends { readonly optional: infer I extends Kind }
            ? ValueOf<I> | undefined
            : never;

/** What an action gets for its parameters. */
export type Input<P extends Parameters> = { readonly [name in keyof P]: ValueOf<P[name]> };

/** A list whose elements are all of one kind. */
export const listOf = <const K extends Kind>(kind: K) => ({ listOf: kind });
/** A structure: the vendor's word for an object with named fields. */
export const objectOf = <const P extends Parameters>(fields: P) => ({ objectOf: fields });
/** A list or structure that may be left out. */
export const optional = <const K extends Kind>(kind: K) => ({ optional: kind });

/** What a caller sent. `isText`: by a query or a form, where every value is text, whatever its kind. */
export interface Given {
    readonly input: unknown;
    readonly isText: boolean;
}

/** Holds what a caller sent against the parameters of an action, in the way the API names such faults. */
export function readParameters<const P extends Parameters>(parameters: P, { input, isText }: Given): Input<P> {
    return readFields(parameters, input, isText, "") as Input<P>;
}

function readFields(fields: Parameters, input: unknown, isText: boolean, path: string): Record<string, unknown> {
    if (!isRecord(input)) {
        throw wrongType(path || "Body");
    }
    const prefix = path && `${path}.`;
    for (const name of Object.keys(input)) {
        if (!Object.hasOwn(fields, name)) {
            throw new ApiError("UnknownParameter", [`${prefix}${name.slice(0, 64)}`]);
        }
    }
    return Object.fromEntries(
        Object.entries(fields).map(([name, kind]) => [name, read(kind, input[name], isText, prefix + name)]),
    );
}

function read(kind: Kind, given: unknown, isText: boolean, path: string): unknown {
    // SDKs send null for what their caller left out.
    const value = given ?? undefined;
    const isOptional = typeof kind === "string" ? kind.endsWith("?") : "optional" in kind;
    if (value === undefined) {
        if (isOptional) {
            return undefined;
        }
        throw new ApiError("MissingParameter", [path]);
    }
    if (typeof kind === "string") {
        return readScalar(kind.replace("?", "") as Scalar, value, isText, path);
    }
    if ("optional" in kind) {
        return read(kind.optional, value, isText, path);
    }
    if ("objectOf" in kind) {
        return readFields(kind.objectOf, value, isText, path);
    }
    if (!Array.isArray(value)) {
        throw wrongType(path);
    }
    return value.map((element, index) => read(kind.listOf, element, isText, `${path}.${index}`));
}

function readScalar(kind: Scalar, given: unknown, isText: boolean, path: string): unknown {
    const value = isText && typeof given === "string" ? fromText(kind, given) : given;
    const holds = kind === "integer" ? Number.isSafeInteger(value) : typeof value === kind;
    if (kind !== "any" && !holds) {
        throw wrongType(path);
    }
    return value;
}

/** The value that a text stands for where a parameter is of this kind; what stands for none stays text. */
function fromText(kind: Scalar, text: string): unknown {
    // Python writes its booleans with a capital letter.
    if (kind === "boolean" && /^(true|false)$/i.test(text)) {
        return text.toLowerCase() === "true";
    }
    return kind === "integer" && /^(0|-?[1-9]\d*)$/.test(text) ? Number(text) : text;
}

const wrongType = (path: string): ApiError => new ApiError("InvalidParameter", [path]);
