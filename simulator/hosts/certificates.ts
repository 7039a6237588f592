import { createHash } from "node:crypto";
import { timestamp } from "../certificates/state";
import type { HostCertificateFields } from "./state";

const YEAR_MS = 365 * 24 * 3600 * 1000;

/** A free certificate has one id wherever it is served. Whether a renewed one keeps it is not known; here it does. */
export const freeCertificate = (zoneId: string, source: string): HostCertificateFields => ({
    certId: `teo-${idOf(zoneId, source)}`,
    alias: "EdgeOne free certificate",
});

/** A certificate that somebody has brought, good for a year: always the same one for the same names. */
export const broughtCertificate = (now: number, ...names: readonly string[]): HostCertificateFields => ({
    certId: idOf(...names),
    alias: "brought along",
    type: "upload",
    expireTime: timestamp(now + YEAR_MS),
});

/** The most ids of brought certificates that are kept. */
const LIMIT = 100_000;

/** What is known of the certificates that somebody has brought: it stays the same, whenever and wherever one is bound. */
export class BroughtCertificates {
    readonly #byId = new Map<string, HostCertificateFields>();

    /** One that nobody has declared is good for a year from now. */
    get(certId: string, now: number): HostCertificateFields {
        return this.#byId.get(certId) ?? { ...broughtCertificate(now, certId), certId };
    }

    remember(certificates: readonly HostCertificateFields[]): void {
        for (const { certId = "", alias, type, expireTime, signAlgo } of certificates) {
            if (type === "upload" && this.#byId.size < LIMIT) {
                this.#byId.set(certId, { certId, alias, type, expireTime, ...(signAlgo && { signAlgo }) });
            }
        }
    }

    clear(): void {
        this.#byId.clear();
    }
}

const idOf = (...names: readonly string[]): string =>
    createHash("sha256").update(names.join(" ")).digest("hex").slice(0, 8);
