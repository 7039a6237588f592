import { Server, ServerCredentials } from "@grpc/grpc-js";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { programStarts } from "./rejections";

// What the Automation API's `Stack.up` starts for an inline program, but not a part of its types. The CLI is run without
// that API so that tests see the text, environment and signals of a `pulumi` that a person starts.
const { LanguageServer } = require("@pulumi/pulumi/automation/server") as {
    LanguageServer: new (program: PulumiFn) => { onPulumiExit(hasError: boolean): void };
};

/** Stands for the Node language host: the engine calls `program` in this process. `args` tell the CLI where. */
export async function serveProgram(program: PulumiFn): Promise<{ args: string[]; stop(hasError: boolean): void }> {
    const server = new Server();
    const language = new LanguageServer(program);
    server.addService(LanguageRuntimeService, language as never);
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
            error ? reject(error) : resolve(bound),
        );
    });
    const ended = programStarts();
    return {
        args: [`--client=127.0.0.1:${port}`, "--exec-kind", "auto.inline"],
        stop(hasError) {
            ended();
            server.forceShutdown();
            language.onPulumiExit(hasError);
        },
    };
}
