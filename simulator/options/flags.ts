import { SimulatorError } from "../common/checks";
import type { ProofOption } from "../proof/proofCheck";
import type { ZonesOption } from "../zones/zones";
import { choiceOf, integerOf, latencyOf, numberOf, secondsOf, textOf, type Values } from "./flagValues";
import type { SimulatorOptions } from "./options";

export interface Flag {
    /** What it takes, if it takes something. */
    readonly takes?: string;
    /** What the help says of it; lines are apart. No help: not shown. */
    readonly help?: string;
    /** What a refusal of the typed API names where it is this flag's, besides the option itself, which is the first flag's. */
    readonly fields?: readonly string[];
}

/** An option of the typed API that a command line can give: by these flags, and how they are read. */
interface CliOption<T> {
    readonly flags: Readonly<Record<string, Flag>>;
    readonly read: (values: Values) => T | undefined;
}

/** Functions cannot be given, and key pairs are read by their order. */
type Elsewhere = "clock" | "signatureClock" | "credentials";

/** Every other option of the typed API: the compiler finds one that is left out. */
export const CLI_OPTIONS: {
    readonly [name in Exclude<keyof SimulatorOptions, Elsewhere>]-?: CliOption<SimulatorOptions[name]>;
} = {
    port: {
        flags: { port: { takes: "PORT", help: "port to listen on; 0 takes a free one (default 8787)" } },
        read: (values) => integerOf(values, "port", 65_535) ?? 8787,
    },
    host: {
        flags: { host: { takes: "ADDRESS", help: "address to bind (default 127.0.0.1: this machine only)" } },
        read: (values) => textOf(values, "host"),
    },
    tls: {
        flags: {
            tls: {
                help: "accept HTTPS too, on the same port, with a certificate\nauthority that is created at the start and printed",
            },
            "ca-file": {
                takes: "FILE",
                help: "the same, and write the authority to this file (PEM)",
                fields: ["caFile", "tls.caFile"],
            },
        },
        read: (values) => {
            const caFile = textOf(values, "ca-file");
            return caFile === undefined ? values.tls === true || undefined : { caFile };
        },
    },
    zones: {
        flags: {
            zones: {
                takes: "LIST",
                help: "the zones that exist: ID,... or ID=APEX,... or\nID=APEX:TYPE,... (default: every valid zone id)",
                fields: ["type"],
            },
        },
        read: zonesOf,
    },
    undeclaredHosts: {
        flags: {
            "undeclared-hosts": {
                takes: "WHAT",
                help: "the state of a host that was not created (default online)\n  online: the zone has it as soon as a call names it\n  unknown: the zone does not have it\n  strict: nor can a certificate be applied for",
            },
        },
        read: (values) => choiceOf(values, "undeclared-hosts", ["unknown", "strict", "online"]) ?? "online",
    },
    proof: {
        flags: {
            proof: {
                takes: "MODE",
                help: "where to look for the proof of an application\n(default auto: nowhere)\n  records: published through /simulator/records and\n    /simulator/files, or by CreateDnsRecord\n  dns: records at the DNS server --resolver HOST:PORT\n  http: files at the web server --origin HOST:PORT",
            },
            resolver: {
                takes: "HOST:PORT",
                help: "address of a DNS server, e.g. 127.0.0.1:5300",
                fields: ["resolver"],
            },
            origin: {
                takes: "HOST:PORT",
                help: "address of a web server, e.g. 127.0.0.1:8080",
                fields: ["address"],
            },
        },
        read: proofOf,
    },
    undeclared: {
        flags: {
            "undeclared-domains": {
                takes: "WHAT",
                help: "the state of a domain without an application: issued,\nneverApplied, or issued some time after its first check\n(default with --proof auto)",
            },
            "issue-after": {
                takes: "SECONDS",
                help: "with --proof auto: from a domain's first check to its\ncertificate (default 20)",
            },
        },
        read: undeclaredOf,
    },
    issueDelayMs: {
        flags: {
            "issue-delay": {
                takes: "SECONDS",
                help: "with another --proof: from the detection of the proof to\nthe certificate (default 0)",
            },
        },
        read: issueDelayOf,
    },
    deployDelayMs: {
        flags: {
            "deploy-delay": {
                takes: "SECONDS",
                help: "from the binding of a host to the deployment of its\ncertificate (default 1)",
            },
        },
        read: (values) => secondsOf(values, "deploy-delay"),
    },
    subdomain: {
        flags: { subdomain: { takes: "SHAPE", help: "of the record to publish: relative (default), fqdn, fqdn." } },
        read: (values) => choiceOf(values, "subdomain", ["relative", "fqdn", "fqdn."]),
    },
    recordType: {
        flags: { "record-type": { takes: "TYPE", help: "of the record to publish: CNAME (default) or TXT" } },
        read: (values) => choiceOf(values, "record-type", ["CNAME", "TXT"]),
    },
    proofValues: {
        flags: {
            "proof-values": {
                takes: "KIND",
                help: "the proof of a repeated application: the same (stable,\ndefault) or a new one (fresh)",
            },
        },
        read: (values) => choiceOf(values, "proof-values", ["stable", "fresh"]),
    },
    disabledCertificate: {
        flags: {
            "disabled-certificate": {
                takes: "SHAPE",
                help: "Certificate of a host without one: null, nullList\n(default), emptyList",
            },
        },
        read: (values) => choiceOf(values, "disabled-certificate", ["null", "nullList", "emptyList"]),
    },
    changeWhileProcessing: {
        flags: {
            "change-while-processing": {
                takes: "WHAT",
                help: "a change to a host during another change is accepted\n(default) or refused",
            },
        },
        read: (values) => choiceOf(values, "change-while-processing", ["accepted", "refused"]),
    },
    latencyMs: {
        flags: { latency: { takes: "MS", help: "how long an answer takes, or LEAST-MOST (default 0)" } },
        read: (values) => latencyOf(values, "latency"),
    },
    quotaPerSecond: {
        flags: {
            quota: { takes: "CALLS", help: "calls a second for each action and account; 0: no quota\n(default 20)" },
        },
        read: (values) => integerOf(values, "quota", 1_000_000),
    },
    chaos: {
        flags: {
            chaos: { help: "delay calls a little, and fail one in twenty" },
            "chaos-rate": { takes: "SHARE", help: "the share of calls that fail, 0 to 1" },
            "chaos-latency": { takes: "MS", help: "how much longer a call takes, or LEAST-MOST" },
        },
        read: chaosOf,
    },
    // Its name in 0.1.0.
    mischief: { flags: { mischief: {} }, read: (values) => values.mischief === true || undefined },
    seed: {
        flags: { seed: { takes: "NUMBER", help: "the seed of an earlier run, to repeat its random values" } },
        read: (values) => integerOf(values, "seed", 0xffff_ffff),
    },
};

function zonesOf(values: Values): ZonesOption | undefined {
    const zones = textOf(values, "zones")
        ?.split(",")
        .map((each) => /^(zone-[0-9a-z]+)(?:=([^=:]+)(?::([^=:]+))?)?$/.exec(each)?.slice(1) ?? []);
    if (zones === undefined || zones.every(([id, apex]) => id !== undefined && apex === undefined)) {
        return zones?.map(([id]) => id as string);
    }
    if (zones.some(([, apex]) => apex === undefined)) {
        throw new SimulatorError("--zones", "must be ID,... or ID=APEX,...: give the apex of each zone, or of none");
    }
    return Object.fromEntries(
        zones.map(([id, name, type]) => [id, type === undefined ? name : { name, type }]),
    ) as ZonesOption;
}

function proofOf(values: Values): ProofOption {
    const proof = choiceOf(values, "proof", ["auto", "records", "dns", "http"]) ?? "auto";
    const needed = { auto: undefined, records: undefined, dns: "resolver", http: "origin" }[proof];
    for (const flag of ["resolver", "origin"]) {
        if (flag === needed && values[flag] === undefined) {
            throw new SimulatorError(`--${flag}`, `is required with --proof ${proof}`);
        }
        if (flag !== needed && values[flag] !== undefined) {
            throw new SimulatorError(`--${flag}`, `cannot be used with --proof ${proof}`);
        }
    }
    switch (proof) {
        case "dns":
            return { mode: proof, resolver: `${values.resolver}` };
        case "http":
            return { mode: proof, address: `${values.origin}` };
        default:
            return proof;
    }
}

/** Without a proof to wait for, domains need no application either, unless they are to; with one, they do. */
function undeclaredOf(values: Values): SimulatorOptions["undeclared"] {
    const declared = choiceOf(values, "undeclared-domains", ["neverApplied", "issued"]);
    const isAuto = proofOf(values) === "auto";
    if (values["issue-after"] !== undefined && (!isAuto || declared !== undefined)) {
        const other = isAuto ? "--undeclared-domains" : "this --proof; there is --issue-delay";
        throw new SimulatorError("--issue-after", `cannot be used with ${other}`);
    }
    const issueAfterMs = secondsOf(values, "issue-after") ?? 20_000;
    return declared ?? (isAuto ? { issueAfterMs } : undefined);
}

function issueDelayOf(values: Values): number | undefined {
    const undeclared = undeclaredOf(values);
    if (typeof undeclared !== "object") {
        return secondsOf(values, "issue-delay");
    }
    if (values["issue-delay"] !== undefined) {
        throw new SimulatorError("--issue-delay", "cannot be used with this --proof; there is --issue-after");
    }
    return undeclared.issueAfterMs;
}

function chaosOf(values: Values): SimulatorOptions["chaos"] {
    const chaos = { rate: numberOf(values, "chaos-rate", 1), latencyMs: latencyOf(values, "chaos-latency") };
    const isTuned = chaos.rate !== undefined || chaos.latencyMs !== undefined;
    return isTuned ? chaos : values.chaos === true || undefined;
}
