import { SimulatorError } from "../common/checks";
import type { Application } from "../proof/application";
import type { ProofCheck } from "../proof/proofCheck";
import { type Declared, type DomainState, type PendingReason, stateAt } from "./state";

/** What a domain is that no test has declared; see {@link SimulatorOptions.undeclared}. */
export type UndeclaredPolicy = "neverApplied" | "issued" | { readonly issueAfterMs: number };

/** A domain of a zone, and its state now. */
export interface DomainListing {
    readonly zoneId: string;
    readonly domain: string;
    readonly state: DomainState;
    /** What was applied for, if anything was. */
    readonly application?: Application;
}

/** What decides over a domain: what a test declared, or else its application, or else what the policy assumes. */
interface Entry {
    declared?: Declared;
    /** An application that shows no proof is one that the platform verifies by itself. */
    applied?: { readonly application?: Application; readonly state: Pending };
    assumed?: Declared;
}

type Pending = Extract<Declared, { kind: "pending" }>;

/** What the domains of a simulator are to be. */
interface DomainsSetup {
    readonly undeclared: UndeclaredPolicy;
    readonly issueDelayMs: number;
    readonly clock: () => number;
    readonly isProven: ProofCheck;
}

const LIMIT = 100_000;

/** The domains that were declared, applied for or checked. Every lookup takes constant time. */
export class Domains {
    readonly #entries = new Map<string, Entry>();

    constructor(private readonly setup: DomainsSetup) {}

    /** What a check of a domain finds. The first one starts the time of a certificate that waits for it. */
    async check(zoneId: string, domain: string, signal: AbortSignal): Promise<DomainState> {
        const entry = this.#entries.get(keyOf(zoneId, domain));
        if (entry !== undefined) {
            await this.#look(entry, signal);
        }
        // Held once more, since it may be another one by now.
        const own = this.#entries.has(keyOf(zoneId, domain)) ? this.state(zoneId, domain) : undefined;
        if (own === undefined || own.status === "neverApplied" || own.status === "pending") {
            // A domain under a wildcard with a certificate is answered that certificate, whether or not it was applied for.
            return this.#ofWildcard(zoneId, domain) ?? own ?? this.#firstSeen(zoneId, domain);
        }
        return own;
    }

    /** An application by a call. The same as before changes nothing, and another one takes the place of the first. */
    apply(zoneId: string, domain: string, application: Application): void {
        const entry = this.#hold(zoneId, domain);
        // A test that removed the application meant that one, not all that are to come.
        entry.declared = entry.declared?.kind === "neverApplied" ? undefined : entry.declared;
        if (JSON.stringify(entry.applied?.application) !== JSON.stringify(application)) {
            entry.applied = { application, state: this.#pending() };
        }
    }

    /** An application that the platform makes and verifies by itself; with a `failure`, in vain. */
    applyAutomatically(zoneId: string, domain: string, failure?: PendingReason): void {
        const entry = this.#hold(zoneId, domain);
        entry.declared = entry.declared?.kind === "neverApplied" ? undefined : entry.declared;
        entry.applied = failure
            ? { state: { kind: "pending", reason: failure } }
            : { state: this.#pending(this.setup.clock()) };
    }

    application(zoneId: string, domain: string): Application | undefined {
        return structuredClone(this.#entries.get(keyOf(zoneId, domain))?.applied?.application);
    }

    /** What a test declares. That it was never applied for ends its application, too. */
    declare(zoneId: string, domain: string, declared: Declared): void {
        const entry = this.#hold(zoneId, domain);
        entry.declared = declared;
        entry.applied = declared.kind === "neverApplied" ? undefined : entry.applied;
    }

    /** Forgets what a test declared. */
    release(zoneId: string, domain: string): void {
        const key = keyOf(zoneId, domain);
        const { applied } = this.#entries.get(key) ?? {};
        if (applied === undefined) {
            this.#entries.delete(key);
        } else {
            this.#entries.set(key, { applied });
        }
    }

    /** True where a test has said that the domain waits for its certificate. */
    isDeclaredPending(zoneId: string, domain: string): boolean {
        return this.#entries.get(keyOf(zoneId, domain))?.declared?.kind === "pending";
    }

    /** A domain's own state, without counting as a check, and without what a wildcard would add. */
    state(zoneId: string, domain: string): DomainState {
        const { declared, applied, assumed } = this.#entries.get(keyOf(zoneId, domain)) ?? {};
        return stateAt(declared ?? applied?.state ?? assumed ?? this.#byPolicy(), domain, this.setup.clock());
    }

    /** The certificate that a domain has, its own or a wildcard's: the name under which it is held, and its end. */
    certificate(zoneId: string, domain: string): { source: string; expireTime: string } | undefined {
        for (const source of [domain, wildcardOf(domain)]) {
            const state = this.state(zoneId, source);
            // By policy, all names may have certificates; no wildcard has one that nobody asked for.
            const isHeld = source === domain || this.#entries.has(keyOf(zoneId, source));
            if (isHeld && state.status === "issued") {
                return { source, expireTime: state.expireTime };
            }
        }
        return undefined;
    }

    list(): DomainListing[] {
        return [...this.#entries].map(([key, { applied }]) => {
            const [zoneId = "", domain = ""] = key.split("/");
            const application = structuredClone(applied?.application);
            return { zoneId, domain, state: this.state(zoneId, domain), ...(application && { application }) };
        });
    }

    clear(): void {
        this.#entries.clear();
    }

    /** Starts the time of a certificate that waits for its first check or, if it has one, for its proof. */
    async #look({ declared, applied, assumed }: Entry, signal: AbortSignal): Promise<void> {
        const waiting = declared ?? applied?.state ?? assumed;
        if (waiting?.kind !== "pending" || waiting.due === undefined || waiting.due.since !== undefined) {
            return;
        }
        const application = waiting === applied?.state ? applied.application : undefined;
        if (application === undefined || (await this.setup.isProven(application, signal))) {
            waiting.due.since ??= this.setup.clock();
        }
    }

    #ofWildcard(zoneId: string, domain: string): DomainState | undefined {
        const wildcard = wildcardOf(domain);
        const state = this.#entries.has(keyOf(zoneId, wildcard)) ? this.state(zoneId, wildcard) : undefined;
        return state?.status === "issued" || state?.status === "expired" ? state : undefined;
    }

    #firstSeen(zoneId: string, domain: string): DomainState {
        const assumed = this.#byPolicy();
        // The time of the first check, or of issue, has to be kept; that nothing was applied for has not.
        if (assumed.kind !== "neverApplied") {
            this.#hold(zoneId, domain).assumed = assumed;
        }
        if (assumed.kind === "pending" && assumed.due !== undefined) {
            assumed.due.since = this.setup.clock();
        }
        return this.state(zoneId, domain);
    }

    #byPolicy(): Declared {
        const { undeclared, clock } = this.setup;
        if (undeclared === "neverApplied") {
            return { kind: "neverApplied" };
        }
        if (undeclared === "issued") {
            return { kind: "issued", at: clock(), certificate: {} };
        }
        return { kind: "pending", reason: {}, due: { afterMs: undeclared.issueAfterMs, certificate: {} } };
    }

    #pending(since?: number): Pending {
        return { kind: "pending", reason: {}, due: { afterMs: this.setup.issueDelayMs, since, certificate: {} } };
    }

    #hold(zoneId: string, domain: string): Entry {
        const key = keyOf(zoneId, domain);
        let entry = this.#entries.get(key);
        if (entry === undefined && this.#entries.size >= LIMIT) {
            throw new SimulatorError(
                "domain",
                `the simulator holds ${LIMIT} domains and no more; reset() forgets them`,
            );
        }
        entry ??= {};
        this.#entries.set(key, entry);
        return entry;
    }
}

/** Neither holds a slash. */
const keyOf = (zoneId: string, domain: string): string => `${zoneId}/${domain}`;
const wildcardOf = (domain: string): string => domain.replace(/^[^.]+/, "*");
