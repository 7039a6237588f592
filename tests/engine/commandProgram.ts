import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { ServerUnaryCall, sendUnaryData, UntypedServiceImplementation } from "@grpc/grpc-js";
import {
    GetRequiredPackagesResponse,
    GetRequiredPluginsResponse,
    type RunRequest,
    RunResponse,
} from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";

/** A program of another language: a command that registers resources with the engine whose addresses it finds in its environment. */
export interface CommandProgram {
    readonly command: string;
    readonly args: readonly string[];
    readonly cwd: string;
    readonly env: Readonly<Record<string, string>>;
}

/** Stands for the language host of any language: Pulumi's Go SDK reads these variables itself; `run_program.py` does for Python. */
export class CommandLanguageServer {
    readonly #children = new Set<ChildProcess>();

    constructor(private readonly program: CommandProgram) {}

    readonly service: UntypedServiceImplementation = {
        getPluginInfo: answer(() => new PluginInfo().setVersion("1.0.0")),
        getRequiredPlugins: answer(() => new GetRequiredPluginsResponse()),
        getRequiredPackages: answer(() => new GetRequiredPackagesResponse()),
        run: answer((request: RunRequest) => this.#run(request)),
    };

    /** Ends a program that waits for an engine that is gone. */
    stop(): void {
        for (const child of this.#children) child.kill("SIGKILL");
    }

    async #run(request: RunRequest): Promise<RunResponse> {
        const { command, args, cwd, env } = this.program;
        const child = spawn(command, args, {
            cwd,
            env: { ...env, ...environment(request) },
            stdio: ["ignore", "pipe", "pipe"],
        });
        this.#children.add(child);
        let said = "";
        for (const stream of [child.stdout, child.stderr]) {
            stream.setEncoding("utf8").on("data", (text: string) => {
                said += text;
            });
        }
        const [code] = (await once(child, "close")) as [number | null];
        this.#children.delete(child);
        const response = new RunResponse();
        if (code !== 0) response.setError(`the program ended with ${code}:\n${said}`);
        return response;
    }
}

/** What Pulumi's language hosts hand to a program. */
function environment(request: RunRequest): Record<string, string> {
    return {
        PULUMI_PROJECT: request.getProject(),
        PULUMI_STACK: request.getStack(),
        PULUMI_ORGANIZATION: request.getOrganization(),
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
        PULUMI_DRY_RUN: String(request.getDryrun()),
        PULUMI_PARALLEL: String(request.getParallel()),
        PULUMI_MONITOR: request.getMonitorAddress(),
        PULUMI_ENGINE: request.getArgsList()[0] ?? "",
    };
}

function answer<Request, Response>(handle: (request: Request) => Response | Promise<Response>) {
    return async ({ request }: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>) => {
        try {
            callback(null, await handle(request));
        } catch (error) {
            callback(error as Error);
        }
    };
}
