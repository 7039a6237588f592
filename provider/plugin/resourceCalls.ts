import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { HostRef } from "../api/hosts";
import { PartialFailure, UserError } from "../common/userError";
import type { EngineRequest } from "../lifecycle/shared/context";
import { type Fault, UNKNOWN } from "../lifecycle/shared/inputs";
import { checkTimeouts, LONGEST_TIMEOUT_MS } from "../lifecycle/shared/timeouts";
import { type Changes, changesBetween } from "./changes";
import type { Kind } from "./kinds";
import { type Properties, type Received, received, toStruct } from "./properties";
import type { Run } from "./run";

/** What the dynamic resource keeps in state beside its properties, and the mark of a refresh, which is remembered here in {@link Run}. */
const NOT_FOR_USERS = ["__provider", "drift", "recordReplaced", "secretsKnown", "secretProof"];

/** Where one of these is a secret, no message may show what is seen of the proof. */
const TELL_THE_PROOF = ["domain", "domains", "dnsVerification", "fileVerification"];

class TimeoutError extends UserError {
    override readonly name = "TimeoutError";
}

/** A {@link PartialFailure} whose properties are ready for the wire. */
export class InitFailure extends UserError {
    override readonly name = "InitFailure";

    constructor(
        cause: Error,
        readonly id: string,
        readonly properties: Struct,
    ) {
        super(cause.message, { cause });
    }
}

/** The calls about one resource, from the wire to its lifecycle and back. */
export const resourceCalls = {
    async check(run: Run, request: rpc.CheckRequest): Promise<rpc.CheckResponse> {
        const urn = request.getUrn();
        const olds = plain(request.getOlds()).properties;
        const { properties, secrets } = plain(request.getNews());
        // What a binding is about to replace has to be in state in time. A preview changes nothing, and reads nothing.
        const recordReplaced = (properties.replaceOwnCertificate === true && !run.isPreview) || undefined;
        const { lifecycle } = run.kindOf(urn);
        const { inputs, failures = [] } = await lifecycle.check(olds, { ...properties, recordReplaced });
        if (urn.includes("teo:index:HostCertificate::") && failures.length === 0)
            await run.bindings.declare(urn, inputs as object as HostRef, secrets.has("host"));
        return checkResponse(toStruct(inputs, secrets), failures);
    },

    async diff(run: Run, request: rpc.DiffRequest): Promise<rpc.DiffResponse> {
        const { lifecycle, stored = asItIs } = run.kindOf(request.getUrn());
        const [olds, news, oldInputs] = [request.getOlds(), request.getNews(), request.getOldInputs()].map(
            (struct) => plain(struct).properties,
        ) as [Properties, Properties, Properties];
        const { changes, replaces = [] } = await lifecycle.diff(request.getId(), stored(olds), news);
        const refreshed = run.takeRefreshed(request.getUrn());
        const { DIFF_SOME, DIFF_NONE } = rpc.DiffResponse.DiffChanges;
        const response = new rpc.DiffResponse().setChanges(changes || refreshed ? DIFF_SOME : DIFF_NONE);
        if (replaces.length > 0) return response.setReplacesList(replaces);
        // What has changed in the inputs the engine shows by itself.
        const outside = refreshed ?? (changes ? changedOutside(oldInputs, olds, news) : undefined);
        for (const [path, change] of outside ?? []) {
            const detail = new rpc.PropertyDiff().setKind(rpc.PropertyDiff.Kind[change]);
            response.setHasdetaileddiff(true).getDetaileddiffMap().set(path, detail);
        }
        return response;
    },

    async create(run: Run, request: rpc.CreateRequest): Promise<rpc.CreateResponse> {
        const kind = run.kindOf(request.getUrn());
        const inputs = plain(request.getProperties());
        const options = optionsOf("create", request);
        const response = new rpc.CreateResponse();
        if (request.getPreview()) return response.setProperties(preview(run, kind, inputs));
        const { id, outs } = await answered(kind, inputs, () => kind.lifecycle.create(forLifecycle(inputs), options));
        return response.setId(id).setProperties(outs);
    },

    async update(run: Run, request: rpc.UpdateRequest): Promise<rpc.UpdateResponse> {
        const kind = run.kindOf(request.getUrn());
        const { lifecycle, stored = asItIs } = kind;
        const news = plain(request.getNews());
        const options = optionsOf("update", request);
        const response = new rpc.UpdateResponse();
        if (request.getPreview()) return response.setProperties(preview(run, kind, news));
        const olds = stored(plain(request.getOlds()).properties);
        const id = request.getId();
        const { outs } = await answered(kind, news, async () => ({
            id,
            ...(await lifecycle.update(id, olds, forLifecycle(news), options)),
        }));
        return response.setProperties(outs);
    },

    async read(run: Run, request: rpc.ReadRequest): Promise<rpc.ReadResponse> {
        const kind = run.kindOf(request.getUrn());
        const { lifecycle, stored = asItIs, whole = asItIs } = kind;
        const olds = plain(request.getProperties());
        const inputs = plain(request.getInputs());
        const known = stored(olds.properties);
        const { id, props } = await lifecycle.read(request.getId(), known);
        const response = new rpc.ReadResponse();
        // An empty id says that it is gone.
        if (!id || !props) return response;
        const declared = { ...inputs.properties, ...olds.properties };
        const outs = withoutMarks(whole(props, declared));
        response.setId(id);
        // For an import the engine has no inputs, and wants some.
        if (!request.hasInputs() && kind.imported) {
            const imported = await kind.imported(outs);
            return response.setInputs(toStruct(imported.inputs)).setProperties(toStruct(imported.outs));
        }
        run.noteRefreshed(request.getUrn(), changesBetween(whole(known, declared), outs));
        const secrets = new Set([...olds.secrets, ...secretOutputs(kind, inputs.secrets)]);
        return response.setProperties(toStruct(outs, secrets));
    },

    async delete(run: Run, request: rpc.DeleteRequest): Promise<void> {
        const { lifecycle, stored = asItIs } = run.kindOf(request.getUrn());
        const timeoutMs = Math.min(request.getTimeout() * 1_000, LONGEST_TIMEOUT_MS) || undefined;
        const outs = stored(plain(request.getProperties()).properties);
        const { hasTargets } = run;
        await lifecycle.delete(request.getId(), outs, { urn: request.getUrn(), timeoutMs, hasTargets });
    },
};

export function checkResponse(inputs: Struct | undefined, faults: Fault[]): rpc.CheckResponse {
    const failures = faults.map(({ property, reason }) =>
        new rpc.CheckFailure().setProperty(property).setReason(reason),
    );
    return new rpc.CheckResponse().setInputs(inputs).setFailuresList(failures);
}

function asItIs(properties: Properties): Properties {
    return properties;
}

/** Properties as they came, without what is not for users. */
function plain(struct: Struct | undefined): Received {
    const { properties, secrets } = received(struct);
    return { properties: withoutMarks(properties), secrets };
}

function withoutMarks(properties: Properties): Properties {
    return Object.fromEntries(Object.entries(properties).filter(([key]) => !NOT_FOR_USERS.includes(key)));
}

/** Inputs for a call that may wait. */
function forLifecycle({ properties, secrets }: Received): Properties {
    const secretProof = TELL_THE_PROOF.some((key) => secrets.has(key));
    return { ...properties, ...(secretProof && { secretProof }) };
}

/** What somebody else has changed, where the program has changed nothing. */
function changedOutside(oldInputs: Properties, olds: Properties, news: Properties): Changes | undefined {
    if (changesBetween(oldInputs, news).size > 0) return undefined;
    const declared = Object.keys(news).filter((key) => key in olds);
    const pick = (from: Properties) => Object.fromEntries(declared.map((key) => [key, from[key]]));
    return changesBetween(pick(olds), pick(news));
}

/** What the engine says of the call. It takes any timeout that it can parse. */
function optionsOf(operation: "create" | "update", request: rpc.CreateRequest | rpc.UpdateRequest): EngineRequest {
    const seconds = request.getTimeout();
    if (seconds === 0) return { urn: request.getUrn() };
    const [fault] = checkTimeouts({ [operation]: `${seconds}s` });
    if (fault) throw new TimeoutError(`${fault.property} ${fault.reason}`);
    return { urn: request.getUrn(), timeoutMs: seconds * 1_000 };
}

/** What is known before the call. */
function preview(run: Run, kind: Kind, { properties, secrets }: Received): Struct {
    run.isPreview = true;
    const unknown = Object.fromEntries(kind.computed(properties).map((key) => [key, UNKNOWN]));
    return toStruct({ ...properties, ...unknown }, secretOutputs(kind, secrets));
}

function secretOutputs({ tells }: Kind, secretInputs: ReadonlySet<string>): Set<string> {
    return new Set([...secretInputs].flatMap((key) => [key, ...(tells?.[key] ?? [])]));
}

/** The answer of a lifecycle for the wire, also the one that comes with a partial failure. */
async function answered(
    kind: Kind,
    { properties, secrets }: Received,
    call: () => Promise<{ id: string; outs: Properties }>,
): Promise<{ id: string; outs: Struct }> {
    const { whole = asItIs } = kind;
    const forEngine = (outs: object) =>
        toStruct(withoutMarks(whole(outs as Properties, properties)), secretOutputs(kind, secrets));
    try {
        const { id, outs } = await call();
        return { id, outs: forEngine(outs) };
    } catch (error) {
        if (!(error instanceof PartialFailure)) throw error;
        throw new InitFailure(error, error.id, forEngine(error.properties));
    }
}
