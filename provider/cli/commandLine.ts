import { parseArgs } from "node:util";
import type { Proof } from "../diagnosis";
import { checkDomain, checkZoneId } from "../lifecycle/shared/names";

export const USAGE = `Usage: teo-diagnose [options] <domain>

Says why EdgeOne does not see the proof of control of a domain: what is wrong with its DNS record or file, its name
servers, its DNSSEC and CAA records, or this network. It asks DNS and web servers, needs no keys, and changes nothing.
Without --value or --file-path, both records that EdgeOne is known to ask for are looked at.

Options:
  --value VALUE              what the DNS record must point to (recordValue of the application)
  --name NAME                the record's whole name (default: _dnsauth.<domain>)
  --file-path PATH           the path of the file, with --file-content
  --file-content CONTENT     what the file must hold
  --resolvers LIST           DNS servers to ask, with commas: 8.8.8.8, 8.8.8.8:5353, [::1]:53, https://host/dns-query,
                             or system for this machine's own (default: system and four public ones)
  --check --zone ZONE        asks EdgeOne too, once (CheckFreeCertificateVerification, which also verifies the proof);
                             keys come from the environment, as for a stack
  --language LANGUAGE        en-US or zh-CN (default: that of the environment)
  --json                     prints findings in both languages, with all evidence, as JSON
  --dns-port, --http-port, --https-port PORT
                             the ports of name servers and web servers, where they are not 53, 80 and 443
  --help, --version

Exit status: 0 nothing to mend was found, 1 a mistake, 2 a probable mistake, 3 it could not look or cannot tell, 64 usage.
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

const OPTIONS = {
    value: { type: "string" },
    name: { type: "string" },
    "file-path": { type: "string" },
    "file-content": { type: "string" },
    resolvers: { type: "string" },
    check: { type: "boolean" },
    zone: { type: "string" },
    language: { type: "string" },
    json: { type: "boolean" },
    "dns-port": { type: "string" },
    "http-port": { type: "string" },
    "https-port": { type: "string" },
    help: { type: "boolean" },
    version: { type: "boolean" },
} as const;

/** What the command line asks for. Throws an error of one line for what it cannot mean. */
export function parseCommandLine(
    argv: readonly string[],
    env: Record<string, string | undefined>,
    isResolver: (text: string) => boolean,
): "help" | "version" | Command {
    const { values, positionals } = parseArgs({
        args: [...argv],
        options: OPTIONS,
        strict: true,
        allowPositionals: true,
    });
    if (values.help) return "help";
    if (values.version) return "version";
    const [given, ...others] = positionals;
    if (given === undefined || others.length > 0) throw new Error("give one domain");
    const domain = checked("the domain", checkDomain(given));
    if (values.check && values.zone === undefined) throw new Error("--check needs --zone, such as zone-28v607hq8d3m");
    if (!values.check && values.zone !== undefined) throw new Error("--zone is only for --check, which asks EdgeOne");
    if (domain.startsWith("*.") && values["file-path"] !== undefined)
        throw new Error("a wildcard is not proven by a file: give --value, without --file-path");
    const resolvers = values.resolvers?.split(",").map((one) => one.trim());
    const bad = resolvers?.find((one) => !isResolver(one));
    if (bad !== undefined)
        throw new Error(`--resolvers: "${bad}" is no DNS server such as 8.8.8.8 or https://host/dns-query`);
    return {
        proof: {
            domain,
            ...recordOf(domain, values.name, values.value),
            ...fileOf(values["file-path"], values["file-content"]),
        },
        resolvers,
        zoneId: values.check ? checked("--zone", checkZoneId(values.zone)) : undefined,
        language: languageOf(values.language, env),
        json: values.json === true,
        ports: {
            dns: portOf("--dns-port", values["dns-port"], 53),
            http: portOf("--http-port", values["http-port"], 80),
            https: portOf("--https-port", values["https-port"], 443),
        },
    };
}

function checked(what: string, result: ReturnType<typeof checkDomain>): string {
    if ("reason" in result) throw new Error(`${what} ${result.reason}`);
    return String(result.value);
}

function recordOf(domain: string, name: string | undefined, value: string | undefined): Pick<Proof, "dns"> {
    if (value === undefined) {
        if (name !== undefined) throw new Error("--name needs --value");
        return {};
    }
    return { dns: { name: name ?? `_dnsauth.${domain.replace(/^\*\./, "")}`, type: "CNAME", value } };
}

function fileOf(path: string | undefined, content: string | undefined): Pick<Proof, "file"> {
    if (path === undefined && content === undefined) return {};
    if (path === undefined || content === undefined) throw new Error("--file-path and --file-content go together");
    if (!/^\/[\x21-\x7e]*$/.test(path)) throw new Error("--file-path must begin with a slash and hold no spaces");
    return { file: { path, content } };
}

function languageOf(given: string | undefined, { LC_ALL, LC_MESSAGES, LANG }: Record<string, string | undefined>) {
    if (given === undefined) return /^zh/i.test(LC_ALL || LC_MESSAGES || LANG || "") ? "zh" : "en";
    if (given !== "en-US" && given !== "zh-CN") throw new Error("--language must be en-US or zh-CN");
    return given === "zh-CN" ? "zh" : "en";
}

function portOf(name: string, value: string | undefined, usual: number): number {
    if (value === undefined) return usual;
    const port = /^\d{1,5}$/.test(value) ? Number(value) : 0;
    if (port < 1 || port > 65535) throw new Error(`${name} must be a number from 1 to 65535`);
    return port;
}
