import { comparableName } from "../../common/domainName";
import { type Checked, type Fault, UNKNOWN } from "./inputs";
import { checkDomain } from "./names";
import type { DnsVerification, FileVerification } from "./proof";
import { isDuration, parseDuration } from "./timeouts";

/** The inputs about a proof. They affect what is shown and how often the API is polled, not the outputs in state. */
export interface ProofInputs<Dns = DnsRecordProof, File = FileProof> {
    /** The record that was to be published. */
    dnsVerification?: Dns;
    /** The file that was to be published. */
    fileVerification?: File;
    /** How long the proof may be missing before the wait ends; for ever if left out. */
    failAfterProofMissing?: string;
    /** How often the API is asked while the proof is certainly not there; `30s` if left out. */
    checkIntervalWhileProofMissing?: string;
    /** Whether the proof is a secret, which no message may show. No user sets it. */
    secretProof?: boolean;
}

/** The same, with the proofs by the normalised domain. */
export type ProofInputsByDomain = ProofInputs<Record<string, DnsRecordProof>, Record<string, FileProof>>;

type DnsRecordProof = Pick<DnsVerification, (typeof FIELDS)["dnsVerification"][number]>;
type FileProof = Pick<FileVerification, (typeof FIELDS)["fileVerification"][number]>;

const FIELDS = {
    dnsVerification: ["fqdn", "recordType", "recordValue"],
    fileVerification: ["path", "content"],
} as const;

const tuning = { failAfterProofMissing: checkPatience, checkIntervalWhileProofMissing: checkInterval };

/** Checks for a resource of one domain. */
export const proofChecks = {
    dnsVerification: (value: unknown) => checkProof("dnsVerification", value),
    fileVerification: (value: unknown) => checkProof("fileVerification", value),
    ...tuning,
};

/** Checks for a resource of many domains, where the proofs are a map by the domain. */
export const proofMapChecks = {
    dnsVerification: (value: unknown) => checkProofMap("dnsVerification", value),
    fileVerification: (value: unknown) => checkProofMap("fileVerification", value),
    ...tuning,
};

function checkProof(property: keyof typeof FIELDS, value: unknown): Checked {
    if (value === undefined || value === null || value === UNKNOWN) return { value: value ?? undefined };
    const fields = FIELDS[property];
    const proof = value as Record<string, unknown>;
    if (fields.some((field) => typeof proof[field] !== "string" || proof[field] === "")) {
        return { reason: `must be the ${property} of a FreeCertificate: an object with ${fields.join(", ")}` };
    }
    if (property === "fileVerification" && !String(proof.path).startsWith("/") && proof.path !== UNKNOWN) {
        return { reason: "must have a path that begins with a slash" };
    }
    // No more than what is looked for: the rest would only make the state larger.
    return { value: Object.fromEntries(fields.map((field) => [field, normalized(field, proof[field] as string)])) };
}

/** An unknown stays as it is: it is a name in its comparable form. */
function normalized(field: string, value: string): string {
    return field === "fqdn" ? comparableName(value) : value;
}

function checkProofMap(property: keyof typeof FIELDS, value: unknown): Checked | { faults: Fault[] } {
    if (value === undefined || value === null || value === UNKNOWN) return { value: value ?? undefined };
    if (typeof value !== "object" || Array.isArray(value)) {
        return { reason: `must be a map from each domain to the ${property} of its FreeCertificate` };
    }
    const faults: Fault[] = [];
    const proofs: Record<string, unknown> = {};
    for (const [key, given] of Object.entries(value)) {
        const domain = checkDomain(key);
        const proof = checkProof(property, given);
        for (const checked of [domain, proof]) {
            if ("reason" in checked) faults.push({ property: `${property}["${key}"]`, reason: checked.reason });
        }
        if ("value" in domain && "value" in proof && proof.value) proofs[domain.value] = proof.value;
    }
    return faults.length > 0 ? { faults } : { value: proofs };
}

function checkPatience(value: unknown): Checked {
    if (value === undefined || value === null || value === UNKNOWN) return { value: value ?? undefined };
    return isDuration(value) ? { value } : { reason: 'must be a duration above 0 and up to 168h, such as "10m"' };
}

function checkInterval(value: unknown): Checked {
    if (value === undefined || value === null || value === UNKNOWN) return { value: value ?? undefined };
    const ms = typeof value === "string" ? parseDuration(value) : undefined;
    if (ms !== undefined && ms <= 3_600_000) return { value };
    return { reason: 'must be a duration from "0s" (on the usual schedule) to "1h", such as "30s"' };
}
