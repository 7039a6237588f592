import { createRequire } from "node:module";

/**
 * gRPC and protobuf are dependencies of Pulumi, not of this package: with a strict package manager only Pulumi finds them, and its generated
 * classes need its own copies. A bundle has one copy of each, which the bundler finds by the literal require.
 */
function fromPulumi<Module>(name: string, bundled: () => Module): Module {
    try {
        return createRequire(require.resolve("@pulumi/pulumi"))(name) as Module;
    } catch {
        return bundled();
    }
}

export const loadGrpc = () =>
    fromPulumi("@grpc/grpc-js", () => require("@grpc/grpc-js") as typeof import("@grpc/grpc-js"));

export const loadStruct = () =>
    fromPulumi(
        "google-protobuf/google/protobuf/struct_pb",
        () =>
            require("google-protobuf/google/protobuf/struct_pb") as typeof import("google-protobuf/google/protobuf/struct_pb"),
    );

export const loadEmpty = () =>
    fromPulumi(
        "google-protobuf/google/protobuf/empty_pb",
        () =>
            require("google-protobuf/google/protobuf/empty_pb") as typeof import("google-protobuf/google/protobuf/empty_pb"),
    );

export const loadAny = () =>
    fromPulumi(
        "google-protobuf/google/protobuf/any_pb",
        () =>
            require("google-protobuf/google/protobuf/any_pb") as typeof import("google-protobuf/google/protobuf/any_pb"),
    );
