import * as pulumi from "@pulumi/pulumi";

/** Reads the config of the program's stack. */
export function stackConfig(key: string): string | undefined {
    const [namespace, name] = key.split(":") as [string, string];
    return new pulumi.Config(namespace).get(name);
}

/** Pulumi shows the message of a RunError alone, and the stack trace of any other. */
export function throwRunError(error: Error): never {
    throw new pulumi.RunError(error.message);
}
