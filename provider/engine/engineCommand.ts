import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Pulumi starts this process through one or two shell scripts. */
const MAX_ANCESTORS = 4;

const DESTROY = /^(destroy|down|dn)$/;
const PREVIEW = /^(preview|pre)$/;
const OTHERS = /^(up|update|refresh|watch|import)$/;
/** In a cluster of short flags, one that takes a value ends it: `-st` is the stack `t`. */
const TARGETS = /^(--target|--exclude|-[^-Ccmpsvx]*t)/;
/** Pulumi takes every flag from the environment, too. */
const TARGETS_OF_ENVIRONMENT = /^PULUMI_OPTION_(TARGET|EXCLUDE)/;

let found: { args: string[] | undefined } | undefined;

/** The command line of the engine that has started this process; undefined where it cannot be read. */
function engineArguments(): string[] | undefined {
    found ??= { args: readArguments() };
    return found.args;
}

/** The engine is the nearest process with one of its commands, whatever its file is called. */
function readArguments(): string[] | undefined {
    try {
        const processOf = process.platform === "win32" ? processOfWindows() : processOfUnix;
        let pid = process.ppid;
        for (let i = 0; i < MAX_ANCESTORS; i++) {
            const { parent, args } = processOf(pid);
            if (args.some((arg) => [DESTROY, PREVIEW, OTHERS].some((command) => command.test(arg)))) return args;
            pid = parent;
        }
    } catch {
        // Whoever asks is told that it is not known.
    }
    return undefined;
}

/** What the run destroys, by the command line of the engine; undefined where that cannot be read. */
export function destroyRun(args = engineArguments(), env = process.env): "all" | "targets" | "nothing" | undefined {
    if (!args) return undefined;
    const has = (pattern: RegExp) => args.some((arg) => pattern.test(arg));
    // A word may also be the value of an option, such as a stack named `down`: in doubt it is no destroy, which leaves a declared host served.
    if (!has(DESTROY) || has(OTHERS)) return "nothing";
    return hasTargets(args, env) ? "targets" : "all";
}

/** Whether the run is limited to some resources. */
export function hasTargets(args = engineArguments() ?? [], env = process.env): boolean {
    return (
        args.some((arg) => TARGETS.test(arg)) ||
        Object.entries(env).some(([name, value]) => value && TARGETS_OF_ENVIRONMENT.test(name))
    );
}

/** Whether the run is a `pulumi preview`. That an up shows one first cannot be seen. */
export function previewCommand(args = engineArguments() ?? []): boolean {
    const has = (pattern: RegExp) => args.some((arg) => pattern.test(arg));
    return has(PREVIEW) && !has(OTHERS) && !has(DESTROY);
}

interface Process {
    parent: number;
    args: string[];
}

function processOfUnix(pid: number): Process {
    if (process.platform === "linux") {
        // "pid (name) state parent ...": the name may hold anything.
        const [, parent] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
        const [, ...args] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
        return { parent: Number(parent), args };
    }
    const line = execFileSync("ps", ["-o", "ppid=,args=", "-p", String(pid)], { encoding: "utf8" }).trim();
    const [parent, , ...args] = line.split(/\s+/);
    return { parent: Number(parent), args };
}

/** Windows lists processes by PowerShell alone, which takes a second to start: all at once. */
function processOfWindows(): (pid: number) => Process {
    const script =
        'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.ParentProcessId) $($_.CommandLine)" }';
    const list = execFileSync("powershell.exe", ["-NoProfile", "-NonInteractive", "-Command", script], {
        encoding: "utf8",
        windowsHide: true,
    });
    const lines = list.split(/\r?\n/);
    return (pid) => {
        const [, parent, ...args] = lines.find((line) => line.startsWith(`${pid} `))?.split(/[\s"]+/) ?? [];
        return { parent: Number(parent), args };
    };
}
