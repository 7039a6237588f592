import { isDeepStrictEqual } from "node:util";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { PartialFailure } from "../common/userError";
import { destroyRun, hasTargets } from "../engine/engineCommand";
import { engineTimeoutMs } from "../engine/engineTimeout";
import { type Properties, type Received, received, toStruct } from "../engine/properties";
import { shownFault } from "../engine/shownFault";
import type { EngineRequest } from "../lifecycle/shared/context";
import { type Fault, UNKNOWN } from "../lifecycle/shared/inputs";
import { type Changes, changesBetween } from "./changes";
import type { Kind } from "./kinds";
import type { Run } from "./run";

/** What the dynamic resource keeps in state beside its properties, and the mark of a refresh, which is remembered here in {@link Run}. */
const NOT_FOR_USERS = ["__provider", "drift", "recordReplaced", "secretsKnown", "secretProof"];

/** Where one of these is a secret, no message may show what is seen of the proof. */
const TELL_THE_PROOF = ["domain", "domains", "dnsVerification", "fileVerification"];

/** The calls about one resource, from the wire to its lifecycle and back. */
export const resourceCalls = {
    async check(run: Run, request: rpc.CheckRequest): Promise<rpc.CheckResponse> {
        const urn = request.getUrn();
        const olds = plain(request.getOlds()).properties;
        const { properties, secrets } = plain(request.getNews());
        // What a binding is about to replace has to be in state in time. A preview changes nothing, and reads nothing.
        const recordReplaced = (properties.replaceOwnCertificate === true && !run.isPreview()) || undefined;
        const { lifecycle } = run.kindOf(urn);
        const { inputs, failures = [] } = await lifecycle.check(olds, { ...properties, recordReplaced });
        const { zoneId, host } = inputs as Record<string, string | undefined>;
        if (zoneId && host && failures.length === 0) await run.declareHost(urn, { zoneId, host }, secrets.has("host"));
        return checkResponse(toStruct(inputs, secrets), failures, secrets);
    },

    async diff(run: Run, request: rpc.DiffRequest): Promise<rpc.DiffResponse> {
        const { lifecycle, stored = identity } = run.kindOf(request.getUrn());
        const [olds, news, oldInputs] = [request.getOlds(), request.getNews(), request.getOldInputs()].map(
            (struct) => plain(struct).properties,
        ) as [Properties, Properties, Properties];
        const { changes, replaces = [] } = await lifecycle.diff(request.getId(), stored(olds), news);
        const refreshed = run.refreshed.get(request.getUrn());
        run.refreshed.delete(request.getUrn());
        const { DIFF_SOME, DIFF_NONE } = rpc.DiffResponse.DiffChanges;
        const response = new rpc.DiffResponse().setChanges(changes || refreshed ? DIFF_SOME : DIFF_NONE);
        const keys = Object.keys({ ...oldInputs, ...news });
        const changedKeys = changes ? keys.filter((key) => !isDeepStrictEqual(oldInputs[key], news[key])) : [];
        response.setDiffsList(changedKeys); // For `replaceOnChanges`: what is shown of the inputs the engine finds by itself.
        if (replaces.length > 0) return response.setReplacesList(replaces);
        const outside = refreshed ?? (changes && changedKeys.length === 0 ? changedOutside(olds, news) : undefined);
        for (const [path, change] of outside ?? []) {
            const detail = new rpc.PropertyDiff().setKind(rpc.PropertyDiff.Kind[change]);
            response.setHasdetaileddiff(true).getDetaileddiffMap().set(path, detail);
        }
        return response;
    },

    async create(run: Run, request: rpc.CreateRequest): Promise<rpc.CreateResponse> {
        const kind = run.kindOf(request.getUrn());
        const inputs = plain(request.getProperties());
        const { id, outs } = await changed(run, "create", request, kind, inputs, (options) =>
            kind.lifecycle.create(forLifecycle(inputs), options),
        );
        return new rpc.CreateResponse().setId(id ?? "").setProperties(outs);
    },

    async update(run: Run, request: rpc.UpdateRequest): Promise<rpc.UpdateResponse> {
        const kind = run.kindOf(request.getUrn());
        const { lifecycle, stored = identity } = kind;
        const olds = stored(plain(request.getOlds()).properties);
        const news = plain(request.getNews());
        const { outs } = await changed(run, "update", request, kind, news, (options) =>
            lifecycle.update(request.getId(), olds, forLifecycle(news), options),
        );
        return new rpc.UpdateResponse().setProperties(outs);
    },

    async read(run: Run, request: rpc.ReadRequest): Promise<rpc.ReadResponse> {
        const kind = run.kindOf(request.getUrn());
        const { lifecycle, stored = identity, whole = identity } = kind;
        const olds = plain(request.getProperties());
        const inputs = plain(request.getInputs());
        const known = stored(olds.properties);
        await engineTimeoutMs(run.context.log, "read", request.getTimeout());
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
        // The engine asks what an update would change back, and shows the inverse.
        const secrets = new Set([...olds.secrets, ...secretOutputs(kind, inputs.secrets)]);
        const changes = changesBetween(outs, whole(known, declared), secrets);
        if (changes.size > 0) run.refreshed.set(request.getUrn(), changes);
        return response.setProperties(toStruct(outs, secrets));
    },

    async delete(run: Run, request: rpc.DeleteRequest): Promise<void> {
        const { lifecycle, stored = identity } = run.kindOf(request.getUrn());
        const timeoutMs = await engineTimeoutMs(run.context.log, "delete", request.getTimeout());
        const outs = stored(plain(request.getProperties()).properties);
        const destroys = destroyRun();
        const hiddenBy = destroys ? (hasTargets() ? "targets" : undefined) : "commandLine";
        await lifecycle.delete(request.getId(), outs, { urn: request.getUrn(), timeoutMs, destroys, hiddenBy });
    },
};

export function checkResponse(inputs: Struct | undefined, faults: Fault[], secrets: ReadonlySet<string> = new Set()) {
    const failures = faults.map((fault) => {
        const { property, reason } = shownFault(fault, secrets);
        return new rpc.CheckFailure().setProperty(property).setReason(reason);
    });
    return new rpc.CheckResponse().setInputs(inputs).setFailuresList(failures);
}

function identity(properties: Properties): Properties {
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
function changedOutside(olds: Properties, news: Properties): Changes {
    const declared = Object.keys(news).filter((key) => key in olds);
    const pick = (from: Properties) => Object.fromEntries(declared.map((key) => [key, from[key]]));
    return changesBetween(pick(olds), pick(news));
}

function secretOutputs({ tells }: Kind, secretInputs: ReadonlySet<string>): Set<string> {
    return new Set([...secretInputs].flatMap((key) => [key, ...(tells?.[key] ?? [])]));
}

/** What a create or update makes of a resource, for the wire. A preview calls nothing, and what only a call can tell is unknown. */
async function changed(
    run: Run,
    operation: "create" | "update",
    request: rpc.CreateRequest | rpc.UpdateRequest,
    kind: Kind,
    { properties, secrets }: Received,
    call: (options: EngineRequest) => Promise<{ id?: string; outs: Properties }>,
): Promise<{ id?: string; outs: Struct }> {
    const { whole = identity, computed } = kind;
    const secret = secretOutputs(kind, secrets);
    const forEngine = (outs: object) => toStruct(withoutMarks(whole(outs as Properties, properties)), secret);
    const timeoutMs = await engineTimeoutMs(run.context.log, operation, request.getTimeout());
    if (request.getPreview()) {
        run.seemsPreview = true;
        const unknown = computed(properties).map((key) => [key, UNKNOWN]);
        return { outs: toStruct({ ...properties, ...Object.fromEntries(unknown) }, secret) };
    }
    try {
        const { id, outs } = await call({ urn: request.getUrn(), timeoutMs });
        return { id, outs: forEngine(outs) };
    } catch (error) {
        if (!(error instanceof PartialFailure)) throw error;
        throw new PartialFailure(error.cause, error.id, forEngine(error.properties));
    }
}
