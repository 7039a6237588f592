import { randomInt } from "node:crypto";
import { isUnder } from "../common/names";

/**
 * How the domains of a zone come to EdgeOne: by CNAME records (`partial`), by its name servers (`full`), by those of
 * DNSPod, or not at all.
 */
export type AccessType = (typeof ACCESS_TYPES)[number];

export const ACCESS_TYPES = ["partial", "full", "noDomainAccess", "dnsPodAccess", "pages", "ai"] as const;

export const AREAS = ["global", "mainland", "overseas"] as const;

/** A zone as it is held. */
export interface Zone {
    readonly id: string;
    /** Its apex, in lower case. Empty where none was declared: then it may have any name. */
    name: string;
    /** The apex that stands for one that was not declared: that of the first domain that a call named. */
    guessedName: string;
    type: AccessType;
    area: string;
    alias: string;
    /** Without a plan, it does not serve. */
    planId: string | undefined;
    isPaused: boolean;
    /** From when it serves again after a pause. */
    activeFrom: number;
    /** True once its owner has shown that it is theirs. */
    isVerified: boolean;
    /** The subdomains whose ownership is verified each by itself, and whether it was. */
    readonly subdomains: Map<string, boolean>;
    tags: Map<string, string>;
    vanityNameServers: Record<string, unknown> | undefined;
    /** What a call has configured, by the names of the API. */
    settings: Readonly<Record<string, unknown>>;
    readonly workModes: Map<string, string>;
    readonly createdAt: number;
    modifiedAt: number;
}

/** The name servers that a zone with access by name servers is to be switched to. */
export const NAME_SERVERS: readonly string[] = ["ns1.teodns.com", "ns2.teodns.com"];

/** The name servers that a zone has; what they were before a switch, nobody knows here. */
export const currentNameServers = ({ name, guessedName, type, isVerified }: Zone): readonly string[] =>
    type === "full" && isVerified ? NAME_SERVERS : ["ns1", "ns2"].map((server) => `${server}.${name || guessedName}`);

/** A zone that serves, as one that a test has declared does. */
export const makeZone = (id: string, fields: Partial<Zone>, now: number): Zone => ({
    id,
    name: "",
    guessedName: "",
    type: "partial",
    area: "global",
    alias: "",
    planId: "edgeone-simulator",
    isPaused: false,
    activeFrom: 0,
    isVerified: true,
    subdomains: new Map(),
    tags: new Map(),
    vanityNameServers: undefined,
    settings: {},
    workModes: new Map(["l7_acceleration", "edge_functions"].map((group) => [group, "immediate_effect"])),
    createdAt: now,
    modifiedAt: now,
    ...fields,
});

/** An id of the API's shape, e.g. `zone-28v607hq8d3m`. */
export const newId = (kind: "zone" | "record"): string =>
    `${kind}-${Array.from({ length: 12 }, () => randomInt(36).toString(36)).join("")}`;

/** Whether a subdomain's ownership is verified: with its zone's, or with its own or its parent's. */
export function subdomainStatus({ isVerified, subdomains }: Zone, name: string): "pending" | "finished" {
    const isCovered = [...subdomains].some(([parent, isDone]) => isDone && isUnder(parent, name));
    return isVerified || isCovered || !subdomains.has(name) ? "finished" : "pending";
}
