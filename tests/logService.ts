import { EventEmitter, on } from "node:events";
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { type LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

export interface LogEntry {
    readonly severity: "debug" | "info" | "warning" | "error";
    readonly message: string;
    /** The resource whose row it belongs to; empty for the stack's. */
    readonly urn: string;
    /** Shown in place while it lasts, and not kept. */
    readonly ephemeral: boolean;
    readonly streamId: number;
}

export interface LogService {
    readonly address: string;
    readonly entries: readonly LogEntry[];
    logged(pattern: RegExp): Promise<LogEntry>;
    stop(): void;
}

const severities = {
    [LogSeverity.DEBUG]: "debug",
    [LogSeverity.INFO]: "info",
    [LogSeverity.WARNING]: "warning",
    [LogSeverity.ERROR]: "error",
} as const;

/** The one service of the engine's that a dynamic provider calls: its log. */
export async function startLogService(): Promise<LogService> {
    const entries: LogEntry[] = [];
    const news = new EventEmitter();
    const server = new Server();
    server.addService(EngineService, {
        log({ request }: ServerUnaryCall<LogRequest, Empty>, done: sendUnaryData<Empty>) {
            const entry: LogEntry = {
                severity: severities[request.getSeverity()],
                message: request.getMessage(),
                urn: request.getUrn(),
                ephemeral: request.getEphemeral(),
                streamId: request.getStreamid(),
            };
            entries.push(entry);
            news.emit("entry", entry);
            done(null, new Empty());
        },
    });
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
            error ? reject(error) : resolve(bound),
        );
    });
    return {
        address: `127.0.0.1:${port}`,
        entries,
        async logged(pattern) {
            const past = entries.find((entry) => pattern.test(entry.message));
            if (past) {
                return past;
            }
            for await (const [entry] of on(news, "entry", { close: ["stop"] })) {
                if (pattern.test((entry as LogEntry).message)) {
                    return entry as LogEntry;
                }
            }
            throw new Error(`the host never logged ${pattern}, but ${JSON.stringify(entries)}`);
        },
        stop() {
            server.forceShutdown();
            news.emit("stop");
        },
    };
}
