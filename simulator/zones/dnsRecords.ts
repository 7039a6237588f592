import { ApiError } from "../common/apiError";
import { SimulatorError } from "../common/checks";
import { bare, checkDnsRecord, DEFAULTS, type DnsRecord, type DnsRecordFields } from "./dnsRecord";
import { newId, type Zone } from "./zone";

const LIMIT = 100_000;

/** The DNS records of all zones. */
export class DnsRecords {
    readonly #byId = new Map<string, DnsRecord>();
    /** By name, as the proof of an application is looked up with each check. */
    readonly #byName = new Map<string, Set<DnsRecord>>();

    constructor(private readonly clock: () => number) {}

    #find(zoneId: string, id: string): DnsRecord | undefined {
        const record = this.#byId.get(id);
        return record?.zoneId === zoneId ? record : undefined;
    }

    /** The record of that id, or what the API answers where the zone has none. */
    mustFind(zoneId: string, id: string): DnsRecord {
        const record = this.#find(zoneId, id);
        if (record === undefined) {
            throw new ApiError("ResourceNotFound");
        }
        return record;
    }

    /** The records of a zone, the oldest first. */
    list(zoneId: string): DnsRecord[] {
        return [...this.#byId.values()].filter((record) => record.zoneId === zoneId);
    }

    /** The records at a name that are answered, of whatever zone. */
    at(name: string): DnsRecord[] {
        return [...(this.#byName.get(bare(name)) ?? [])].filter(({ isEnabled, weight }) => isEnabled && weight !== 0);
    }

    create(
        zone: Zone,
        given: Pick<DnsRecordFields, "name" | "type" | "content"> & Partial<DnsRecordFields>,
    ): DnsRecord {
        if (this.#byId.size >= LIMIT) {
            throw new SimulatorError("records", `the simulator holds at most ${LIMIT} DNS records`);
        }
        const fields = { ...DEFAULTS, ...given, name: bare(given.name) };
        checkDnsRecord(zone, fields, this.#others(zone, fields.name));
        const now = this.clock();
        const made = { id: newId("record"), zoneId: zone.id, isEnabled: true, createdAt: now, modifiedAt: now };
        const record: DnsRecord = { ...fields, ...made };
        this.#byId.set(record.id, record);
        this.#index(record);
        return record;
    }

    /** Says whether the record may become that, without changing it. */
    checkChange(zone: Zone, record: DnsRecord, given: Partial<DnsRecordFields>): DnsRecordFields {
        const fields = { ...record, ...given, name: bare(given.name ?? record.name) };
        checkDnsRecord(zone, fields, this.#others(zone, fields.name, record));
        const { name, type, content, location, ttl, weight, priority } = fields;
        return { name, type, content, location, ttl, weight, priority };
    }

    change(record: DnsRecord, fields: Partial<DnsRecord>): void {
        this.#byName.get(record.name)?.delete(record);
        Object.assign(record, fields, { modifiedAt: this.clock() });
        this.#index(record);
    }

    delete(record: DnsRecord): void {
        this.#byId.delete(record.id);
        this.#byName.get(record.name)?.delete(record);
    }

    deleteZone(zoneId: string): void {
        for (const record of this.list(zoneId)) {
            this.delete(record);
        }
    }

    clear(): void {
        this.#byId.clear();
        this.#byName.clear();
    }

    #others(zone: Zone, name: string, except?: DnsRecord): DnsRecord[] {
        return [...(this.#byName.get(name) ?? [])].filter((other) => other !== except && other.zoneId === zone.id);
    }

    #index(record: DnsRecord): void {
        const held = this.#byName.get(record.name) ?? new Set();
        this.#byName.set(record.name, held.add(record));
    }
}
