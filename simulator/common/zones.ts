import { ApiError } from "./apiError";
import { SimulatorError } from "./checks";

/** The zones that exist: their ids, or their ids and the apex of each, e.g. `{ "zone-28v607hq8d3m": "example.com" }`. */
export type ZonesOption = readonly string[] | Readonly<Record<string, string>>;

const ZONE_ID = /^zone-[0-9a-z]{1,64}$/;
const DOMAIN = /^(?=.{1,253}$)(\*\.)?([\p{L}\p{N}_-]{1,63}\.)+[\p{L}\p{N}-]{1,63}$/u;

/** The form in which names are held. */
export const normal = (domain: string): string => domain.toLowerCase();

/** Which zones there are, and which names belong to them. */
export class Zones {
    readonly #ids: ReadonlySet<string> | undefined;
    readonly #apexes: ReadonlyMap<string, string>;

    constructor(zones: ZonesOption | undefined) {
        const isList = Array.isArray(zones);
        this.#ids = zones && new Set(isList ? zones : Object.keys(zones));
        this.#apexes = new Map(
            Object.entries(isList ? {} : (zones ?? {})).map(([id, apex]) => [id, normal(apex)] as const),
        );
    }

    /** The zone's apex. Where none was declared, the last two labels of the domain stand for it. */
    apexOf(zoneId: string, domain: string): string {
        return this.#apexes.get(zoneId) ?? domain.split(".").slice(-2).join(".");
    }

    /** Throws what the API answers to a zone that does not exist. */
    mustHave(zoneId: string): void {
        if (!this.#has(zoneId)) {
            throw new ApiError("InvalidParameter.ZoneNotFound");
        }
    }

    /** The name that a call gave, as it is held. Throws what the API answers to one that is none. */
    nameOf(zoneId: string, name: string): string {
        this.mustHave(zoneId);
        if (!DOMAIN.test(name)) {
            throw new ApiError("InvalidParameterValue.InvalidDomainName");
        }
        return normal(name);
    }

    /** As {@link nameOf}, for an action that takes no names of other zones. */
    ownNameOf(zoneId: string, name: string): string {
        const domain = this.nameOf(zoneId, name);
        if (!this.#holds(zoneId, domain)) {
            throw new ApiError("InvalidParameterValue.DomainNotMatchZone");
        }
        return domain;
    }

    /** True for a name, in lower case, that the zone may have. */
    isNameOf(zoneId: string, name: string): boolean {
        return DOMAIN.test(name) && this.#holds(zoneId, name);
    }

    /** Takes the names that a test gave, in the form in which they are held. `field` is what the test calls the name. */
    resolve(zoneId: unknown, name: unknown, field: "domain" | "host"): { zoneId: string; name: string } {
        if (typeof zoneId !== "string" || !this.#has(zoneId)) {
            const expected = this.#ids ? `one of ${[...this.#ids].join(", ")}` : "a zone id, e.g. zone-28v607hq8d3m";
            throw new SimulatorError("zoneId", `must be ${expected}`);
        }
        if (typeof name !== "string" || !DOMAIN.test(name)) {
            throw new SimulatorError(field, "must be a domain name, e.g. www.example.com or *.example.com");
        }
        const resolved = normal(name);
        if (!this.#holds(zoneId, resolved)) {
            throw new SimulatorError(field, `must be ${this.#apexes.get(zoneId)} or a name under it`);
        }
        return { zoneId, name: resolved };
    }

    #has(zoneId: string): boolean {
        return this.#ids ? this.#ids.has(zoneId) : ZONE_ID.test(zoneId);
    }

    #holds(zoneId: string, domain: string): boolean {
        const apex = this.#apexes.get(zoneId);
        return apex === undefined || domain === apex || domain.endsWith(`.${apex}`);
    }
}
