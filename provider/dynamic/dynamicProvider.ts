import type { ConfigureRequest, ResourceProvider } from "@pulumi/pulumi/dynamic";
import type { ReadConfig } from "../api/connection/settings";
import { isForUsers, PartialFailure } from "../common/userError";
import { destroyRun } from "../engine/engineCommand";
import { endWithEngine } from "../engine/engineGone";
import { engineLog } from "../engine/engineLog";
import { ProgramBindings } from "../engine/programBindings";
import { runContext } from "../engine/runContext";
import type { EngineRequest } from "../lifecycle/shared/context";
import { cancellation } from "./cancellation";
import { engineRequest, noteEngineRequests } from "./engineRequest";

// This module is what the dynamic-provider host requires, by the line in state. One host process serves a whole run: all its
// resources share the client, its request budget, and the progress line.

let readConfig: ReadConfig = () => undefined;
/** The host's last argument. */
const engineAddress = process.argv.at(-1);
const bindings = engineAddress ? new ProgramBindings(engineAddress) : undefined;
const context = runContext((key) => readConfig(key), engineLog(engineAddress), cancellation(), {
    boundByProgram: (ref) => (bindings ? bindings.urnsOf(ref) : []),
});

noteEngineRequests();
endWithEngine(engineAddress);

/** The methods that the host calls. It prints the stack trace of an error from any but create and update. */
const calls = ["check", "diff", "create", "read", "update", "delete"] as const;

/**
 * Adapts a lifecycle to the host: with the stack's config, and with errors that it prints as one line. Loaded with the first call: most
 * stacks use one or two of them.
 */
function hosted(load: () => ResourceProvider): ResourceProvider {
    let lifecycle: ResourceProvider | undefined;
    const wrapped: Record<string, unknown> = {
        // Called once per process, and silently skipped after a failure: only keep the config here.
        async configure({ config }: ConfigureRequest) {
            readConfig = (key) => config.get(key);
        },
    };
    for (const call of calls) {
        wrapped[call] = (...args: unknown[]) => {
            lifecycle ??= load();
            return (lifecycle[call] as (...args: unknown[]) => Promise<unknown>)
                .apply(lifecycle, [...args, requestOf(call, args.at(-1))])
                .catch((error) => toHostError(error, args.at(-1)));
        };
    }
    return wrapped as unknown as ResourceProvider;
}

/** Looked up once: all deletes of this process are of one run. */
let destroys: { run: ReturnType<typeof destroyRun> } | undefined;

function requestOf(call: (typeof calls)[number], properties: unknown): EngineRequest {
    const request = engineRequest(properties) ?? {};
    if (call !== "delete") return request;
    destroys ??= { run: destroyRun() };
    return { ...request, destroys: destroys.run };
}

/** Converts an error to the form that the host prints best. `properties` are those of the call. */
function toHostError(error: unknown, properties: unknown): never {
    if (error instanceof PartialFailure) {
        // The host writes id and properties to state; without `__provider` the next run could not use them.
        const { __provider } = properties as { __provider: string };
        Object.assign(error, { properties: { ...error.properties, __provider }, reasons: [error.message] });
    }
    if (error instanceof Error && isForUsers(error)) {
        // The host prints `${error}: ${error.stack}` beside the error that the engine shows with the resource: make that a short line.
        const [headline] = error.message.split("\n");
        error.toString = () => `${error.name}: ${headline}`;
        error.stack = "details are shown with the resource";
    }
    throw error;
}

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
