import { bare } from "../zones/dnsRecord";
import type { Application } from "./application";
import { fetchFile } from "./fetchFile";
import { lookUp } from "./lookUp";
import type { Published, PublishedRecord } from "./published";

/**
 * How a check looks for the proof of an application.
 *
 * - `auto`, the default: it is taken as seen at the first check.
 * - `records`: among what was published by {@link Simulator.publish} and {@link Simulator.publishFile}, and the DNS
 *   records of zones, made by CreateDnsRecord.
 * - `dns`: records are looked up at the DNS server `resolver`, e.g. `127.0.0.1:5300`.
 * - `http`: files are got from the web server at `address`, e.g. `127.0.0.1:8080`, by the domain's own name.
 *
 * What `dns` and `http` cannot see, files or records, is looked for as with `records`.
 */
export type ProofOption =
    | "auto"
    | "records"
    | { readonly mode: "dns"; readonly resolver: string }
    | { readonly mode: "http"; readonly address: string };

/** Says whether the proof of an application is there. It never throws, and ends with `signal`. */
export type ProofCheck = (application: Application, signal: AbortSignal) => Promise<boolean>;

/** What the simulator sees of the world: whether a proof is there, and which records are at a name. */
export interface Sight {
    readonly isProven: ProofCheck;
    /** Undefined: it does not look, and takes all as it is to be. */
    recordsAt(name: string, type: PublishedRecord["type"], signal: AbortSignal): Promise<readonly string[] | undefined>;
}

export function makeSight(proof: ProofOption, published: Published): Sight {
    const {
        mode = proof,
        resolver = "",
        address = "",
    } = proof as { mode?: string; resolver?: string; address?: string };
    const recordsAt: Sight["recordsAt"] = async (name, type, signal) => {
        if (mode === "auto") {
            return undefined;
        }
        return mode === "dns" ? await lookUp(resolver, name, type, signal) : published.valuesOf(name, type);
    };
    const isProven: ProofCheck = async ({ dnsVerification, fileVerification, place }, signal) => {
        if (mode === "auto") {
            return true;
        }
        if (dnsVerification !== undefined) {
            const { recordType, recordValue } = dnsVerification;
            const values = (await recordsAt(place, recordType, signal)) ?? [];
            return values.some((value) =>
                recordType === "CNAME" ? bare(value) === bare(recordValue) : value === recordValue,
            );
        }
        const content = mode === "http" ? await fetchFile(address, place, signal) : published.contentOf(place);
        // Editors end a file with a newline that nobody sees.
        return content?.trimEnd() === fileVerification?.content;
    };
    return { isProven, recordsAt };
}
