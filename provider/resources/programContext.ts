import type { ReadConfig } from "../api/connection/settings";
import { runContext } from "../engine/runContext";
import type { Context } from "../lifecycle/shared/context";

let context: Context | undefined;

/** What the look-ups of a program share, with the settings that a resource would have. */
export function programContext(config: ReadConfig): Context {
    const print = (line: string) => console.log(line);
    const log = {
        info: async (line: string) => print(line),
        warn: async (line: string) => console.error(line),
        status: async (line: string) => print(line),
    };
    context ??= runContext(config, log, new AbortController().signal);
    return context;
}
