import { parseArgs } from "node:util";
import { asciiName } from "../common/domainName";
import { parseResolver } from "../common/resolvers";
import type { Proof } from "../diagnosis";
import { registeredDomain } from "../diagnosis/domain/registered";
import { wantedRecords } from "../diagnosis/record/wanted";
import { checkDomain, checkHost, checkZoneId } from "../lifecycle/shared/names";

export const USAGE = `Usage: teo-diagnose [options] <domain>

Says why EdgeOne does not see the proof of control of a domain: what is wrong with its DNS record or file, its name
servers, its DNSSEC and CAA records, or this network. It asks DNS and web servers, needs no keys, and changes nothing.
Without --value or --file-path, it checks both records that EdgeOne is known to ask for.

Options:
  --value VALUE              what the DNS record must point to (recordValue of the application)
  --name NAME                the record's full name, with --value (default: _dnsauth.<domain>)
  --file-path PATH           the path of the file, with --file-content
  --file-content CONTENT     the content of the file
  --resolvers LIST           DNS servers to query, comma-separated: 8.8.8.8, 8.8.8.8:5353, [::1]:53, https://host/dns-query,
                             or system for this machine's own (default: system and four public ones)
  --check --zone ZONE        queries EdgeOne too, once (CheckFreeCertificateVerification, which also verifies the proof);
                             takes keys from the environment, or from the sources of Tencent Cloud's SDK
  --language LANGUAGE        en-US or zh-CN (default: from the environment)
  --json                     prints findings in both languages, with all evidence, as JSON
  --dns-port, --http-port, --https-port PORT
                             the ports of name servers and web servers (default: 53, 80 and 443)
  --help (-h), --version

Exit status: 0 nothing to fix, or with --check, the certificate is issued; 1 a mistake; 2 a probable mistake;
3 inconclusive: a check failed or could not run; 64 invalid command line.
`;

export interface Command {
    proof: Proof;
    resolvers: string[] | undefined;
    /** The zone in which EdgeOne is asked too. */
    zoneId: string | undefined;
    language: "en" | "zh";
    json: boolean;
    ports: { dns: number; http: number; https: number };
}

const DOMAIN = "www.example.com";
const RECORD_NAME = "_dnsauth.www.example.com";
const RECORD_VALUE = "www.example.com.eoacme0.com";
const PORT = "a number from 1 to 65535";
/** All options; `give` describes the value. */
const OPTIONS = {
    value: { type: "string", give: `the recordValue of the application, such as ${RECORD_VALUE}` },
    name: { type: "string", give: `the full name of the record, such as ${RECORD_NAME}` },
    "file-path": { type: "string", give: "the path in the file's URL, such as /.well-known/teo-verification/x.txt" },
    "file-content": { type: "string", give: "the content of the file" },
    resolvers: {
        type: "string",
        give: "a comma-separated list of DNS servers, such as 8.8.8.8, https://dns.alidns.com/dns-query or system",
    },
    check: { type: "boolean" },
    zone: { type: "string", give: "the id of the EdgeOne zone, such as zone-28v607hq8d3m" },
    language: { type: "string", give: "en-US or zh-CN" },
    json: { type: "boolean" },
    "dns-port": { type: "string", give: PORT },
    "http-port": { type: "string", give: PORT },
    "https-port": { type: "string", give: PORT },
    help: { type: "boolean", short: "h" },
    version: { type: "boolean" },
} as const;

type Option = keyof typeof OPTIONS;
/** The given values; an option without a value is "". */
type Values = { [name in Option]?: string };

/** Parses the command line. Throws an error of one line if it is invalid. */
export function parseCommandLine(
    argv: readonly string[],
    env: Record<string, string | undefined>,
): "help" | "version" | Command {
    const { values, positionals } = readArguments(argv);
    if (values.help !== undefined) return "help";
    if (values.version !== undefined) return "version";
    const [given, ...others] = positionals;
    if (given === undefined) throw new Error(`give one domain, such as ${DOMAIN}`);
    if (others.length > 0) throw new Error(`give one domain, not ${positionals.length}: ${positionals.join(" ")}`);
    // Not a host, but the name of the record that the application asks for.
    if (given.startsWith("_"))
        throw new Error(
            `the domain begins with an underscore: give the domain itself, such as ${DOMAIN}, and the record's name with --name`,
        );
    const domain = checked("the domain", checkDomain(given));
    const check = values.check !== undefined;
    if (check && values.zone === undefined) throw new Error(`--check needs --zone: give ${OPTIONS.zone.give}`);
    if (!check && values.zone !== undefined) throw new Error("--zone is only for --check, which asks EdgeOne");
    const proof = {
        domain,
        ...recordOf(domain, values.name, values.value),
        ...fileOf(domain, values["file-path"], values["file-content"]),
    };
    refuseLongNames(proof);
    return {
        proof,
        resolvers: resolversOf(values.resolvers),
        zoneId: check ? checked("--zone", checkZoneId(values.zone)) : undefined,
        language: languageOf(values.language, env),
        json: values.json !== undefined,
        ports: {
            dns: portOf("dns-port", values, 53),
            http: portOf("http-port", values, 80),
            https: portOf("https-port", values, 443),
        },
    };
}

/** Not in Node's strict mode: its errors do not say what to give, and it silently takes the last of two values. */
function readArguments(argv: readonly string[]): { values: Values; positionals: string[] } {
    const { tokens, positionals } = parseArgs({ args: [...argv], options: OPTIONS, strict: false, tokens: true });
    const values: Values = {};
    for (const token of tokens) {
        if (token.kind !== "option") continue;
        const { rawName, inlineValue, value } = token;
        if (!Object.hasOwn(OPTIONS, token.name)) throw new Error(`unknown option ${rawName}`);
        const name = token.name as Option;
        const option = OPTIONS[name];
        if (values[name] !== undefined) throw new Error(`${rawName} is given twice: give it once`);
        if (option.type === "boolean") {
            if (value !== undefined) throw new Error(`${rawName} takes no value`);
        } else if (value === undefined) {
            throw new Error(`${rawName} needs a value: give ${option.give}`);
        } else if (value.trim() === "") {
            throw new Error(`${rawName} is empty: give ${option.give}`);
        } else if (!inlineValue && value.startsWith("-")) {
            const inOne = `write a value that begins with a dash as ${rawName}=${value}`;
            throw new Error(`${rawName} needs a value, but ${value} follows it: give ${option.give}; ${inOne}`);
        }
        values[name] = value ?? "";
    }
    return { values, positionals };
}

function checked(what: string, result: ReturnType<typeof checkDomain>): string {
    if ("reason" in result) throw new Error(`${what} ${result.reason}`);
    return String(result.value);
}

function recordOf(domain: string, name: string | undefined, value: string | undefined): Pick<Proof, "dns"> {
    if (value === undefined) {
        if (name !== undefined) throw new Error(`--name needs --value: give ${OPTIONS.value.give}`);
        return {};
    }
    const plain = domain.replace(/^\*\./, "");
    const usual = `_dnsauth.${plain}`;
    return {
        dns: {
            name: name === undefined ? usual : recordName(name, registeredDomain(plain), usual),
            type: "CNAME",
            value: plainName("value", value, RECORD_VALUE),
        },
    };
}

function plainName(option: "name" | "value", given: string, example: string): string {
    if (given.startsWith("*")) throw new Error(`--${option} is a wildcard: give ${OPTIONS[option].give}`);
    return checked(`--${option}`, checkHost(given, example));
}

/** DNS consoles take a name relative to the zone; the command cannot know which zone is meant. */
function recordName(given: string, zone: string, usual: string): string {
    const name = asciiName(given);
    if (name !== undefined && name !== zone && !name.endsWith(`.${zone}`))
        throw new Error(`--name ${given} is not within ${zone}: give the full name of the record, such as ${usual}`);
    return plainName("name", given, usual);
}

/** The record's label may make a long domain exceed the maximum length of a name. */
function refuseLongNames(proof: Proof): void {
    const long = wantedRecords(proof).find(({ name }) => name.length > 253);
    if (long)
        throw new Error(
            `the domain is too long for its record: with the label ${long.name.split(".", 1)} the name has ${long.name.length} characters, and the maximum is 253: give --value and --name, or --file-path and --file-content`,
        );
}

function fileOf(domain: string, path: string | undefined, content: string | undefined): Pick<Proof, "file"> {
    if (path === undefined && content === undefined) return {};
    if (domain.startsWith("*."))
        throw new Error("a file cannot prove control of a wildcard: give --value instead of --file-...");
    if (path === undefined || content === undefined) {
        const missing = path === undefined ? "file-path" : "file-content";
        throw new Error(`--file-path and --file-content go together: give --${missing} ${OPTIONS[missing].give}`);
    }
    if (path.includes("://")) throw new Error(`--file-path is a URL: give ${OPTIONS["file-path"].give}`);
    if (!path.startsWith("/"))
        throw new Error(`--file-path must begin with a slash: give ${OPTIONS["file-path"].give}`);
    if (!/^[\x21-\x7e]*$/.test(path))
        throw new Error("--file-path contains a space or a non-ASCII character: percent-encode it, such as %20");
    return { file: { path, content } };
}

function resolversOf(given: string | undefined): string[] | undefined {
    const resolvers = given?.split(/[\s,]+/).filter(Boolean);
    if (resolvers?.length === 0) throw new Error(`--resolvers is an empty list: give ${OPTIONS.resolvers.give}`);
    const bad = resolvers?.find((one) => parseResolver(one) === undefined);
    if (bad !== undefined) throw new Error(`--resolvers: "${bad}" is not a DNS server: give ${OPTIONS.resolvers.give}`);
    return resolvers;
}

function languageOf(given: string | undefined, { LC_ALL, LC_MESSAGES, LANG }: Record<string, string | undefined>) {
    if (given === undefined) return /^zh/i.test(LC_ALL || LC_MESSAGES || LANG || "") ? "zh" : "en";
    if (given !== "en-US" && given !== "zh-CN") throw new Error(`--language must be en-US or zh-CN, not "${given}"`);
    return given === "zh-CN" ? "zh" : "en";
}

function portOf(option: "dns-port" | "http-port" | "https-port", { [option]: value }: Values, usual: number): number {
    if (value === undefined) return usual;
    const port = /^\d{1,5}$/.test(value) ? Number(value) : 0;
    if (port < 1 || port > 65535) throw new Error(`--${option} must be ${PORT}, not "${value}"`);
    return port;
}
