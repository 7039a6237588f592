import type { ResourceRecord } from "../dns/codec";
import { evidenceOf } from "../dns/evidence";
import { isAbsentAtRegistry } from "../domain/registered";
import type { Evidence } from "../finding";
import { addressesOf, type NameServers, questionAll, type ZoneOptions } from "./nameServers";
import { delegationOf } from "./registry";

/** The zone of a domain, as resolvers tell. */
export type Zone = FoundZone | { kind: "noSuchDomain"; evidence: Evidence[] } | { kind: "unknown" };

export interface FoundZone extends NameServers {
    kind: "found";
    apex: string;
    /** Where the registry delegates the zone to other servers than it names itself: the names of both. */
    elsewhere?: { delegated: string[]; listed: string[] };
}

/** What is the same for a minute at least, however short it may be kept. */
const MIN_KEPT_MS = 60_000;
const MAX_KEPT_MS = 3_600_000;

interface Entry {
    zone: Promise<Zone>;
    until: number;
    /** Whether the registry has been asked too. */
    checked: boolean;
}

/** The zones of a run, each looked up once for all of its domains. */
export class Zones {
    private readonly entries = new Map<string, Entry>();

    /** The zone of a registered domain, such as `example.com`. */
    async find(name: string, options: ZoneOptions): Promise<Zone> {
        const known = this.entries.get(name);
        if (known && known.until > options.now()) return known.zone;
        const looked = lookUp(name, options);
        this.entries.set(name, { zone: looked, until: Number.POSITIVE_INFINITY, checked: false });
        return this.keep(name, await looked, false, options);
    }

    /**
     * The same, by what the registry says: those servers count that it delegates the zone to. Asked once; gives the known zone where
     * the registry cannot be asked.
     */
    async findDelegated(name: string, options: ZoneOptions): Promise<Zone> {
        const known = this.entries.get(name);
        const zone: Zone = known ? await known.zone : { kind: "unknown" };
        if (known?.checked || zone.kind === "noSuchDomain") return zone;
        const listed = zone.kind === "found" ? zone.names : [];
        const delegation = await delegationOf(name, listed, options);
        if (!delegation) return zone;
        if (delegation === "same") return this.keep(name, zone, true, options);
        const elsewhere = zone.kind === "found" ? { delegated: delegation.names, listed } : undefined;
        return this.keep(name, { kind: "found", apex: name, ...delegation, elsewhere }, true, options);
    }

    private keep(name: string, zone: Zone, checked: boolean, { now }: ZoneOptions): Zone {
        if (zone.kind === "found") {
            const keptMs = Math.min(Math.max(zone.ttl * 1000, MIN_KEPT_MS), MAX_KEPT_MS);
            this.entries.set(name, { zone: Promise.resolve(zone), until: now() + keptMs, checked });
        } else {
            this.entries.delete(name);
        }
        return zone;
    }
}

async function lookUp(name: string, options: ZoneOptions): Promise<Zone> {
    const asked = await questionAll(name, "NS", options, ({ reply }) => nameServersIn(name, reply?.answers).length > 0);
    for (const { resolver, answer } of asked) {
        const records = nameServersIn(name, answer.reply?.answers);
        if (records.length === 0) continue;
        return { kind: "found", apex: name, ...(await addressesOf(records, resolver, answer.reply, options)) };
    }
    const absent = asked.filter(({ answer }) => isAbsentAtRegistry(name, answer));
    // One resolver may be wrong about it.
    if (absent.length < Math.min(2, options.resolvers.length)) return { kind: "unknown" };
    return { kind: "noSuchDomain", evidence: absent.map(({ resolver, answer }) => evidenceOf(resolver.label, answer)) };
}

const nameServersIn = (name: string, records: readonly ResourceRecord[] = []) =>
    records.filter((record) => record.type === "NS" && record.name === name);
