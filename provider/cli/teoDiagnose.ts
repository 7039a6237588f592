#!/usr/bin/env node
import { parseResolver } from "../common/resolvers";
import { printable } from "../common/text";
import { createDiagnosis, type Finding } from "../diagnosis";
import { type Command, parseCommandLine, USAGE } from "./commandLine";
import { asJson, asText, exitStatusOf } from "./report";

/** One look may cost more than beside a wait: it is asked for by hand. */
const LIMITS = { datagrams: 120, gets: 8, roundMs: 6000, answerMs: 1500, getMs: 3000, nameServers: 13, resolvers: 8 };
/** A round in which nothing could be told has learnt of the zone: the next one begins further on. */
const MAX_ROUNDS = 3;

async function look({ proof, resolvers, ports }: Command): Promise<Finding[]> {
    const diagnosis = createDiagnosis({ resolvers, ports, limits: LIMITS });
    const interrupt = new AbortController();
    process.once("SIGINT", () => interrupt.abort());
    // Nothing in a diagnosis keeps a process alive: this does, until it is over.
    const alive = setInterval(() => {}, 60_000);
    try {
        for (let round = 1; round <= MAX_ROUNDS && !interrupt.signal.aborted; round++) {
            const findings = await diagnosis.round(proof, { signal: interrupt.signal });
            if (findings.length > 0) return findings;
        }
        return [];
    } finally {
        clearInterval(alive);
        diagnosis.close();
    }
}

async function run(command: Command): Promise<void> {
    // Loaded where it is asked: the SDK is big, and most calls need no keys.
    const edgeOne = command.zoneId
        ? (require("./edgeOne") as typeof import("./edgeOne")).askEdgeOne(command.zoneId, command.proof.domain)
        : undefined;
    const report = { command, findings: await look(command), edgeOne: await edgeOne };
    process.stdout.write(command.json ? asJson(report) : asText(report));
    process.exitCode = exitStatusOf(report);
}

async function main(): Promise<void> {
    let command: ReturnType<typeof parseCommandLine>;
    try {
        command = parseCommandLine(process.argv.slice(2), process.env, (text) => parseResolver(text) !== undefined);
    } catch (error) {
        const message = printable((error as Error).message.split("\n")[0]);
        process.stderr.write(`teo-diagnose: ${message} (--help shows the options)\n`);
        process.exitCode = 64;
        return;
    }
    if (command === "help") {
        process.stdout.write(USAGE);
    } else if (command === "version") {
        process.stdout.write(`${(require("pulumi-teo/package.json") as { version: string }).version}\n`);
    } else {
        await run(command);
    }
}

void main();
