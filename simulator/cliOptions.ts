import { parseArgs } from "node:util";
import { SimulatorError } from "./checks";
import type { SimulatorOptions } from "./options";

export const USAGE = `Usage: teo-simulator [options]

The TEO API (2022-09-01) on this machine, for stacks that are to run without a cloud account.
A domain is issued a certificate some time after it is first checked.

Options:
  --port PORT              port to listen on; 0 takes a free one (default 8787)
  --host ADDRESS           address to bind (default 127.0.0.1: this machine only)
  --issue-after SECONDS    from a domain's first check to its certificate (default 20)
  --latency MS             how long an answer takes (default 0)
  --quota CALLS            calls a second for each action and account; 0: no quota (default 20)
  --seed NUMBER            repeats the draws of an earlier run
  --help                   print this
  --version                print the version
`;

const FLAGS = {
    port: { type: "string" },
    host: { type: "string" },
    "issue-after": { type: "string" },
    latency: { type: "string" },
    quota: { type: "string" },
    seed: { type: "string" },
    help: { type: "boolean" },
    version: { type: "boolean" },
} as const;

/** What the command line asks for. Throws an error of one line for what it cannot mean. */
export function parseCommandLine(argv: readonly string[]): "help" | "version" | SimulatorOptions {
    const { values } = parseArgs({ args: [...argv], options: FLAGS, strict: true, allowPositionals: false });
    if (values.help) {
        return "help";
    }
    if (values.version) {
        return "version";
    }
    const seconds = numberOf("--issue-after", values["issue-after"], 2_000_000) ?? 20;
    return {
        port: integerOf("--port", values.port, 65_535) ?? 8787,
        host: values.host,
        latencyMs: numberOf("--latency", values.latency, 2_000_000_000),
        quotaPerSecond: integerOf("--quota", values.quota, 1_000_000),
        seed: integerOf("--seed", values.seed, 0xffff_ffff),
        undeclared: { issueAfterMs: seconds * 1000 },
    };
}

function numberOf(flag: string, value: string | undefined, max: number): number | undefined {
    if (value !== undefined && !(/^\d+(\.\d+)?$/.test(value) && Number(value) <= max)) {
        throw new SimulatorError(flag, `must be a number from 0 to ${max}, not ${JSON.stringify(value)}`);
    }
    return value === undefined ? undefined : Number(value);
}

function integerOf(flag: string, value: string | undefined, max: number): number | undefined {
    if (value !== undefined && !/^\d+$/.test(value)) {
        throw new SimulatorError(flag, `must be a whole number from 0 to ${max}, not ${JSON.stringify(value)}`);
    }
    return numberOf(flag, value, max);
}
