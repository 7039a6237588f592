#!/usr/bin/env node
import { printable } from "../common/text";
import { createDiagnosis, type Finding } from "../diagnosis";
import { forATerminal } from "./advice";
import { type Command, parseCommandLine, USAGE } from "./commandLine";
import { asJson, asText, exitStatusOf, INCONCLUSIVE } from "./report";

/** Higher than beside a wait: the user runs the command by hand. */
const LIMITS = { datagrams: 120, gets: 8, roundMs: 6000, answerMs: 1500, getMs: 3000, nameServers: 13, resolvers: 8 };
/** An inconclusive round has cached what it learnt of the zone, so the next one gets further. */
const MAX_ROUNDS = 3;

async function diagnose({ proof, resolvers, ports }: Command): Promise<Finding[]> {
    const diagnosis = createDiagnosis({ resolvers, ports, limits: LIMITS });
    const { signal } = new AbortController();
    for (let round = 1; round <= MAX_ROUNDS; round++) {
        const findings = await diagnosis.round(proof, { signal });
        if (findings.length > 0) return findings.map(forATerminal);
    }
    return [];
}

async function run(command: Command): Promise<void> {
    // The diagnosis holds no handle that keeps the process alive: this timer does.
    const alive = setInterval(() => {}, 60_000);
    try {
        // Loaded on demand: the SDK is big, and most runs need no keys.
        const ask = () => (require("./edgeOne") as typeof import("./edgeOne")).askEdgeOne(command);
        const [findings, edgeOne] = await Promise.all([diagnose(command), command.zoneId ? ask() : undefined]);
        const report = { command, findings, edgeOne };
        process.exitCode = exitStatusOf(report);
        process.stdout.write(command.json ? asJson(report) : asText(report));
    } finally {
        clearInterval(alive);
    }
}

async function main(): Promise<void> {
    let command: ReturnType<typeof parseCommandLine>;
    try {
        command = parseCommandLine(process.argv.slice(2), process.env);
    } catch (error) {
        const message = printable((error as Error).message, 500);
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

/** Node's own exit status would be 1, which means a mistake in the proof. */
function reportFailure(what: string): void {
    process.stderr.write(`teo-diagnose: ${what}\n`);
    process.exitCode = INCONCLUSIVE;
}

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // A reader such as `head` closes the pipe early.
    if (error.code !== "EPIPE") reportFailure(`the report could not be written: ${error.message}`);
});
main().catch((error: Error) => reportFailure(`internal error; please report it: ${error.stack}`));
