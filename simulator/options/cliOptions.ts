import { parseArgs } from "node:util";
import { SimulatorError } from "../common/checks";
import type { KeyPair } from "../protocol/signature";
import { CLI_OPTIONS, type Flag } from "./flags";
import type { Values } from "./flagValues";
import type { SimulatorOptions } from "./options";

const KEYS = {
    "secret-id": {
        takes: "ID",
        help: "the key pair that signs requests, with --secret-key, and\n--token for temporary keys; each further --secret-id\nbegins another pair (default: a well-known pair)",
        fields: ["secretId", "credentials"],
    },
    "secret-key": { takes: "KEY", help: "see --secret-id", fields: ["secretKey"] },
    token: { takes: "TOKEN", help: "see --secret-id", fields: ["token"] },
};

/** All flags, in the order in which the help has them. */
const FLAGS: Readonly<Record<string, Flag>> = {
    ...Object.assign({}, ...Object.values(CLI_OPTIONS).map(({ flags }) => flags)),
    ...KEYS,
    help: { help: "print this" },
    version: { help: "print the version" },
};

const COLUMN = 34;

export const USAGE = `Usage: teo-simulator [options]

The TEO API (2022-09-01) on this machine, to run stacks without a cloud account.
A domain is issued a certificate some time after it is first checked, or, with --proof, once its proof is seen.
Every zone has every host, unless --undeclared-hosts says otherwise.

Options:
${Object.entries(FLAGS)
    .filter(([, { help }]) => help !== undefined)
    .map(([name, { takes = "", help = "" }]) => {
        const indented = help.replaceAll("\n", `\n${" ".repeat(COLUMN)}`);
        return `${`  --${name} ${takes}`.padEnd(COLUMN - 1)} ${indented}\n`;
    })
    .join("")}`;

/** What the command line asks for. Throws an error of one line for what it cannot mean. */
export function parseCommandLine(argv: readonly string[]): "help" | "version" | SimulatorOptions {
    const options = Object.fromEntries(
        Object.entries(FLAGS).map(([name, { takes }]) => [name, { type: takes ? "string" : "boolean" } as const]),
    );
    const parsed = parseArgs({ args: [...argv], options, strict: true, allowPositionals: false, tokens: true });
    const values = parsed.values as Values;
    if (values.help) {
        return "help";
    }
    if (values.version) {
        return "version";
    }
    const credentials = keyPairsOf(parsed.tokens.flatMap((token) => (token.kind === "option" ? [token] : [])));
    const read = Object.entries(CLI_OPTIONS).map(([name, option]) => [name, option.read(values)]);
    return { ...(Object.fromEntries(read) as SimulatorOptions), ...(credentials && { credentials }) };
}

/** What the typed API refuses, by the flag that gave it: `host` is `--host`, and `caFile` is `--ca-file`. */
export function nameFlag({ field, problem, message }: SimulatorError): string {
    const [first] = Object.keys(CLI_OPTIONS[field as keyof typeof CLI_OPTIONS]?.flags ?? {});
    const flag = first ?? Object.keys(FLAGS).find((name) => FLAGS[name]?.fields?.includes(field));
    return flag === undefined ? message : `--${flag}: ${problem}`;
}

/** The key pairs: each `--secret-id` begins one, and what follows is of that one. */
function keyPairsOf(given: readonly { name: string; value?: string }[]): KeyPair[] | undefined {
    const pairs: { secretId: string; secretKey?: string; token?: string }[] = [];
    for (const { name, value = "" } of given) {
        const pair = pairs.at(-1);
        if (name === "secret-id") {
            pairs.push({ secretId: value });
        } else if (name === "secret-key" || name === "token") {
            if (pair === undefined) {
                throw new SimulatorError(`--${name}`, "must come after its --secret-id");
            }
            pair[name === "token" ? "token" : "secretKey"] = value;
        }
    }
    return pairs.length === 0
        ? undefined
        : pairs.map(({ secretKey, ...pair }) => {
              if (secretKey === undefined) {
                  throw new SimulatorError("--secret-key", `is required with --secret-id ${pair.secretId}`);
              }
              return { ...pair, secretKey };
          });
}
