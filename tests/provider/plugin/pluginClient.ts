import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { answer, type Properties, struct } from "../../hostClient";
import { type LogService, startLogService } from "../../logService";

type Kind = "FreeCertificate" | "FreeCertificateVerification" | "FreeCertificateVerificationSet" | "HostCertificate";

const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** A value as the engine sends a secret. */
export const secret = (value: unknown) => ({ [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value });

/** A value that is not known yet, as the engine sends a number. */
export const UNKNOWN_NUMBER = "3eeb2bf0-c639-47a8-9e75-3b44932eb421";

const main = join(__dirname, "..", "..", "..", "dist", "provider", "plugin", "main.js");

/** The plugin in a process of its own, as the engine starts and calls it, with plain objects. */
export class PluginClient {
    private constructor(
        readonly grpc: ResourceProviderClient,
        readonly log: LogService,
        private readonly child: ChildProcess,
    ) {}

    static async start(): Promise<PluginClient> {
        return PluginClient.startAt(await startLogService());
    }

    private static async startAt(log: LogService): Promise<PluginClient> {
        // A delete asks which command has started the plugin.
        const asEngine = ["-c", '"$0" "$1" "$2"; exit $?', process.execPath, main, log.address, "up"];
        const child = spawn("/bin/sh", asEngine, { stdio: ["ignore", "pipe", "inherit"] });
        // The first line it prints is the port it serves.
        const [port] = await once(createInterface(child.stdout), "line");
        const grpc = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
        return new PluginClient(grpc, log, child);
    }

    /** Another provider of the same run. */
    another(): Promise<PluginClient> {
        return PluginClient.startAt(this.log);
    }

    /** As a new run of the engine does that attaches to the same process. */
    handshake() {
        const request = new rpc.ProviderHandshakeRequest().setEngineAddress(this.log.address);
        return answer<rpc.ProviderHandshakeResponse>((done) => this.grpc.handshake(request, done));
    }

    async configure(args: Properties) {
        const request = new rpc.ConfigureRequest().setArgs(struct(args));
        return answer<rpc.ConfigureResponse>((done) => this.grpc.configure(request, done));
    }

    async checkConfig(news: Properties) {
        const request = new rpc.CheckRequest().setNews(struct(news)).setOlds(struct({}));
        const response = await answer<rpc.CheckResponse>((done) => this.grpc.checkConfig(request, done));
        return {
            inputs: js(response.getInputs()),
            failures: response.getFailuresList().map((each) => each.toObject()),
        };
    }

    async diffConfig(oldInputs: Properties, news: Properties) {
        const request = new rpc.DiffRequest().setOldInputs(struct(oldInputs)).setNews(struct(news));
        return diffOf(await answer<rpc.DiffResponse>((done) => this.grpc.diffConfig(request, done)));
    }

    async invoke(token: string, args: Properties) {
        const request = new rpc.InvokeRequest().setTok(token).setArgs(struct(args));
        return js((await answer<rpc.InvokeResponse>((done) => this.grpc.invoke(request, done))).getReturn());
    }

    async cancel() {
        await answer<Empty>((done) => this.grpc.cancel(new Empty(), done));
    }

    /** The calls about one resource. */
    resource(kind: Kind, name = "www") {
        const { grpc } = this;
        const urn = `urn:pulumi:test::test::teo:index:${kind}::${name}`;
        return {
            urn,
            async check(news: Properties, olds: Properties = {}) {
                const request = new rpc.CheckRequest().setUrn(urn).setNews(struct(news)).setOlds(struct(olds));
                const response = await answer<rpc.CheckResponse>((done) => grpc.check(request, done));
                const failures = response.getFailuresList().map((each) => each.toObject());
                return { inputs: js(response.getInputs()), failures };
            },
            async diff(id: string, olds: Properties, news: Properties, oldInputs: Properties = news) {
                const request = new rpc.DiffRequest().setUrn(urn).setId(id);
                request.setOlds(struct(olds)).setNews(struct(news)).setOldInputs(struct(oldInputs));
                return diffOf(await answer<rpc.DiffResponse>((done) => grpc.diff(request, done)));
            },
            async create(inputs: Properties, options: { timeout?: number; preview?: boolean } = {}) {
                const request = new rpc.CreateRequest().setUrn(urn).setProperties(struct(inputs));
                request.setTimeout(options.timeout ?? 0).setPreview(options.preview ?? false);
                const response = await answer<rpc.CreateResponse>((done) => grpc.create(request, done));
                return { id: response.getId(), outs: js(response.getProperties()) };
            },
            async update(
                id: string,
                olds: Properties,
                news: Properties,
                options: { timeout?: number; preview?: boolean } = {},
            ) {
                const request = new rpc.UpdateRequest().setUrn(urn).setId(id);
                request.setOlds(struct(olds)).setNews(struct(news));
                request.setTimeout(options.timeout ?? 0).setPreview(options.preview ?? false);
                return js((await answer<rpc.UpdateResponse>((done) => grpc.update(request, done))).getProperties());
            },
            /** For an import, neither inputs nor outputs are known. */
            async read(id: string, outs?: Properties, inputs: Properties = {}, timeout = 0) {
                const request = new rpc.ReadRequest()
                    .setUrn(urn)
                    .setId(id)
                    .setTimeout(timeout)
                    .setProperties(struct(outs ?? {}));
                if (outs) request.setInputs(struct(inputs));
                const response = await answer<rpc.ReadResponse>((done) => grpc.read(request, done));
                return {
                    id: response.getId(),
                    outs: js(response.getProperties()),
                    inputs: response.hasInputs() ? js(response.getInputs()) : undefined,
                };
            },
            async delete(id: string, outs: Properties, timeout = 0) {
                const request = new rpc.DeleteRequest().setUrn(urn).setId(id);
                request.setProperties(struct(outs)).setTimeout(timeout);
                await answer<Empty>((done) => grpc.delete(request, done));
            },
        };
    }

    /** Does as an engine that is killed, which says nothing; answers with the exit code. */
    async abandon(): Promise<number | null> {
        const exited = once(this.child, "exit");
        this.log.stop();
        const [code] = await exited;
        return code;
    }

    stop(): void {
        this.end();
        // The plugin itself ends when its engine is gone.
        this.log.stop();
    }

    /** Ends the connection to this provider alone. */
    end(): void {
        this.grpc.close();
        this.child.kill();
    }
}

function js(properties: Struct | undefined): Properties {
    return (properties?.toJavaScript() ?? {}) as Properties;
}

function diffOf(response: rpc.DiffResponse) {
    const details = [...response.getDetaileddiffMap().entries()].map(([path, detail]) => [path, detail.getKind()]);
    return {
        changes: response.getChanges() === rpc.DiffResponse.DiffChanges.DIFF_SOME,
        replaces: response.getReplacesList(),
        diffs: response.getDiffsList(),
        detailed: response.getHasdetaileddiff() ? Object.fromEntries(details) : undefined,
    };
}
