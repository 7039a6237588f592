import { ApiError } from "../api/apiError";
import { SimulatorError } from "../checks";
import { type Declared, type DomainState, stateAt } from "./state";

/** What a domain is that no test has declared; see {@link SimulatorOptions.undeclared}. */
export type UndeclaredPolicy = "neverApplied" | "issued" | { readonly issueAfterMs: number };

/** A domain of a zone, and its state now. */
export interface DomainListing {
    readonly zoneId: string;
    readonly domain: string;
    readonly state: DomainState;
}

const LIMIT = 100_000;
const ZONE_ID = /^zone-[0-9a-z]{1,64}$/;
const DOMAIN = /^(?=.{1,253}$)(\*\.)?([\p{L}\p{N}_-]{1,63}\.)+[\p{L}\p{N}-]{1,63}$/u;

/** The domains that were declared, by a test or by a first check. Every lookup takes constant time. */
export class Domains {
    readonly #declared = new Map<string, Declared>();
    readonly #zones: ReadonlySet<string> | undefined;

    constructor(
        zones: readonly string[] | undefined,
        private readonly undeclared: UndeclaredPolicy,
        private readonly clock: () => number,
    ) {
        this.#zones = zones && new Set(zones);
    }

    /** What a check of a domain finds. The first one starts the time of a certificate that waits for it. */
    check(zoneId: string, name: string): DomainState {
        if (!this.#hasZone(zoneId)) {
            throw new ApiError("InvalidParameter.ZoneNotFound");
        }
        if (!DOMAIN.test(name)) {
            throw new ApiError("InvalidParameterValue.InvalidDomainName");
        }
        const domain = normal(name);
        const own = this.#declared.get(keyOf(zoneId, domain));
        const state = own && this.#checked(own, domain);
        if (state === undefined || state.status === "neverApplied" || state.status === "pending") {
            // A domain under a wildcard with a certificate is answered that certificate, whether or not it was applied for.
            const covering = this.#covering(zoneId, domain);
            if (covering !== undefined) {
                return covering;
            }
        }
        return state ?? this.#firstSeen(zoneId, domain);
    }

    declare(zoneId: string, domain: string, declared: Declared): void {
        const key = keyOf(zoneId, domain);
        if (this.#declared.size >= LIMIT && !this.#declared.has(key)) {
            throw new SimulatorError(
                "domain",
                `the simulator holds ${LIMIT} domains and no more; reset() forgets them`,
            );
        }
        this.#declared.set(key, declared);
    }

    /** A domain's own state, without counting as a check, and without what a wildcard would add. */
    state(zoneId: string, domain: string): DomainState {
        const declared = this.#declared.get(keyOf(zoneId, domain)) ?? this.#byPolicy();
        return stateAt(declared, domain, this.clock());
    }

    list(): DomainListing[] {
        return [...this.#declared.keys()].map((key) => {
            const [zoneId = "", domain = ""] = key.split("/");
            return { zoneId, domain, state: this.state(zoneId, domain) };
        });
    }

    /** Takes the names that a test gave, in the form in which they are held. */
    resolve(zoneId: unknown, name: unknown): { zoneId: string; domain: string } {
        if (typeof zoneId !== "string" || !this.#hasZone(zoneId)) {
            const expected = this.#zones
                ? `one of ${[...this.#zones].join(", ")}`
                : "a zone id, e.g. zone-28v607hq8d3m";
            throw new SimulatorError("zoneId", `must be ${expected}`);
        }
        if (typeof name !== "string" || !DOMAIN.test(name)) {
            throw new SimulatorError("domain", "must be a domain name, e.g. www.example.com or *.example.com");
        }
        return { zoneId, domain: normal(name) };
    }

    clear(): void {
        this.#declared.clear();
    }

    #hasZone(zoneId: string): boolean {
        return this.#zones ? this.#zones.has(zoneId) : ZONE_ID.test(zoneId);
    }

    #checked(declared: Declared, domain: string): DomainState {
        const now = this.clock();
        if (declared.kind === "pending" && declared.due) {
            declared.due.since ??= now;
        }
        return stateAt(declared, domain, now);
    }

    #covering(zoneId: string, domain: string): DomainState | undefined {
        const wildcard = domain.replace(/^[^.]+/, "*");
        const declared = this.#declared.get(keyOf(zoneId, wildcard));
        const state = declared && stateAt(declared, wildcard, this.clock());
        return state?.status === "issued" || state?.status === "expired" ? state : undefined;
    }

    #firstSeen(zoneId: string, domain: string): DomainState {
        const declared = this.#byPolicy();
        // The time of the first check, or of issue, has to be kept; that nothing was applied for has not.
        if (declared.kind !== "neverApplied") {
            this.declare(zoneId, domain, declared);
        }
        return this.#checked(declared, domain);
    }

    #byPolicy(): Declared {
        if (this.undeclared === "neverApplied") {
            return { kind: "neverApplied" };
        }
        if (this.undeclared === "issued") {
            return { kind: "issued", at: this.clock(), certificate: {} };
        }
        return { kind: "pending", reason: {}, due: { afterMs: this.undeclared.issueAfterMs, certificate: {} } };
    }
}

/** Neither holds a slash. */
const keyOf = (zoneId: string, domain: string): string => `${zoneId}/${domain}`;
export const normal = (domain: string): string => domain.toLowerCase();
