import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cleanEnv } from "../cleanEnv";
import { type Finished, Running } from "./cli";
import { type Engine, ensureEngine } from "./engine";
import { newStack, PASSPHRASE } from "./newStack";
import type { Program } from "./program";

export interface StackOptions {
    /** The program, run in this process or by a command. Replace `stack.program` between runs to change it. */
    readonly program?: Program;
    /** In place of `program`: a project folder to run a copy of; needs `engine.hasLanguageHost`. */
    readonly folder?: string;
    /** Stack config, such as `{ "teo:endpoint": "http://127.0.0.1:1" }`. */
    readonly config?: Config;
    /** Environment of the engine and of the dynamic-provider host; nothing else is inherited. */
    readonly env?: Readonly<Record<string, string>>;
    readonly projectName?: string;
    /** Whether the folder `plugin` of the project has the provider plugin, and a project that is not a copy of a folder points the engine there. */
    readonly plugin?: boolean;
    /** Is handed what previews, updates, refreshes and destroys print, as it comes. */
    readonly print?: (text: string) => void;
    /** As `pulumi --parallel`, for each run. */
    readonly parallel?: number;
}

type Config = Readonly<Record<string, string | { readonly secret: string }>>;

/** A stack on a file backend in a folder of its own. */
export interface TestStack {
    readonly engine: Engine;
    /** The project's folder, which is also the host's working directory and its home. */
    readonly folder: string;
    program: Program | undefined;
    /** These four end as `pulumi <verb>` did; PulumiFailed when that failed. `args` are added to the command line. */
    up(...args: string[]): Promise<Finished>;
    preview(...args: string[]): Promise<Finished>;
    refresh(...args: string[]): Promise<Finished>;
    destroy(...args: string[]): Promise<Finished>;
    /** Any pulumi command as a person types it (`["up", "--yes"]`), with all its progress, while it runs. */
    start(args: readonly string[]): Running;
    setConfig(config: Config): Promise<void>;
    outputs(): Promise<Record<string, unknown>>;
    exportState(): Promise<State>;
    /** Ends what still runs and removes the folder; no resource is destroyed. */
    dispose(): Promise<void>;
}

/** `pulumi stack export`, as far as tests read it. */
export interface State {
    readonly deployment: {
        readonly resources?: readonly StateResource[];
        readonly pending_operations?: readonly { readonly resource: StateResource; readonly type: string }[];
    };
}

interface StateResource {
    readonly urn: string;
    readonly type: string;
    readonly id?: string;
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly outputs?: Readonly<Record<string, unknown>>;
    readonly initErrors?: readonly string[];
}

const repository = join(__dirname, "..", "..");
const STACK = "test";
/** Marks a value as secret in state. */
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

export async function createTestStack(options: StackOptions): Promise<TestStack> {
    const engine = await ensureEngine();
    const folder = await mkdtemp(join(tmpdir(), "pulumi-teo-stack-"));
    const env = cleanEnv(folder, {
        PATH: engine.searchPath,
        PULUMI_HOME: join(folder, ".pulumi"),
        PULUMI_BACKEND_URL: `file://${folder}`,
        PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
        PULUMI_STACK: STACK,
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        // A third less CPU for each command: the engine's memory is small.
        GOGC: "400",
        ...(options.parallel === undefined ? {} : { PULUMI_PARALLEL: String(options.parallel) }),
        ...options.env,
    });
    if (options.folder) {
        const skipped = /[\\/](node_modules|Pulumi\.[^\\/]+\.yaml)$/;
        await cp(options.folder, folder, { recursive: true, filter: (source) => !skipped.test(source) });
    } else {
        const plugins = options.plugin ? "plugins:\n  providers:\n    - name: teo\n      path: ./plugin\n" : "";
        const project = `name: ${options.projectName ?? "test"}\nruntime: nodejs\n${plugins}`;
        await writeFile(join(folder, "Pulumi.yaml"), project);
    }
    if (options.plugin) {
        await putPlugin(join(folder, "plugin"));
    }
    // The host resolves `pulumi-teo/provider` and the SDK from the project's folder.
    await symlink(join(repository, "node_modules"), join(folder, "node_modules"), "dir");

    const config = Object.entries(options.config ?? {});
    const plain = config.filter((pair): pair is [string, string] => typeof pair[1] === "string");
    const secrets = config.filter(([, value]) => typeof value !== "string");
    const stateFile = await newStack(folder, STACK, Object.fromEntries(plain));

    const running = new Set<Running>();
    const start = (args: readonly string[], program?: Program, print?: (text: string) => void): Running => {
        const run = new Running({ pulumi: engine.path, args, cwd: folder, env, program, print });
        running.add(run);
        const ended = () => running.delete(run);
        run.finished.then(ended, ended);
        return run;
    };
    // Progress of every resource every second is a lot of text, and most tests read none of it.
    const operation =
        (...verb: string[]) =>
        (...args: string[]) =>
            stack.start([...verb, "--suppress-progress", ...args]).succeeded();

    const stack: TestStack = {
        engine,
        folder,
        program: options.program,
        up: operation("up", "--yes", "--skip-preview"),
        preview: operation("preview"),
        refresh: operation("refresh", "--yes", "--skip-preview"),
        destroy: operation("destroy", "--yes", "--skip-preview"),
        start: (args) => start(args, stack.program, options.print),
        async setConfig(config) {
            const pairs = Object.entries(config).flatMap(([key, value]) =>
                typeof value === "string" ? ["--plaintext", `${key}=${value}`] : ["--secret", `${key}=${value.secret}`],
            );
            await start(["config", "set-all", ...pairs]).succeeded();
        },
        async outputs() {
            const { deployment } = await stack.exportState();
            const outputs = deployment.resources?.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
            if (!JSON.stringify(outputs).includes(SECRET)) return outputs;
            return JSON.parse((await start(["stack", "output", "--json", "--show-secrets"]).succeeded()).stdout);
        },
        async exportState() {
            const { checkpoint } = JSON.parse(await readFile(stateFile, "utf8"));
            return { deployment: checkpoint.latest };
        },
        async dispose() {
            await Promise.allSettled([...running].map((run) => run.terminate()));
            await rm(folder, { recursive: true, force: true });
        },
    };
    if (secrets.length > 0) {
        await stack.setConfig(Object.fromEntries(secrets));
    }
    return stack;
}

/** Puts the executable of the provider plugin into a folder, as npm puts it into `node_modules/.bin`. */
async function putPlugin(folder: string): Promise<void> {
    const main = join(repository, "dist", "provider", "plugin", "main.js");
    await mkdir(folder);
    await writeFile(join(folder, "pulumi-resource-teo"), `#!/bin/sh\nexec node "${main}" "$@"\n`, { mode: 0o755 });
}
