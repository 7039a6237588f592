import { credentials, type Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

export type Properties = Record<string, unknown>;

/** What the host answered in place of a result. */
export class HostError extends Error {
    constructor(
        /** The name of the gRPC status, such as `UNKNOWN`. */
        readonly code: string,
        /** The message the engine shows. */
        readonly details: string,
        /** What is recorded in state in spite of the failure. `__provider` stays in it: the next run needs it. */
        readonly partial?: { id: string; properties: Properties; reasons: string[] },
    ) {
        super(`${code}: ${details}${partial ? ` (${partial.reasons.join("; ")})` : ""}`);
        this.name = "HostError";
    }
}

/** Calls for resources of one `__provider` text, which is added to what is sent and left out of what is answered. */
export interface ResourceClient {
    check(news: Properties, olds?: Properties): Promise<{ inputs: Properties; failures: CheckFailure[] }>;
    diff(id: string, olds: Properties, news: Properties): Promise<Diff>;
    create(inputs: Properties): Promise<{ id: string; outs: Properties }>;
    /** An empty id says that the resource is gone. */
    read(id: string, outs: Properties): Promise<{ id: string; outs: Properties; inputs: Properties | undefined }>;
    update(id: string, olds: Properties, news: Properties): Promise<Properties>;
    /** `timeoutS` is what the engine sends of `customTimeouts`, in seconds. */
    delete(id: string, outs: Properties, timeoutS?: number): Promise<void>;
}

interface CheckFailure {
    property: string;
    reason: string;
}

interface Diff {
    /** Undefined when the provider does not say. */
    changes: boolean | undefined;
    replaces: string[];
    deleteBeforeReplace: boolean;
}

/** The dynamic-provider host as the engine calls it, with plain objects. */
export class HostClient {
    private readonly grpc: ResourceProviderClient;

    constructor(address: string) {
        this.grpc = new ResourceProviderClient(address, credentials.createInsecure());
    }

    /** Sends stack config as the engine does: every key with its namespace, each value a string. */
    async configure(config: Readonly<Record<string, string>>): Promise<void> {
        const request = new rpc.ConfigureRequest();
        request.setArgs(struct(config));
        request.setAcceptsecrets(true);
        request.setAcceptresources(true);
        await answer<rpc.ConfigureResponse>((done) => this.grpc.configure(request, done));
    }

    /** What the first Ctrl-C makes the engine send (twice). */
    async cancel(): Promise<void> {
        await answer<Empty>((done) => this.grpc.cancel(new Empty(), done));
    }

    /** Ends the line; calls under way fail. */
    protected close(): void {
        this.grpc.close();
    }

    resource(provider: string): ResourceClient {
        const { grpc } = this;
        const send = (properties: Properties) => struct({ ...properties, __provider: provider });
        return {
            async check(news, olds) {
                const request = new rpc.CheckRequest();
                request.setNews(send(news));
                request.setOlds(olds ? send(olds) : struct({}));
                const response = await answer<rpc.CheckResponse>((done) => grpc.check(request, done));
                const failures = response.getFailuresList().map((failure) => failure.toObject());
                return { inputs: received(response.getInputs()), failures };
            },
            async diff(id, olds, news) {
                const request = new rpc.DiffRequest();
                request.setId(id);
                request.setOlds(send(olds));
                request.setNews(send(news));
                const response = await answer<rpc.DiffResponse>((done) => grpc.diff(request, done));
                return {
                    changes: [undefined, false, true][response.getChanges()],
                    replaces: response.getReplacesList(),
                    deleteBeforeReplace: response.getDeletebeforereplace(),
                };
            },
            async create(inputs) {
                const request = new rpc.CreateRequest();
                request.setProperties(send(inputs));
                const response = await answer<rpc.CreateResponse>((done) => grpc.create(request, done));
                return { id: response.getId(), outs: received(response.getProperties()) };
            },
            async read(id, outs) {
                const request = new rpc.ReadRequest();
                request.setId(id);
                request.setProperties(send(outs));
                const response = await answer<rpc.ReadResponse>((done) => grpc.read(request, done));
                const inputs = response.getInputs();
                return {
                    id: response.getId(),
                    outs: received(response.getProperties()),
                    inputs: inputs && received(inputs),
                };
            },
            async update(id, olds, news) {
                const request = new rpc.UpdateRequest();
                request.setId(id);
                request.setOlds(send(olds));
                request.setNews(send(news));
                const response = await answer<rpc.UpdateResponse>((done) => grpc.update(request, done));
                return received(response.getProperties());
            },
            async delete(id, outs, timeoutS = 0) {
                const request = new rpc.DeleteRequest();
                request.setId(id);
                request.setTimeout(timeoutS);
                request.setProperties(send(outs));
                await answer<Empty>((done) => grpc.delete(request, done));
            },
        };
    }
}

export function answer<T>(call: (done: (error: ServiceError | null, response: T) => void) => unknown): Promise<T> {
    return new Promise((resolve, reject) => {
        call((error, response) => {
            if (error) {
                reject(new HostError(status[error.code], error.details, partialFailure(error.metadata)));
            } else {
                resolve(response);
            }
        });
    });
}

/** The engine's own way of telling "created, but not ready" from "not created". */
function partialFailure(metadata: Metadata): HostError["partial"] {
    const [bytes] = metadata.get("grpc-status-details-bin");
    if (!(bytes instanceof Uint8Array)) {
        return undefined;
    }
    const [detail] = Status.deserializeBinary(bytes).getDetailsList();
    const failure = detail?.unpack(rpc.ErrorResourceInitFailed.deserializeBinary, "pulumirpc.ErrorResourceInitFailed");
    if (!failure) {
        return undefined;
    }
    return {
        id: failure.getId(),
        properties: failure.getProperties()?.toJavaScript() ?? {},
        reasons: failure.getReasonsList(),
    };
}

export function struct(properties: Readonly<Properties>): Struct {
    // Through JSON, so that what the wire cannot carry (undefined) is left out, as the engine does.
    return Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)) as Record<string, JavaScriptValue>);
}

function received(properties: Struct | undefined): Properties {
    const { __provider, ...rest } = (properties?.toJavaScript() ?? {}) as Properties;
    return rest;
}
