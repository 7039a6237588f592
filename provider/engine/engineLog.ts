import { createRequire } from "node:module";
import type { Log } from "../lifecycle/shared/context";

/** Lines for the user, and passing ones that only show while the run goes on. */
export interface EngineLog extends Log {
    status(message: string): void;
}

type Severity = "INFO" | "WARNING";

/**
 * Writes to the log of the engine that started this host, whose address is the host's last argument. Lines of `status` show on the stack's
 * row and leave nothing behind. The host itself offers only the console, whose lines are all printed once more at the end of the run;
 * that is the way taken when the engine cannot be reached.
 */
export function engineLog(address: string | undefined): EngineLog {
    let send: Sender | undefined;
    const write = async (severity: Severity, message: string, ephemeral: boolean) => {
        try {
            if (!address || !/^\S+:\d+$/.test(address)) throw new Error("no engine");
            send ??= connect(address);
            await send(severity, message, ephemeral);
        } catch {
            const print = severity === "WARNING" ? console.error : console.log;
            print(message);
        }
    };
    return {
        info: (message) => write("INFO", message, false),
        warn: (message) => write("WARNING", message, false),
        status: (message) => void write("INFO", message, true),
    };
}

type Sender = (severity: Severity, message: string, ephemeral: boolean) => Promise<void>;

/** Loaded with the first line only: it is the host's own gRPC, but a program that never waits has no use for it. */
function connect(address: string): Sender {
    // gRPC is a dependency of Pulumi's, not of ours: a strict package manager lets only Pulumi find it.
    const grpc = createRequire(require.resolve("@pulumi/pulumi"))("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
    const { EngineClient } =
        require("@pulumi/pulumi/proto/engine_grpc_pb") as typeof import("@pulumi/pulumi/proto/engine_grpc_pb");
    const { LogRequest, LogSeverity } =
        require("@pulumi/pulumi/proto/engine_pb") as typeof import("@pulumi/pulumi/proto/engine_pb");
    const client = new EngineClient(address, grpc.credentials.createInsecure());
    return (severity, message, ephemeral) => {
        const request = new LogRequest();
        request.setSeverity(LogSeverity[severity]);
        request.setMessage(message);
        request.setEphemeral(ephemeral);
        const options = { deadline: Date.now() + 5_000 };
        return new Promise((resolve, reject) => {
            client.log(request, new grpc.Metadata(), options, (error) => (error ? reject(error) : resolve()));
        });
    };
}
