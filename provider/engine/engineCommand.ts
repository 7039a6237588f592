import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";

/** Between this process and the engine stands a shell script of Pulumi's, or two. */
const MAX_ANCESTORS = 4;

const TARGETS = /^(-t|--target|--exclude)/;

let found: { args: string[] | undefined } | undefined;

/** The command line of the engine that has started this process, without the command; undefined where it cannot be read. */
function engineArguments(): string[] | undefined {
    found ??= { args: readArguments() };
    return found.args;
}

function readArguments(): string[] | undefined {
    try {
        let pid = process.ppid;
        for (let i = 0; i < MAX_ANCESTORS; i++) {
            const { parent, command, args } = processOf(pid);
            if (basename(command) === "pulumi") return args;
            pid = parent;
        }
    } catch {
        // Windows has neither.
    }
    return undefined;
}

/** Whether the run is a `pulumi destroy`, of all or of targets, by the command line of the engine; undefined where that cannot be read. */
export function destroyRun(): "all" | "targets" | undefined {
    const args = engineArguments();
    return args && whatIsDestroyed(args);
}

/** A word may also be the value of an option, such as a stack named `down`: in doubt it is no destroy, which leaves a declared host served. */
export function whatIsDestroyed(args: string[]): "all" | "targets" | undefined {
    const has = (pattern: RegExp) => args.some((arg) => pattern.test(arg));
    if (!has(/^(destroy|down|dn)$/) || has(/^(up|update|refresh|watch|import)$/)) return undefined;
    return has(TARGETS) ? "targets" : "all";
}

/** Whether the run is limited to some resources, and is no destroy: then the engine does not show what else the program declares. */
export function updateHasTargets(args = engineArguments()): boolean {
    return args !== undefined && whatIsDestroyed(args) === undefined && args.some((arg) => TARGETS.test(arg));
}

/** Whether the run is a `pulumi preview`. That an up shows one first cannot be seen. */
export function previewCommand(args = engineArguments()): boolean {
    const has = (pattern: RegExp) => args?.some((arg) => pattern.test(arg)) ?? false;
    return has(/^(preview|pre)$/) && !has(/^(up|update|destroy|down|dn|refresh|watch|import)$/);
}

function processOf(pid: number): { parent: number; command: string; args: string[] } {
    if (process.platform === "linux") {
        // "pid (name) state parent ...": the name may hold anything.
        const [, parent] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
        const [command = "", ...args] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
        return { parent: Number(parent), command, args };
    }
    const line = execFileSync("ps", ["-o", "ppid=,args=", "-p", String(pid)], { encoding: "utf8" }).trim();
    const [parent, command = "", ...args] = line.split(/\s+/);
    return { parent: Number(parent), command, args };
}
