import { existsSync, readFileSync, readlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { perRun } from "./currentRun";

/**
 * Ends the program before it registers anything if Pulumi's dynamic-provider host cannot find this package: the host's own error is a stack
 * trace without advice. Does nothing if the host's folder is unknown.
 */
export const checkHostFolder = perRun(() => {
    // Without an engine, in a unit test with mocks, there is no host.
    const folders = pulumi.runtime.getEngine() ? hostFolders() : [];
    if (folders.length === 0 || folders.some(finds)) return;
    throw new pulumi.RunError(
        `Pulumi's dynamic-provider host, which runs the resources of pulumi-teo, cannot find the package from ${folders[0]}. Add pulumi-teo and @pulumi/pulumi to the dependencies of the package.json of the Pulumi project itself (pnpm gives a project only what it lists), or, with the Automation API, set workDir to a folder that has them in its node_modules.`,
    );
});

/** The folders that the host may run in. */
function hostFolders(): string[] {
    const root = process.env.PULUMI_NODEJS_ROOT_DIRECTORY;
    return root ? [process.cwd(), root] : engineFolders();
}

/** Of a program of the Automation API: the engine is a child of this process, in the folder of its workspace. Only Linux provides it. */
function engineFolders(): string[] {
    try {
        const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, "utf8").trim().split(" ");
        return children.filter(Boolean).flatMap((pid) => {
            const [command = ""] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
            return basename(command) === "pulumi" ? [readlinkSync(`/proc/${pid}/cwd`)] : [];
        });
    } catch {
        return [];
    }
}

/** Whether the line in state, evaluated in a folder, finds the package: in the node_modules of the folder or of one above it. */
function finds(folder: string): boolean {
    if (process.versions.pnp || process.env.NODE_PATH) return true;
    if (existsSync(join(folder, "node_modules", "pulumi-teo", "package.json"))) return true;
    const parent = dirname(folder);
    return parent !== folder && finds(parent);
}
