import type { ReadConfig } from "../api/connection/settings";
import { UserError } from "../common/userError";
import { runContext } from "../engine/runContext";
import type { Context } from "../lifecycle/shared/context";
import type { Fault } from "../lifecycle/shared/inputs";

class InvalidArgumentsError extends UserError {
    override readonly name = "InvalidArgumentsError";
}

let context: Context | undefined;

/** What the look-ups of a program share, with the settings that a resource would have. */
export function programContext(config: ReadConfig): Context {
    const print = (line: string) => console.log(line);
    const log = {
        info: async (line: string) => print(line),
        warn: async (line: string) => console.error(line),
        status: print,
    };
    context ??= runContext(config, log, new AbortController().signal);
    return context;
}

/** Names all arguments that cannot be used. */
export function refuseFaults(faults: Fault[]): void {
    if (faults.length === 0) return;
    throw new InvalidArgumentsError(faults.map(({ property, reason }) => `${property} ${reason}`).join("; "));
}
