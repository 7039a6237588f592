import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type * as Teo from "pulumi-teo";
import { ZONE_ID } from "./scenario";

/** A way to declare a certificate for each of some domains. */
export interface Kind {
    readonly name: string;
    /** How it calls the API, once for each domain: by the quota, or as if there were none. */
    readonly calls: "by the quota" | "without quota" | "never";
    declare(domains: readonly string[]): void;
}

export const ours: Kind = {
    name: "FreeCertificateVerification",
    calls: "by the quota",
    declare(domains) {
        const teo: typeof Teo = require("pulumi-teo");
        for (const domain of domains) new teo.FreeCertificateVerification(domain, { zoneId: ZONE_ID, domain });
    },
};

/** What the quota hides: the engine's work and ours. */
export const oursUnpaced: Kind = { ...ours, name: "the same without quota", calls: "without quota" };

/** All of them as one resource. */
export const oursAsSet: Kind = {
    name: "FreeCertificateVerificationSet",
    calls: "by the quota",
    declare(domains) {
        const teo: typeof Teo = require("pulumi-teo");
        new teo.FreeCertificateVerificationSet("set", { zoneId: ZONE_ID, domains: [...domains] });
    },
};

/** Answers at once, with outputs of the size of ours: what is left is the engine's own work. */
const ANSWER = {
    commonName: "host-0.xzone.cloud",
    signatureAlgorithm: "RSA 2048",
    expireTime: "2027-05-01T00:00:00Z",
    requestId: "11111111-2222-3333-4444-555555555555",
};
const UNKNOWN = { commonName: undefined, signatureAlgorithm: undefined, expireTime: undefined, requestId: undefined };

/** The form that ours has in state. */
export const NOTHING_LINE = `exports.handler=()=>require(process.cwd()+"/nothing.js").FreeCertificateVerification`;

class Nothing extends pulumi.CustomResource {
    constructor(domain: string) {
        const props = { ...UNKNOWN, zoneId: ZONE_ID, domain, __provider: NOTHING_LINE };
        super("pulumi-nodejs:dynamic/bench:FreeCertificateVerification", domain, props);
    }
}

export const nothing: Kind = {
    name: "does nothing, found by name",
    calls: "never",
    declare(domains) {
        for (const domain of domains) new Nothing(domain);
    },
};

/** Puts the module of {@link nothing} where the host, in the project's folder, finds it. */
export async function addNothing(folder: string): Promise<void> {
    const module = `const answer = ${JSON.stringify(ANSWER)};
exports.FreeCertificateVerification = {
    async check(olds, inputs) { return { inputs }; },
    async diff() { return { changes: false }; },
    async create(inputs) { return { id: inputs.zoneId + "/" + inputs.domain, outs: { ...inputs, ...answer } }; },
};
`;
    await writeFile(join(folder, "nothing.js"), module);
}

const serialized: pulumi.dynamic.ResourceProvider = {
    check: async (_olds, inputs) => ({ inputs }),
    diff: async () => ({ changes: false }),
    create: async (inputs) => ({ id: `${inputs.zoneId}/${inputs.domain}`, outs: { ...inputs, ...ANSWER } }),
};

class Serialized extends pulumi.dynamic.Resource {
    constructor(domain: string) {
        super(serialized, domain, { ...UNKNOWN, zoneId: ZONE_ID, domain }, undefined, "bench", "Serialized");
    }
}

/** The same, as Pulumi's documentation has it: its source is in state. */
export const nothingSerialized: Kind = {
    name: "does nothing, pulumi.dynamic.Resource",
    calls: "never",
    declare(domains) {
        for (const domain of domains) new Serialized(domain);
    },
};
