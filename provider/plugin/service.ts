import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { type PluginAttach, PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { isForUsers, NotFoundError, PartialFailure } from "../common/userError";
import { loadAny, loadEmpty, loadGrpc } from "../engine/grpc";
import { received, toStruct } from "../engine/properties";
import { lookUpHosts } from "../lifecycle/hostCertificate/lookUpHosts";
import { UNKNOWN } from "../lifecycle/shared/inputs";
import { lookUpCertificate } from "../lifecycle/verification/lookUpCertificate";
import { changesBetween } from "./changes";
import { configFaults, configOf } from "./providerConfig";
import { checkResponse, resourceCalls } from "./resourceCalls";
import { Run } from "./run";

/** What an engine calls: Pulumi's provider protocol. A method that is not here is answered as one that is not implemented. */
export function providerService(engineAddress: string | undefined): UntypedServiceImplementation {
    const { Empty } = loadEmpty();
    const done = () => new Empty();
    let run = new Run(engineAddress);
    const about =
        <Request extends { getUrn(): string }, Response>(call: (run: Run, request: Request) => Promise<Response>) =>
        (request: Request) =>
            run.about(request.getUrn(), () => call(run, request));

    return {
        attach: answer((request: PluginAttach) => {
            run = new Run(request.getAddress());
            return done();
        }),
        handshake: answer((request: rpc.ProviderHandshakeRequest) => {
            run = new Run(request.getEngineAddress());
            return new rpc.ProviderHandshakeResponse().setAcceptSecrets(true).setAcceptResources(true);
        }),
        cancel: answer(() => {
            run.cancelled.abort();
            return done();
        }),
        getPluginInfo: answer(() => new PluginInfo().setVersion(require("pulumi-teo/package.json").version)),
        getSchema: answer(() =>
            new rpc.GetSchemaResponse().setSchema(JSON.stringify(require("pulumi-teo/schema.json"))),
        ),
        // The inputs as they are: what the environment adds leaves nothing in state.
        checkConfig: answer((request: rpc.CheckRequest) =>
            checkResponse(request.getNews(), configFaults(received(request.getNews()).properties)),
        ),
        diffConfig: answer((request: rpc.DiffRequest) => {
            // Never a replacement: it would replace every resource of the provider.
            const { DIFF_SOME, DIFF_NONE } = rpc.DiffResponse.DiffChanges;
            const [olds, news] = [received(request.getOldInputs()), received(request.getNews())];
            const changed = changesBetween(olds.properties, news.properties).size > 0;
            return new rpc.DiffResponse().setChanges(changed ? DIFF_SOME : DIFF_NONE);
        }),
        configure: answer((request: rpc.ConfigureRequest) => {
            run.readConfig = configOf(received(request.getArgs()).properties);
            // A provider that is yet to be made has no id.
            if (request.getId() === UNKNOWN) run.seemsPreview = true;
            return new rpc.ConfigureResponse().setAcceptsecrets(true).setAcceptresources(true).setSupportspreview(true);
        }),
        invoke: answer(async (request: rpc.InvokeRequest) => {
            const { properties } = received(request.getArgs());
            return new rpc.InvokeResponse().setReturn(toStruct(await lookUp(run, request.getTok(), properties)));
        }),
        check: answer(about(resourceCalls.check)),
        diff: answer(about(resourceCalls.diff)),
        create: answer(about(resourceCalls.create)),
        read: answer(about(resourceCalls.read)),
        update: answer(about(resourceCalls.update)),
        delete: answer((request: rpc.DeleteRequest) => about(resourceCalls.delete)(request).then(done)),
    };
}

/** A handler of gRPC's, from a function. */
function answer<Request, Response>(work: (request: Request) => Promise<Response> | Response) {
    return async (call: { request: Request }, done: (error: object | null, response?: Response) => void) => {
        try {
            done(null, await work(call.request));
        } catch (error) {
            done(statusOf(error));
        }
    };
}

async function lookUp({ context }: Run, token: string, args: object): Promise<object> {
    if (token === "teo:index:getFreeCertificateVerification") return lookUpCertificate(context, args);
    if (token === "teo:index:getAccelerationDomains") return { domains: await lookUpHosts(context, args) };
    throw new NotFoundError(`the provider teo has no function ${token}`);
}

/** An error for the wire. One that is none of a user's is a fault of this package, and keeps its stack trace. */
function statusOf(error: unknown): object {
    const { status, Metadata } = loadGrpc();
    const { message, stack = message } = error as Error;
    const details = isForUsers(error) ? message : stack;
    const metadata = new Metadata();
    if (error instanceof PartialFailure)
        metadata.set("grpc-status-details-bin", detailsOf(error, details, status.UNKNOWN));
    return { code: status.UNKNOWN, details, metadata };
}

/** What has the engine record a resource that is not ready: id and properties, in the form of gRPC's error details. */
function detailsOf({ id, properties }: PartialFailure, message: string, code: number): Buffer {
    const failure = new rpc.ErrorResourceInitFailed().setId(id).setReasonsList([message]);
    const detail = new (loadAny().Any)();
    detail.pack(failure.setProperties(properties as Struct).serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    return Buffer.from(new Status().setCode(code).setMessage(message).setDetailsList([detail]).serializeBinary());
}
