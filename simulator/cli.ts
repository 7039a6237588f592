#!/usr/bin/env node
import { once } from "node:events";
import { SimulatorError } from "./common/checks";
import { nameFlag, parseCommandLine, USAGE } from "./options/cliOptions";
import type { SimulatorOptions } from "./options/options";
import { Simulator } from "./simulator";

async function run(options: SimulatorOptions): Promise<void> {
    const simulator = await Simulator.start(options);
    process.stdout.write(banner(simulator));
    await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
    await simulator.stop();
}

function banner(simulator: Simulator): string {
    const { secretId, secretKey } = simulator.credentials;
    const variables = Object.entries(simulator.environment()).map(([name, value]) => `export ${name}=${value}`);
    return [
        `TEO simulator at ${simulator.endpoint} (seed ${simulator.seed})`,
        ...secure(simulator),
        "",
        ...variables,
        "",
        "or, for one stack:",
        "",
        `pulumi config set teo:endpoint ${simulator.endpoint}`,
        `pulumi config set teo:secretId ${secretId} --secret`,
        `pulumi config set teo:secretKey ${secretKey} --secret`,
        "",
        `Domains, faults and calls: ${simulator.endpoint}/simulator. Ctrl-C stops it.`,
        "",
    ].join("\n");
}

function secure({ secureEndpoint, certificateAuthority = "" }: Simulator): string[] {
    return secureEndpoint === undefined
        ? []
        : [`and at ${secureEndpoint}, with a certificate of this authority:`, "", certificateAuthority.trimEnd()];
}

function fail(message: string, exitCode: number): void {
    process.stderr.write(`teo-simulator: ${message}\n`);
    process.exitCode = exitCode;
}

async function main(): Promise<void> {
    let command: ReturnType<typeof parseCommandLine>;
    try {
        command = parseCommandLine(process.argv.slice(2));
    } catch (error) {
        fail(`${(error as Error).message.split("\n")[0]} (--help shows the options)`, 2);
        return;
    }
    if (command === "help") {
        process.stdout.write(USAGE);
    } else if (command === "version") {
        const { version } = require("pulumi-teo/package.json") as { version: string };
        process.stdout.write(`${version}\n`);
    } else {
        await run(command).catch((error: NodeJS.ErrnoException) => fail(explain(error, command), 1));
    }
}

function explain(error: NodeJS.ErrnoException, { port, host = "127.0.0.1" }: SimulatorOptions): string {
    if (error instanceof SimulatorError) {
        return nameFlag(error);
    }
    switch (error.code) {
        case "EADDRINUSE":
            return `port ${port} is in use; choose another with --port, or a free one with --port 0`;
        case "EACCES":
            return `this user may not listen on port ${port}; choose one above 1023 with --port`;
        case "EADDRNOTAVAIL":
        case "ENOTFOUND":
        case "EAI_AGAIN":
            return `this machine has no address ${host}`;
        default:
            return error.message;
    }
}

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // A reader such as `head` closes the pipe early; the API goes on.
    if (error.code !== "EPIPE") {
        fail(`the output could not be written: ${error.message}`, 1);
    }
});
void main();
