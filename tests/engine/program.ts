import { Server, ServerCredentials } from "@grpc/grpc-js";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { CommandLanguageServer, type CommandProgram } from "./commandProgram";
import { programStarts } from "./rejections";

// What the Automation API's `Stack.up` starts for an inline program, but not a part of its types. The CLI is run without
// that API so that tests see the text, environment and signals of a `pulumi` that a person starts.
const { LanguageServer } = require("@pulumi/pulumi/automation/server") as {
    LanguageServer: new (program: PulumiFn) => { onPulumiExit(hasError: boolean): void };
};

/** What a stack runs: a function of this process, or a program of another language. */
export type Program = PulumiFn | CommandProgram;

/** Stands for the language host: the engine calls `program`. `args` tell the CLI where. */
export async function serveProgram(program: Program): Promise<{ args: string[]; stop(hasError: boolean): void }> {
    const { service, end } = typeof program === "function" ? inline(program) : command(program);
    const server = new Server();
    server.addService(LanguageRuntimeService, service);
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
            error ? reject(error) : resolve(bound),
        );
    });
    return {
        args: [`--client=127.0.0.1:${port}`, "--exec-kind", "auto.inline"],
        stop(hasError) {
            server.forceShutdown();
            end(hasError);
        },
    };
}

function inline(program: PulumiFn) {
    const language = new LanguageServer(program);
    const ended = programStarts();
    const end = (hasError: boolean) => {
        ended();
        language.onPulumiExit(hasError);
    };
    return { service: language as never, end };
}

function command(program: CommandProgram) {
    const language = new CommandLanguageServer(program);
    return { service: language.service, end: () => language.stop() };
}
