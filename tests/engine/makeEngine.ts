import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { SemVer } from "semver";
import { madeOnce } from "../madeOnce";
import type { Log } from "./engine";

/** The folder whose go.mod pins the engine. */
const pinned = join(__dirname, "pulumi");
const CLI = "github.com/pulumi/pulumi/pkg/v3";
const SDK = "github.com/pulumi/pulumi/sdk/v3";

/** Downloads or builds the engine that `pulumi/go.mod` pins, once per user and version, and answers with the binary's path. */
export async function makeEngine(env: NodeJS.ProcessEnv, log: Log): Promise<string> {
    const version = await pinnedVersion();
    const make = async (draft: string) => {
        const refusal = await download(draft, version, log);
        if (refusal) {
            log(`Pulumi ${version} could not be downloaded (${refusal}); building it from Go source instead.`);
            await build(join(draft, "bin", "pulumi"), version, log);
        }
    };
    const root = await madeOnce(`engine-${version}-${process.platform}-${process.arch}`, log, make, env);
    return join(root, "bin", "pulumi");
}

/** The version go.mod names: the one place where it is written. */
export async function pinnedVersion(): Promise<string> {
    const text = await readFile(join(pinned, "go.mod"), "utf8");
    const version = new RegExp(`^\\s*${CLI} (v\\S+)`, "m").exec(text)?.[1];
    if (!version) {
        throw new Error(`tests/engine/pulumi/go.mod names no version of ${CLI}`);
    }
    return version;
}

/** Installs Pulumi's own distribution; answers with the reason when it cannot. */
async function download(root: string, version: string, log: Log): Promise<string | undefined> {
    try {
        // Asked first with a short bound of ours: the SDK's own installer waits for minutes on a network that swallows packets.
        await fetch("https://get.pulumi.com/install.sh", { method: "HEAD", signal: AbortSignal.timeout(5_000) });
        log(`Downloading Pulumi ${version} ...`);
        await PulumiCommand.install({ root, version: new SemVer(version) });
        return undefined;
    } catch (error) {
        await rm(root, { recursive: true, force: true });
        const { message, cause } = error as Error;
        return cause instanceof Error ? cause.message : message;
    }
}

async function build(binary: string, version: string, log: Log): Promise<void> {
    const stamp = `-s -w -X ${SDK}/go/common/version.Version=${version}`;
    const args = ["build", "-ldflags", stamp, "-o", binary, `${CLI}/cmd/pulumi`];
    const started = Date.now();
    log("Building the Pulumi engine: 3 to 5 minutes on two cores, the first time only.");
    const progress = setInterval(() => {
        log(`Building the Pulumi engine: ${Math.round((Date.now() - started) / 1000)} s`);
    }, 15_000);
    try {
        const go = spawn("go", args, { cwd: pinned, stdio: ["ignore", "ignore", "pipe"] });
        let said = "";
        go.stderr.setEncoding("utf8").on("data", (text: string) => {
            said += text;
        });
        const [code] = await once(go, "close");
        if (code !== 0) {
            throw new Error(`go ${args.join(" ")} ended with ${code}:\n${said}`);
        }
        // Where Pulumi's distribution has it. Found elsewhere, the engine warns of it in the output of each run.
        const script = "pulumi-resource-pulumi-nodejs";
        await copyFile(require.resolve(`@pulumi/pulumi/${script}`), join(dirname(binary), script));
    } catch (cause) {
        const way = "Install Pulumi (https://www.pulumi.com/docs/install/) or Go (https://go.dev/dl/) and try again.";
        throw new Error(`There is no Pulumi engine to test with. ${way}\n${(cause as Error).message}`, { cause });
    } finally {
        clearInterval(progress);
    }
}
