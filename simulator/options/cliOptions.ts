import { parseArgs } from "node:util";
import { SimulatorError } from "../common/checks";
import type { ProofOption } from "../proof/proofCheck";
import type { SimulatorOptions } from "./options";

export const USAGE = `Usage: teo-simulator [options]

The TEO API (2022-09-01) on this machine, for stacks that are to run without a cloud account.
A domain is issued a certificate some time after it is first checked, or, with --proof, once its proof is seen.
Every zone has every host.

Options:
  --port PORT              port to listen on; 0 takes a free one (default 8787)
  --host ADDRESS           address to bind (default 127.0.0.1: this machine only)
  --proof MODE             where the proof of an application is looked for (default auto: nowhere)
                             records: published through /simulator/records and /simulator/files
                             dns: records at the DNS server --resolver HOST:PORT
                             http: files at the web server --origin HOST:PORT
  --resolver HOST:PORT     address of a DNS server, e.g. 127.0.0.1:5300
  --origin HOST:PORT       address of a web server, e.g. 127.0.0.1:8080
  --issue-after SECONDS    with --proof auto: from a domain's first check to its certificate (default 20)
  --issue-delay SECONDS    with another --proof: from the proof being seen to the certificate (default 0)
  --deploy-delay SECONDS   from a host being bound to its certificate being deployed (default 1)
  --latency MS             how long an answer takes (default 0)
  --quota CALLS            calls a second for each action and account; 0: no quota (default 20)
  --chaos                  delay calls a little, and let one in twenty fail
  --seed NUMBER            repeats the draws of an earlier run
  --help                   print this
  --version                print the version
`;

const FLAGS = {
    port: { type: "string" },
    host: { type: "string" },
    proof: { type: "string" },
    resolver: { type: "string" },
    origin: { type: "string" },
    "issue-after": { type: "string" },
    "issue-delay": { type: "string" },
    "deploy-delay": { type: "string" },
    latency: { type: "string" },
    quota: { type: "string" },
    chaos: { type: "boolean" },
    // Its name in 0.1.0.
    mischief: { type: "boolean" },
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
    const proof = proofOf(values);
    return {
        port: integerOf("--port", values.port, 65_535) ?? 8787,
        host: values.host,
        latencyMs: numberOf("--latency", values.latency, 2_000_000_000),
        quotaPerSecond: integerOf("--quota", values.quota, 1_000_000),
        chaos: values.chaos,
        mischief: values.mischief,
        seed: integerOf("--seed", values.seed, 0xffff_ffff),
        proof,
        ...issuing(values, proof),
        deployDelayMs: millisecondsOf("--deploy-delay", values["deploy-delay"]),
        undeclaredHosts: "online",
    };
}

type Flags = Readonly<Partial<Record<keyof typeof FLAGS, unknown>>>;

function proofOf({ proof = "auto", resolver, origin }: Flags): ProofOption {
    const needs: Readonly<Record<string, "resolver" | "origin" | undefined>> = {
        auto: undefined,
        records: undefined,
        dns: "resolver",
        http: "origin",
    };
    if (!Object.hasOwn(needs, `${proof}`)) {
        throw new SimulatorError("--proof", `must be one of ${Object.keys(needs).join(", ")}`);
    }
    const needed = needs[`${proof}`];
    for (const [flag, value] of Object.entries({ resolver, origin })) {
        if (flag === needed && value === undefined) {
            throw new SimulatorError(`--${flag}`, `is needed with --proof ${proof}`);
        }
        if (flag !== needed && value !== undefined) {
            throw new SimulatorError(`--${flag}`, `makes no sense with --proof ${proof}`);
        }
    }
    switch (proof) {
        case "dns":
            return { mode: proof, resolver: `${resolver}` };
        case "http":
            return { mode: proof, address: `${origin}` };
        default:
            return proof as "auto" | "records";
    }
}

/** Without a proof to wait for, domains need no application either; with one, they do. */
function issuing(flags: Flags, proof: ProofOption): Pick<SimulatorOptions, "undeclared" | "issueDelayMs"> {
    const [used, other] =
        proof === "auto" ? (["issue-after", "issue-delay"] as const) : (["issue-delay", "issue-after"] as const);
    if (flags[other] !== undefined) {
        throw new SimulatorError(`--${other}`, `makes no sense with this --proof; there is --${used}`);
    }
    const ms = millisecondsOf(`--${used}`, flags[used] as string | undefined);
    if (proof !== "auto") {
        return { issueDelayMs: ms };
    }
    const { issueAfterMs } = { issueAfterMs: ms ?? 20_000 };
    return { undeclared: { issueAfterMs }, issueDelayMs: issueAfterMs };
}

function millisecondsOf(flag: string, value: string | undefined): number | undefined {
    const seconds = numberOf(flag, value, 2_000_000);
    return seconds === undefined ? undefined : seconds * 1000;
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
