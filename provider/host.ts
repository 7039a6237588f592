import { subscribe } from "node:diagnostics_channel";
import { setMaxListeners } from "node:events";
import type { ConfigureRequest, ResourceProvider } from "@pulumi/pulumi/dynamic";
import { createApi, type TeoApi } from "./api/actions";
import { createCall } from "./api/client";
import { type ReadConfig, readSettings } from "./api/settings";
import { systemClock } from "./clock";
import { engineLog } from "./engineLog";
import type { Context } from "./lifecycle/context";
import { FreeCertificateVerificationLifecycle } from "./lifecycle/freeCertificateVerification";
import { Progress } from "./progress";
import { UserError } from "./userError";

// This module is what the dynamic-provider host requires, by the line in state. One host process serves a whole run: all its
// resources share the client, its budget of requests, and the line of progress.

const log = engineLog(process.argv.at(-1));
const cancelled = cancellation();
let readConfig: ReadConfig = () => undefined;
let api: TeoApi | undefined;

const context: Context = {
    get api() {
        api ??= createApi(createCall(readSettings(readConfig, process.env), systemClock));
        return api;
    },
    clock: systemClock,
    log,
    progress: new Progress(systemClock, log.status),
    signal: cancelled,
};

/**
 * Aborts with the first Ctrl-C. The engine then calls Cancel, whose handler in the dynamic-provider host does nothing. But the host's gRPC server
 * is Node's http2, and Node 22 and later announce each of its streams to the whole process.
 */
function cancellation(): AbortSignal {
    const controller = new AbortController();
    setMaxListeners(0, controller.signal);
    subscribe("http2.server.stream.created", (message) => {
        const { headers } = message as { headers?: Record<string, unknown> };
        if (headers?.[":path"] === "/pulumirpc.ResourceProvider/Cancel") controller.abort();
    });
    return controller.signal;
}

/** What the host calls, and prints the stack trace of an error of, all but create and update. */
const calls = ["check", "diff", "create", "read", "update", "delete"] as const;

/** A lifecycle as the host wants it: with the stack's config, and with errors that it prints as one line. */
function hosted(lifecycle: ResourceProvider): ResourceProvider {
    const wrapped: Record<string, unknown> = {
        // Called once a process, and skipped in silence ever after if it fails: only keep the config here.
        async configure({ config }: ConfigureRequest) {
            readConfig = (key) => config.get(key);
        },
    };
    for (const call of calls) {
        wrapped[call] = (...args: never[]) =>
            (lifecycle[call] as (...args: never[]) => Promise<unknown>).apply(lifecycle, args).catch(withoutTrace);
    }
    return wrapped as unknown as ResourceProvider;
}

/** The host prints `${error}: ${error.stack}` beside the error that the engine shows with the resource: make that a short line. */
function withoutTrace(error: unknown): never {
    if (error instanceof UserError) {
        const [headline] = error.message.split("\n");
        error.toString = () => `${error.name}: ${headline}`;
        error.stack = "details stand with the resource";
    }
    throw error;
}

// The names are part of the line in state: they never change.
export const FreeCertificateVerification = hosted(new FreeCertificateVerificationLifecycle(context));
