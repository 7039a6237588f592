import { loadGrpc } from "../engine/grpc";
import { providerService } from "./service";

/** gRPC's own limit is 4 MB, which the state of a set of many thousand domains exceeds. Pulumi's engine has the same. */
const MOST_BYTES = 400 * 1024 * 1024;

/** Serves Pulumi's provider protocol on a port of this machine. */
export async function serve(engineAddress?: string): Promise<{ port: number; stop(): void }> {
    const grpc = loadGrpc();
    const { ResourceProviderService } =
        require("@pulumi/pulumi/proto/provider_grpc_pb") as typeof import("@pulumi/pulumi/proto/provider_grpc_pb");
    const server = new grpc.Server({
        "grpc.max_receive_message_length": MOST_BYTES,
        "grpc.max_send_message_length": MOST_BYTES,
    });
    server.addService(ResourceProviderService, providerService(engineAddress));
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
            error ? reject(error) : resolve(bound),
        );
    });
    return { port, stop: () => server.forceShutdown() };
}
