import { ApiError } from "../common/apiError";
import { SimulatorError } from "../common/checks";
import { isDomain, isUnder, normal } from "../common/names";
import { type AccessType, makeZone, newId, type Zone } from "./zone";

/** A zone that exists: its apex, and how its domains come to EdgeOne, `partial` (by CNAME) by default. */
export interface ZoneDeclaration {
    /** E.g. `example.com`. */
    readonly name: string;
    readonly type?: AccessType;
}

/**
 * The zones that exist: their ids, or their ids and the apex of each, e.g. `{ "zone-28v607hq8d3m": "example.com" }`, or
 * `{ "zone-28v607hq8d3m": { name: "example.com", type: "full" } }`.
 */
export type ZonesOption = readonly string[] | Readonly<Record<string, string | ZoneDeclaration>>;

const ZONE_ID = /^zone-[0-9a-z]{1,64}$/;
const LIMIT = 100_000;

/** Which zones there are, and which names belong to them. */
export class Zones {
    readonly #zones = new Map<string, Zone>();
    /** Deleted by a call: not there any more, even where every id is. */
    readonly #deleted = new Set<string>();

    constructor(
        private readonly option: ZonesOption | undefined,
        private readonly clock: () => number,
    ) {
        this.clear();
    }

    /** Back to what the option says. */
    clear(): void {
        this.#zones.clear();
        this.#deleted.clear();
        const entries = Array.isArray(this.option)
            ? this.option.map((id) => [id, ""] as const)
            : Object.entries<string | ZoneDeclaration>(Object(this.option));
        for (const [id, given] of entries) {
            const { name, type = "partial" } = typeof given === "string" ? { name: given } : given;
            this.#zones.set(id, makeZone(id, { name: normal(name), type }, this.clock()));
        }
    }

    /** The zone of that id, if it exists. Where none were declared, every id of the right shape does. */
    find(zoneId: string): Zone | undefined {
        const zone = this.#zones.get(zoneId);
        if (zone !== undefined || this.option !== undefined || !ZONE_ID.test(zoneId) || this.#deleted.has(zoneId)) {
            return zone;
        }
        const assumed = makeZone(zoneId, {}, this.clock());
        if (this.#zones.size < LIMIT) {
            this.#zones.set(zoneId, assumed);
        }
        return assumed;
    }

    /** As {@link find}. Throws what the action answers to a zone that does not exist: a code of its own for each. */
    mustFind(zoneId: string, code: string): Zone {
        const zone = this.find(zoneId);
        if (zone === undefined) {
            throw new ApiError(code, [zoneId]);
        }
        return zone;
    }

    /** All that exist, as far as they are known: declared, created, or named by a call. */
    list(): Zone[] {
        return [...this.#zones.values()];
    }

    /** Makes a zone, as a call has it. */
    create(fields: Partial<Zone>): Zone {
        if (this.#zones.size >= LIMIT) {
            throw new SimulatorError("zones", `the simulator holds at most ${LIMIT} zones; reset() deletes them`);
        }
        const zone = makeZone(newId("zone"), fields, this.clock());
        this.#zones.set(zone.id, zone);
        return zone;
    }

    change(zone: Zone, fields: Partial<Zone>): void {
        Object.assign(zone, fields, { modifiedAt: this.clock() });
    }

    delete(zone: Zone): void {
        this.#zones.delete(zone.id);
        this.#deleted.add(zone.id);
    }

    /** The zone's apex; by default the last two labels of the domain. */
    apexOf(zone: Zone, domain: string): string {
        return zone.name || domain.split(".").slice(-2).join(".");
    }

    /** The name that a call gave, as it is held. Throws what the API answers to one that is none. */
    nameOf(zone: Zone, name: string): string {
        if (!isDomain(name)) {
            throw new ApiError("InvalidParameterValue.InvalidDomainName");
        }
        zone.guessedName ||= this.apexOf(zone, normal(name));
        return normal(name);
    }

    /** As {@link nameOf}, for an action that takes no names of other zones. */
    ownNameOf(zone: Zone, name: string): string {
        const domain = this.nameOf(zone, name);
        if (!holds(zone, domain)) {
            throw new ApiError("InvalidParameterValue.DomainNotMatchZone");
        }
        return domain;
    }

    /** As {@link ownNameOf}, for a name that is new to EdgeOne: of letters, digits and hyphens, as the vendor has it. */
    newNameOf(zone: Zone, name: string): string {
        if (name.includes("_")) {
            throw new ApiError("InvalidParameterValue.InvalidDomainName");
        }
        return this.ownNameOf(zone, name);
    }

    /** True for a name, in lower case, that the zone may have. */
    isNameOf(zone: Zone, name: string): boolean {
        return isDomain(name) && holds(zone, name);
    }

    /** Takes the names that a test gave, in the form in which they are held. `field` is what the test calls the name. */
    resolve(zoneId: unknown, name: unknown, field: "domain" | "host"): { zoneId: string; name: string } {
        const zone = typeof zoneId === "string" ? this.find(zoneId) : undefined;
        if (zone === undefined) {
            const known = [...this.#zones.keys()].join(", ");
            const expected = this.option ? `one of ${known}` : "a zone id, e.g. zone-28v607hq8d3m";
            throw new SimulatorError("zoneId", `must be ${expected}`);
        }
        if (typeof name !== "string" || !isDomain(name)) {
            throw new SimulatorError(field, "must be a domain name, e.g. www.example.com or *.example.com");
        }
        const resolved = normal(name);
        if (!holds(zone, resolved)) {
            throw new SimulatorError(field, `must be ${zone.name} or a name under it`);
        }
        zone.guessedName ||= this.apexOf(zone, resolved);
        return { zoneId: zone.id, name: resolved };
    }
}

const holds = (zone: Zone, domain: string): boolean => zone.name === "" || isUnder(zone.name, domain);
