import type { Log } from "../lifecycle/shared/context";
import { isEngineAddress } from "./engineAddress";
import { loadGrpc } from "./grpc";

/** Lines for the user, and status lines that are shown only during the run. */
export interface EngineLog extends Log {
    /** Shows a line on the row of a resource, or of the stack, until the next one; an empty line clears the row. */
    status(message: string, urn?: string): Promise<void>;
}

type Severity = "INFO" | "WARNING";

/**
 * Writes to the log of the engine that started this process. Lines of `status` leave nothing behind. The host itself offers only the console, whose
 * lines are all printed once more at the end of the run; that is the way taken when the engine cannot be reached. `urnOfCall` tells the resource
 * that the other lines are about, where that is known.
 */
export function engineLog(
    address: string | undefined,
    urnOfCall: () => string | undefined = () => undefined,
): EngineLog {
    let send: Sender | undefined;
    const write = async (severity: Severity, message: string, ephemeral: boolean, urn = "") => {
        try {
            if (!isEngineAddress(address)) throw new Error("no engine");
            send ??= connect(address);
            await send(severity, message, ephemeral, urn);
        } catch {
            const print = severity === "WARNING" ? console.error : console.log;
            if (message) print(message);
        }
    };
    return {
        info: (message) => write("INFO", message, false, urnOfCall()),
        warn: (message) => write("WARNING", message, false, urnOfCall()),
        status: (message, urn) => write("INFO", message, true, urn),
    };
}

type Sender = (severity: Severity, message: string, ephemeral: boolean, urn: string) => Promise<void>;

/** Loaded with the first line: a program that never waits does not need it. */
function connect(address: string): Sender {
    const grpc = loadGrpc();
    const { EngineClient } =
        require("@pulumi/pulumi/proto/engine_grpc_pb") as typeof import("@pulumi/pulumi/proto/engine_grpc_pb");
    const { LogRequest, LogSeverity } =
        require("@pulumi/pulumi/proto/engine_pb") as typeof import("@pulumi/pulumi/proto/engine_pb");
    const client = new EngineClient(address, grpc.credentials.createInsecure());
    return (severity, message, ephemeral, urn) => {
        const request = new LogRequest();
        request.setSeverity(LogSeverity[severity]);
        request.setMessage(message);
        request.setEphemeral(ephemeral);
        request.setUrn(urn);
        const options = { deadline: Date.now() + 5_000 };
        return new Promise((resolve, reject) => {
            client.log(request, new grpc.Metadata(), options, (error) => (error ? reject(error) : resolve()));
        });
    };
}
