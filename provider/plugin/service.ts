import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import type * as pluginProto from "@pulumi/pulumi/proto/plugin_pb";
import type * as rpc from "@pulumi/pulumi/proto/provider_pb";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { UserError } from "../common/userError";
import { loadAny, loadEmpty, loadGrpc } from "../engine/grpc";
import { lookUpHosts } from "../lifecycle/hostCertificate/lookUpHosts";
import { lookUpCertificate } from "../lifecycle/verification/lookUpCertificate";
import { changesBetween } from "./changes";
import { received, toStruct } from "./properties";
import { configFaults, configOf } from "./providerConfig";
import { InitFailure, resourceCalls } from "./resourceCalls";
import { Run } from "./run";

const proto = require("@pulumi/pulumi/proto/provider_pb") as typeof import("@pulumi/pulumi/proto/provider_pb");

/** What an engine calls: Pulumi's provider protocol. A method that is not here is answered as one that is not implemented. */
export function providerService(engineAddress: string | undefined): UntypedServiceImplementation {
    const { Empty } = loadEmpty();
    let run = new Run(engineAddress);
    const calls = resourceCalls(proto, () => run);

    const answer = <Request, Response>(work: (request: Request) => Promise<Response> | Response) => {
        return (call: { request: Request }, done: (error: object | null, response?: Response) => void) => {
            Promise.resolve()
                .then(() => work(call.request))
                .then(
                    (response) => done(null, response),
                    (error) => done(statusOf(error)),
                );
        };
    };
    const about = <Request extends { getUrn(): string }, Response>(work: (request: Request) => Promise<Response>) =>
        answer((request: Request) => run.about(request.getUrn(), () => work(request)));

    return {
        handshake: answer((request: rpc.ProviderHandshakeRequest) => {
            run = new Run(request.getEngineAddress());
            return new proto.ProviderHandshakeResponse().setAcceptSecrets(true).setAcceptResources(true);
        }),
        attach: answer((request: pluginProto.PluginAttach) => {
            run = new Run(request.getAddress());
            return new Empty();
        }),
        cancel: answer(() => {
            run.cancel();
            return new Empty();
        }),
        getPluginInfo: answer(() => {
            const { PluginInfo } =
                require("@pulumi/pulumi/proto/plugin_pb") as typeof import("@pulumi/pulumi/proto/plugin_pb");
            return new PluginInfo().setVersion(require("pulumi-teo/package.json").version);
        }),
        getSchema: answer(() =>
            new proto.GetSchemaResponse().setSchema(JSON.stringify(require("pulumi-teo/schema.json"))),
        ),
        checkConfig: answer((request: rpc.CheckRequest) => {
            const faults = configFaults(received(request.getNews()).properties);
            // The inputs as they are: what the environment adds leaves nothing in state.
            return new proto.CheckResponse()
                .setInputs(request.getNews())
                .setFailuresList(
                    faults.map(({ property, reason }) =>
                        new proto.CheckFailure().setProperty(property).setReason(reason),
                    ),
                );
        }),
        diffConfig: answer((request: rpc.DiffRequest) => {
            // Never a replacement: it would replace every resource of the provider.
            const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
            const [olds, news] = [received(request.getOldInputs()), received(request.getNews())];
            const changed = changesBetween(olds.properties, news.properties).size > 0;
            return new proto.DiffResponse().setChanges(changed ? DIFF_SOME : DIFF_NONE);
        }),
        configure: answer((request: rpc.ConfigureRequest) => {
            run.readConfig = configOf(received(request.getArgs()).properties);
            return new proto.ConfigureResponse()
                .setAcceptsecrets(true)
                .setAcceptresources(true)
                .setSupportspreview(true);
        }),
        invoke: answer(async (request: rpc.InvokeRequest) => {
            const { properties } = received(request.getArgs());
            return new proto.InvokeResponse().setReturn(toStruct(await lookUp(run, request.getTok(), properties)));
        }),
        check: about(calls.check),
        diff: about(calls.diff),
        create: about(calls.create),
        read: about(calls.read),
        update: about(calls.update),
        delete: about(async (request: rpc.DeleteRequest): Promise<Empty> => {
            await calls.delete(request);
            return new Empty();
        }),
    };
}

class UnknownFunctionError extends UserError {
    override readonly name = "UnknownFunctionError";
}

async function lookUp({ context }: Run, token: string, args: object): Promise<object> {
    switch (token) {
        case "teo:index:getFreeCertificateVerification":
            return lookUpCertificate(context, args);
        case "teo:index:getAccelerationDomains":
            return { ...args, domains: await lookUpHosts(context, args) };
        default:
            throw new UnknownFunctionError(`teo has no function ${token}`);
    }
}

/** An error for the wire. One that is none of a user's is a fault of this package, and keeps its stack trace. */
function statusOf(error: unknown): object {
    const { status, Metadata } = loadGrpc();
    const { message, stack } = error as Error;
    const metadata = new Metadata();
    if (error instanceof InitFailure)
        metadata.set("grpc-status-details-bin", initFailureDetails(error, status.UNKNOWN));
    return { code: status.UNKNOWN, details: error instanceof UserError ? message : stack, metadata };
}

/** What has the engine record a resource that is not ready: id and properties, in the form of gRPC's error details. */
function initFailureDetails({ message, id, properties }: InitFailure, code: number): Buffer {
    const { Status } = require("@pulumi/pulumi/proto/status_pb") as typeof import("@pulumi/pulumi/proto/status_pb");
    const { Any } = loadAny();
    const failure = new proto.ErrorResourceInitFailed().setId(id).setProperties(properties).setReasonsList([message]);
    const detail = new Any();
    detail.pack(failure.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    return Buffer.from(new Status().setCode(code).setMessage(message).addDetails(detail).serializeBinary());
}
