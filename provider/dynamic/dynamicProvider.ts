import { subscribe } from "node:diagnostics_channel";
import { setMaxListeners } from "node:events";
import type { ConfigureRequest, ResourceProvider } from "@pulumi/pulumi/dynamic";
import type { TeoApi } from "../api/actions";
import type { ReadConfig } from "../api/connection/settings";
import { systemClock } from "../common/clock";
import { PartialFailure, UserError } from "../common/userError";
import { engineLog } from "../engine/engineLog";
import type { Context } from "../lifecycle/shared/context";
import { Progress } from "../waiting/progress";

// This module is what the dynamic-provider host requires, by the line in state. One host process serves a whole run: all its
// resources share the client, its budget of requests, and the line of progress.

const log = engineLog(process.argv.at(-1));
const cancelled = cancellation();
let readConfig: ReadConfig = () => undefined;
let api: TeoApi | undefined;

const context: Context = {
    get api() {
        // Loaded with the first call: a preview, or an up with nothing to do, makes none.
        api ??= (require("../api/openApi") as typeof import("../api/openApi")).openApi(
            readConfig,
            systemClock,
            cancelled,
        );
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

/**
 * A lifecycle as the host wants it: with the stack's config, and with errors that it prints as one line. It is loaded with the first call: most
 * stacks use one or two of them.
 */
function hosted(load: () => ResourceProvider): ResourceProvider {
    let lifecycle: ResourceProvider | undefined;
    const wrapped: Record<string, unknown> = {
        // Called once a process, and skipped in silence ever after if it fails: only keep the config here.
        async configure({ config }: ConfigureRequest) {
            readConfig = (key) => config.get(key);
        },
    };
    for (const call of calls) {
        wrapped[call] = (...args: unknown[]) => {
            lifecycle ??= load();
            return (lifecycle[call] as (...args: unknown[]) => Promise<unknown>)
                .apply(lifecycle, args)
                .catch((error) => refuse(error, args.at(-1)));
        };
    }
    return wrapped as unknown as ResourceProvider;
}

/** Hands an error on in the form that the host makes the best of. `properties` are those that the call was about. */
function refuse(error: unknown, properties: unknown): never {
    if (error instanceof PartialFailure) {
        // The host takes id and properties over into state; without its `__provider` the next run could do nothing with them.
        const { __provider } = properties as { __provider: string };
        Object.assign(error, { properties: { ...error.properties, __provider }, reasons: [error.message] });
    }
    if (error instanceof UserError) {
        // The host prints `${error}: ${error.stack}` beside the error that the engine shows with the resource: make that a short line.
        const [headline] = error.message.split("\n");
        error.toString = () => `${error.name}: ${headline}`;
        error.stack = "details stand with the resource";
    }
    throw error;
}

// Once the engine is dead (killed, not cancelled), nobody reads what is printed, and nobody waits. Pulumi's handler of uncaught errors would print the
// failure to print, without end.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => process.exit(1));

// The names are part of the line in state: they never change.
export const FreeCertificate = hosted(() => {
    const { FreeCertificateLifecycle } =
        require("../lifecycle/application/applicationLifecycle") as typeof import("../lifecycle/application/applicationLifecycle");
    return new FreeCertificateLifecycle(context);
});
export const FreeCertificateVerification = hosted(() => {
    const { FreeCertificateVerificationLifecycle } =
        require("../lifecycle/verification/verificationLifecycle") as typeof import("../lifecycle/verification/verificationLifecycle");
    return new FreeCertificateVerificationLifecycle(context);
});
export const FreeCertificateVerificationSet = hosted(() => {
    const { FreeCertificateVerificationSetLifecycle } =
        require("../lifecycle/verificationSet/verificationSetLifecycle") as typeof import("../lifecycle/verificationSet/verificationSetLifecycle");
    return new FreeCertificateVerificationSetLifecycle(context);
});
export const HostCertificate = hosted(() => {
    const { HostCertificateLifecycle } =
        require("../lifecycle/hostCertificate/hostCertificateLifecycle") as typeof import("../lifecycle/hostCertificate/hostCertificateLifecycle");
    return new HostCertificateLifecycle(context);
});
