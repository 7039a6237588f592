import { createHash } from "node:crypto";

/** How a proof of control is to be published: by a DNS record, or by a file. */
export type VerificationMethod = "dns_challenge" | "http_challenge";

export const VERIFICATION_METHODS: readonly VerificationMethod[] = ["dns_challenge", "http_challenge"];

/** The record that an application asks for, as ApplyFreeCertificate answers it. */
export interface DnsVerification {
    /** E.g. `_dnsauth.www`, or a full name; see {@link SimulatorOptions.subdomain}. */
    subdomain: string;
    recordType: RecordType;
    recordValue: string;
}

/** The file that an application asks for, as ApplyFreeCertificate answers it. */
export interface FileVerification {
    /** E.g. `/.well-known/teo-verification/z12h416twn.txt`. */
    path: string;
    content: string;
}

/** An application for a free certificate: what it wants to see, and where. */
export interface Application {
    verificationMethod: VerificationMethod;
    /** With `dns_challenge`. */
    dnsVerification?: DnsVerification;
    /** With `http_challenge`. */
    fileVerification?: FileVerification;
    /** Where the proof is looked for, whatever shape the answer has: the full name of the record, or the file's URL. */
    place: string;
}

/** The types of record that an application may ask for. */
export type RecordType = "CNAME" | "TXT";

/** The shape of `Subdomain`: relative to the zone's apex, or the full name, without or with a dot at its end. */
export type SubdomainShape = "relative" | "fqdn" | "fqdn.";

/** How proofs look. The vendor's documentation leaves all of it open. */
export interface ProofShape {
    readonly subdomain: SubdomainShape;
    readonly recordType: RecordType;
}

/** What an application is for. `salt` sets applications for the same domain apart. */
export interface ApplicationKey {
    readonly zoneId: string;
    readonly domain: string;
    readonly apex: string;
    readonly method: VerificationMethod;
    readonly salt: string;
}

/** Makes the application, whose proof is the same for the same key. */
export function makeApplication(key: ApplicationKey, shape: ProofShape): Application {
    // A wildcard and its parent have the same record, which can have one value only if it is a CNAME.
    const bare = key.domain.replace(/^\*\./, "");
    const digest = createHash("sha256").update([key.zoneId, bare, key.method, key.salt].join(" ")).digest("hex");
    if (key.method === "http_challenge") {
        const path = `/.well-known/teo-verification/${digest.slice(0, 10)}.txt`;
        return {
            verificationMethod: key.method,
            fileVerification: { path, content: digest.slice(10, 42) },
            place: `http://${key.domain}${path}`,
        };
    }
    // The vendor's labels are of both kinds, too: users must take what they are answered.
    const place = `${shape.subdomain === "relative" ? "_dnsauth" : "_acme-challenge"}.${bare}`;
    const recordValue = shape.recordType === "CNAME" ? `${digest.slice(0, 16)}.dnsauth.teo.example` : digest;
    const subdomain = { relative: relativeTo(key.apex, place), fqdn: place, "fqdn.": `${place}.` }[shape.subdomain];
    return {
        verificationMethod: key.method,
        dnsVerification: { subdomain, recordType: shape.recordType, recordValue },
        place,
    };
}

const relativeTo = (apex: string, name: string): string =>
    name.endsWith(`.${apex}`) ? name.slice(0, -apex.length - 1) : name;
