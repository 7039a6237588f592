import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { version as sdkVersion } from "@pulumi/pulumi/version";
import { satisfies } from "semver";
import { makeEngine } from "./makeEngine";

const run = promisify(execFile);

/** The pulumi CLI, which holds the engine. */
export interface Engine {
    /** Absolute path of the binary. */
    readonly path: string;
    readonly version: string;
    /** Whether it can run a project folder, not only a program inside this process: Pulumi's own distribution can. */
    readonly hasLanguageHost: boolean;
    /** The PATH to run it with: finds this process's Node, the SDK's dynamic-provider script and the engine's own plugins. */
    readonly searchPath: string;
}

export type Log = (line: string) => void;

const toStderr: Log = (line) => {
    // Jest holds console.log back until a test ends; a build of minutes has to be seen while it runs.
    process.stderr.write(`${line}\n`);
};

let found: Promise<Engine> | undefined;

/** The engine that the tests of this process share. */
export function ensureEngine(log: Log = toStderr): Promise<Engine> {
    found ??= findEngine(process.env, log);
    return found;
}

/** Finds the engine, or makes one: an explicit binary, `pulumi` on the PATH, ours from before, a download, a Go build. */
export async function findEngine(env: NodeJS.ProcessEnv, log: Log): Promise<Engine> {
    const searchPath = env.PATH ?? "";
    const named = env.PULUMI_TEO_ENGINE;
    if (named) {
        return describe(named, await versionOf(named), searchPath);
    }
    const onPath = await which("pulumi", searchPath);
    if (onPath) {
        const version = await versionOf(onPath);
        if (satisfies(version, `^${sdkVersion}`)) {
            return describe(onPath, version, searchPath);
        }
        log(`${onPath} is ${version}; these tests need ${sdkVersion} or newer, so another engine is looked for.`);
    }
    const made = await makeEngine(env, log);
    return describe(made, await versionOf(made), searchPath);
}

async function describe(path: string, version: string, inherited: string): Promise<Engine> {
    const searchPath = [
        // The dynamic-provider script calls `node`: it has to be the Node that runs the tests.
        dirname(process.execPath),
        dirname(path),
        // Pulumi's distribution has that script beside the engine; the SDK has it too.
        dirname(require.resolve("@pulumi/pulumi/package.json")),
        // `npm test` puts the commands of this checkout on the PATH, and the engine warns of a plugin that it finds there.
        ...inherited.split(delimiter).filter((folder) => !folder.endsWith(join("node_modules", ".bin"))),
    ].join(delimiter);
    const languageHost = await which("pulumi-language-nodejs", searchPath);
    return { path, version, hasLanguageHost: languageHost !== undefined, searchPath };
}

async function versionOf(binary: string): Promise<string> {
    const { stdout } = await run(binary, ["version"], { env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" } });
    return stdout.trim();
}

async function which(name: string, searchPath: string): Promise<string | undefined> {
    for (const folder of searchPath.split(delimiter)) {
        const candidate = join(folder, name);
        if (await access(candidate, constants.X_OK).then(ok, no)) {
            return candidate;
        }
    }
    return undefined;
}

const ok = () => true;
const no = () => false;
