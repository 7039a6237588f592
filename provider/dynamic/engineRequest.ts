import type { EngineRequest } from "../lifecycle/shared/context";

/** The properties of a request that the host passes to the provider as the last argument. */
const LAST_ARGUMENT = {
    CreateRequest: "getProperties",
    UpdateRequest: "getNews",
    DeleteRequest: "getProperties",
} as const;

type Getter = (typeof LAST_ARGUMENT)[keyof typeof LAST_ARGUMENT];

/** The part of Pulumi's generated request classes that is used here. */
interface Request extends Record<Getter, () => { toJavaScript(): Record<string, unknown> } | undefined> {
    getUrn(): string;
    getTimeout(): number;
}

const requests = new WeakMap<object, EngineRequest>();

/**
 * Makes the URN and the timeout of a request known to {@link engineRequest}. The engine sends both, but Pulumi's host passes on only the properties.
 * The timeout is the only place where a transform of the program shows. A host that works differently loses nothing but that: the
 * resource option also travels as an input.
 */
export function noteEngineRequests(modules: Iterable<NodeModule | undefined> = Object.values(require.cache)): void {
    for (const module of modules) {
        // The host's own copy of @pulumi/pulumi: ours may be another one.
        if (!module || !/[\\/]proto[\\/]provider_pb\.js$/.test(module.filename)) continue;
        for (const [name, getter] of Object.entries(LAST_ARGUMENT)) {
            const prototype = (module.exports as Record<string, { prototype: Request } | undefined>)[name]?.prototype;
            if (typeof prototype?.[getter] === "function") noteRequests(prototype, getter);
        }
    }
}

function noteRequests(prototype: Request, getter: Getter): void {
    const original = prototype[getter];
    prototype[getter] = function (this: Request) {
        const struct = original.call(this);
        if (!struct) return struct;
        const toJavaScript = struct.toJavaScript.bind(struct);
        struct.toJavaScript = () => {
            const properties = toJavaScript();
            const timeoutMs = this.getTimeout() * 1_000;
            requests.set(properties, { urn: this.getUrn(), ...(timeoutMs > 0 && { timeoutMs }) });
            return properties;
        };
        return struct;
    };
}

/** The request of the given properties. Unknown for the first call of the process, which loads this module. */
export function engineRequest(properties: unknown): EngineRequest | undefined {
    return requests.get(properties as object);
}
