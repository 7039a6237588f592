import type * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { PartialFailure, UserError } from "../common/userError";
import { UNKNOWN } from "../lifecycle/shared/inputs";
import { checkTimeouts, LONGEST_TIMEOUT_MS } from "../lifecycle/shared/timeouts";
import { type Changes, changesBetween } from "./changes";
import type { Kind } from "./kinds";
import { type Properties, type Received, received, toStruct } from "./properties";
import type { Run } from "./run";

type Proto = typeof import("@pulumi/pulumi/proto/provider_pb");

/** What the dynamic resource keeps in state beside its properties, and a mark of its refresh, which is not needed here. */
const NOT_FOR_USERS = ["__provider", "drift", "recordReplaced", "secretsKnown"];

class TimeoutError extends UserError {
    override readonly name = "TimeoutError";
}

/** The calls about one resource: from the wire to its lifecycle and back. */
export function resourceCalls(proto: Proto, run: () => Run) {
    const kindOf = (urn: string) => run().kind(urn.split("::")[2]?.split("$").at(-1) ?? "");

    return {
        async check(request: rpc.CheckRequest): Promise<rpc.CheckResponse> {
            const { lifecycle } = kindOf(request.getUrn());
            const olds = plain(request.getOlds());
            const news = plain(request.getNews());
            // What a binding is about to replace has to be in state in time. A preview changes nothing, and reads nothing.
            const recordReplaced = news.properties.replaceOwnCertificate === true && !run().isPreview;
            const { inputs, failures = [] } = await lifecycle.check(olds.properties, {
                ...news.properties,
                ...(recordReplaced && { recordReplaced }),
            });
            const response = new proto.CheckResponse().setInputs(toStruct(inputs, news.secrets));
            return response.setFailuresList(
                failures.map(({ property, reason }) =>
                    new proto.CheckFailure().setProperty(property).setReason(reason),
                ),
            );
        },

        async diff(request: rpc.DiffRequest): Promise<rpc.DiffResponse> {
            const urn = request.getUrn();
            const kind = kindOf(urn);
            const olds = plain(request.getOlds()).properties;
            const news = plain(request.getNews()).properties;
            const oldInputs = plain(request.getOldInputs()).properties;
            const { changes, replaces = [] } = await kind.lifecycle.diff(request.getId(), kind.stored(olds), news);
            const refreshed = run().refreshed.get(urn);
            run().refreshed.delete(urn);
            const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
            const response = new proto.DiffResponse()
                .setChanges(changes || refreshed ? DIFF_SOME : DIFF_NONE)
                .setReplacesList(replaces);
            if (replaces.length > 0) return response;
            // The engine shows by itself what has changed in the inputs.
            const outside = refreshed ?? (changes ? changedOutside(oldInputs, olds, news) : undefined);
            if (!outside?.size) return response;
            response.setHasdetaileddiff(true).setDiffsList([...outside.keys()]);
            for (const [path, change] of outside) {
                const detail = new proto.PropertyDiff().setKind(proto.PropertyDiff.Kind[change]);
                response.getDetaileddiffMap().set(path, detail);
            }
            return response;
        },

        async create(request: rpc.CreateRequest): Promise<rpc.CreateResponse> {
            const kind = kindOf(request.getUrn());
            const inputs = plain(request.getProperties());
            const timeouts = timeoutOf("create", request);
            const response = new proto.CreateResponse();
            if (request.getPreview()) return response.setProperties(preview(run(), kind, inputs));
            const { id, outs } = await answered(kind, inputs, () => kind.lifecycle.create(inputs.properties, timeouts));
            return response.setId(id).setProperties(outs);
        },

        async update(request: rpc.UpdateRequest): Promise<rpc.UpdateResponse> {
            const kind = kindOf(request.getUrn());
            const news = plain(request.getNews());
            const timeouts = timeoutOf("update", request);
            const response = new proto.UpdateResponse();
            if (request.getPreview()) return response.setProperties(preview(run(), kind, news));
            const olds = kind.stored(plain(request.getOlds()).properties);
            const { outs } = await answered(kind, news, async () => {
                const updated = await kind.lifecycle.update(request.getId(), olds, news.properties, timeouts);
                return { id: request.getId(), ...updated };
            });
            return response.setProperties(outs);
        },

        async read(request: rpc.ReadRequest): Promise<rpc.ReadResponse> {
            const kind = kindOf(request.getUrn());
            const olds = plain(request.getProperties());
            const inputs = plain(request.getInputs());
            const { id, props } = await kind.lifecycle.read(request.getId(), kind.stored(olds.properties));
            const response = new proto.ReadResponse();
            // An empty id says that it is gone.
            if (!id || !props) return response;
            const declared = { ...inputs.properties, ...olds.properties };
            const before = kind.whole(kind.stored(olds.properties), declared);
            const outs = withoutMarks(kind.whole(props, declared));
            response.setId(id);
            if (!request.hasInputs()) {
                const imported = await kind.imported(outs);
                return response.setInputs(toStruct(imported.inputs)).setProperties(toStruct(imported.outs));
            }
            const changes = changesBetween(before, outs);
            // Which check has seen it is no news of the certificate.
            for (const path of changes.keys()) if (/(^|\.)requestId$/.test(path)) changes.delete(path);
            if (changes.size > 0) run().refreshed.set(request.getUrn(), changes);
            const secrets = new Set([...olds.secrets, ...secretOutputs(kind, inputs.secrets)]);
            return response.setProperties(toStruct(outs, secrets));
        },

        async delete(request: rpc.DeleteRequest): Promise<void> {
            const urn = request.getUrn();
            const kind = kindOf(urn);
            const outs = kind.stored(plain(request.getProperties()).properties);
            const timeoutMs = Math.min(request.getTimeout() * 1_000, LONGEST_TIMEOUT_MS);
            await kind.lifecycle.delete(request.getId(), outs, { urn, ...(timeoutMs > 0 && { timeoutMs }) });
        },
    };
}

/** Properties as they came, without what is not for users. */
function plain(struct: Parameters<typeof received>[0]): Received {
    const { properties, secrets } = received(struct);
    return { properties: withoutMarks(properties), secrets };
}

function withoutMarks(properties: Properties): Properties {
    return Object.fromEntries(Object.entries(properties).filter(([key]) => !NOT_FOR_USERS.includes(key)));
}

/** What somebody else has changed, where the program has changed nothing. */
function changedOutside(oldInputs: Properties, olds: Properties, news: Properties): Changes | undefined {
    if (changesBetween(oldInputs, news).size > 0) return undefined;
    const declared = Object.keys(news).filter((key) => key in olds);
    const pick = (from: Properties) => Object.fromEntries(declared.map((key) => [key, from[key]]));
    return changesBetween(pick(olds), pick(news));
}

/** How long the call may take. The engine takes any duration that it can parse. */
function timeoutOf(operation: "create" | "update", request: rpc.CreateRequest | rpc.UpdateRequest) {
    const seconds = request.getTimeout();
    const [fault] = seconds > 0 ? checkTimeouts({ [operation]: `${seconds}s` }) : [];
    if (fault) throw new TimeoutError(`${fault.property} ${fault.reason}`);
    return { urn: request.getUrn(), ...(seconds > 0 && { timeoutMs: seconds * 1_000 }) };
}

/** What is known before the call. */
function preview(run: Run, kind: Kind, { properties, secrets }: Received) {
    run.isPreview = true;
    const unknown = Object.fromEntries(kind.computed(properties).map((key) => [key, UNKNOWN]));
    return toStruct({ ...properties, ...unknown }, secretOutputs(kind, secrets));
}

function secretOutputs(kind: Kind, secretInputs: ReadonlySet<string>): Set<string> {
    return new Set([...secretInputs].flatMap((key) => [key, ...(kind.tells[key] ?? [])]));
}

/** The answer of a lifecycle for the wire, also the one that comes with a partial failure. */
async function answered(
    kind: Kind,
    { properties, secrets }: Received,
    call: () => Promise<{ id: string; outs: Properties }>,
) {
    const forEngine = (outs: object) =>
        toStruct(withoutMarks(kind.whole(outs as Properties, properties)), secretOutputs(kind, secrets));
    try {
        const { id, outs } = await call();
        return { id, outs: forEngine(outs) };
    } catch (error) {
        if (!(error instanceof PartialFailure)) throw error;
        throw new InitFailure(error, error.id, forEngine(error.properties));
    }
}

/** A {@link PartialFailure} whose properties are ready for the wire. */
export class InitFailure extends UserError {
    override readonly name = "InitFailure";

    constructor(
        cause: Error,
        readonly id: string,
        readonly properties: ReturnType<typeof toStruct>,
    ) {
        super(cause.message, { cause });
    }
}
