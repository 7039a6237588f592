import { createHash } from "node:crypto";
import { NAME_SERVERS, type Zone } from "../zones/zone";
import type { Application } from "./application";

/** What shows that a zone, or one of its subdomains, is somebody's own: one of the two is to be published. */
interface Ownership {
    readonly subdomain: string;
    readonly recordType: "TXT";
    readonly recordValue: string;
    readonly path: string;
    readonly content: string;
}

/** For a zone, or for a subdomain alone; for the same one always the same. */
export function ownershipOf(zone: Zone, domain?: string): Ownership {
    const apex = zone.name || zone.guessedName;
    const name = (domain ?? apex).replace(/^\*\./, "");
    const digest = createHash("sha256").update(`ownership of ${name}`).digest("hex");
    return {
        subdomain: name === apex ? "edgeonereclaim" : `edgeonereclaim.${name.slice(0, -apex.length - 1)}`,
        recordType: "TXT",
        recordValue: `reclaim-${digest.slice(0, 32)}`,
        path: `/.well-known/teo-verification/${digest.slice(32, 42)}.txt`,
        content: digest.slice(0, 32),
    };
}

/** The two proofs of {@link ownershipOf}, in the form in which they are looked for. */
export function ownershipProofs(zone: Zone, domain?: string): Application[] {
    const { recordType, recordValue, path, content, subdomain } = ownershipOf(zone, domain);
    const name = (domain ?? (zone.name || zone.guessedName)).replace(/^\*\./, "");
    return [
        {
            verificationMethod: "dns_challenge",
            dnsVerification: { subdomain, recordType, recordValue },
            place: `edgeonereclaim.${name}`,
        },
        {
            verificationMethod: "http_challenge",
            fileVerification: { path, content },
            place: `http://${name}${path}`,
        },
    ];
}

/** The API's `OwnershipVerification`, by the access type of the zone; undefined: there is nothing to verify. */
export function renderVerification(zone: Zone, domain?: string): Record<string, unknown> | undefined {
    const none = { DnsVerification: null, FileVerification: null, NsVerification: null };
    if (zone.type === "full") {
        return { ...none, NsVerification: { NameServers: NAME_SERVERS } };
    }
    if (zone.type !== "partial") {
        return undefined;
    }
    const { subdomain, recordType, recordValue, path, content } = ownershipOf(zone, domain);
    return {
        ...none,
        DnsVerification: { Subdomain: subdomain, RecordType: recordType, RecordValue: recordValue },
        FileVerification: { Path: path, Content: content },
    };
}
