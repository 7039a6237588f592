import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";

/** Between this process and the engine stands a shell script of Pulumi's, or two. */
const MAX_ANCESTORS = 4;

/** Whether the run is a `pulumi destroy`, by the command line of the engine; false where that cannot be read. */
export function isDestroyRun(): boolean {
    try {
        let pid = process.ppid;
        for (let i = 0; i < MAX_ANCESTORS; i++) {
            const { parent, command, args } = processOf(pid);
            if (basename(command) === "pulumi") return args.some((arg) => /^(destroy|down|dn)$/.test(arg));
            pid = parent;
        }
    } catch {
        // Windows has neither.
    }
    return false;
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
