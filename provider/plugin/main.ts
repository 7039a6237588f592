#!/usr/bin/env node
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { endWithEngine } from "../engine/engineGone";
import { loadGrpc } from "../engine/grpc";
import { providerService } from "./service";

/** gRPC's own limit is 4 MB, which the state of a set of many thousand domains exceeds. Pulumi's engine has the same. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/** The engine starts a plugin with its own address as the last argument, and reads the port from the first line. */
const engineAddress = process.argv.slice(2).at(-1);

const grpc = loadGrpc();
const server = new grpc.Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
});
server.addService(ResourceProviderService, providerService(engineAddress));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    console.log(port);
    // It may be gone already: it is the engine that gave the address.
    endWithEngine(engineAddress, true);
});
