import { SimulatorError } from "../common/checks";
import type { Application } from "../proof/application";
import type { ProofCheck } from "../proof/proofCheck";
import { type Applied, type Entry, isLapsed, type Pending, renew, renewalAt } from "./entry";
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

/** What the domains of a simulator are to be. */
interface DomainsSetup {
    readonly undeclared: UndeclaredPolicy;
    readonly issueDelayMs: number;
    readonly clock: () => number;
    readonly isProven: ProofCheck;
}

const LIMIT = 100_000;
const NEVER_APPLIED: Declared = { kind: "neverApplied" };

/** The domains that were declared, applied for or checked. Every lookup takes constant time. */
export class Domains {
    readonly #entries = new Map<string, Entry>();
    /** When the next certificate is to be renewed, so that nothing is searched before. */
    #nextRenewal = Infinity;

    constructor(private readonly setup: DomainsSetup) {}

    get nextRenewal(): number {
        return this.#nextRenewal;
    }

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

    /** Renews the certificates whose time for that has come, each by whether its proof is still there. */
    async renew(signal: AbortSignal): Promise<void> {
        const now = this.setup.clock();
        if (now < this.#nextRenewal) {
            return;
        }
        this.#nextRenewal = Infinity;
        for (const { applied, assumed } of this.#entries.values()) {
            const held = applied ?? assumed;
            if (held !== undefined && renewalAt(held) <= now) {
                const { application } = held;
                renew(held, application === undefined || (await this.setup.isProven(application, signal)), now);
            }
            this.#schedule(held);
        }
    }

    /** An application by a call. The same as before changes nothing, and another one takes the place of the first. */
    apply(zoneId: string, domain: string, application: Application): void {
        const entry = this.#hold(zoneId, domain);
        // A test that removed the application meant that one, not all that are to come.
        entry.declared = entry.declared?.kind === "neverApplied" ? undefined : entry.declared;
        const { applied } = entry;
        const now = this.setup.clock();
        const isSame = JSON.stringify(applied?.application) === JSON.stringify(application);
        const isOver = applied !== undefined && stateAt(applied.state, domain, now).status === "expired";
        if (applied === undefined || !isSame || isOver || isLapsed(applied, now)) {
            entry.applied = { application, at: now, state: this.#pending() };
        }
    }

    /** An application that the platform makes and verifies by itself; with a `failure`, in vain. */
    applyAutomatically(zoneId: string, domain: string, failure?: PendingReason): void {
        const entry = this.#hold(zoneId, domain);
        entry.declared = entry.declared?.kind === "neverApplied" ? undefined : entry.declared;
        const now = this.setup.clock();
        const state: Pending = failure ? { kind: "pending", reason: failure } : this.#pending(now);
        entry.applied = { at: now, state };
        this.#schedule(entry.applied);
    }

    application(zoneId: string, domain: string): Application | undefined {
        return structuredClone(this.#appliedOf(this.#entries.get(keyOf(zoneId, domain)))?.application);
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

    /** Forgets a domain that a call has deleted, or all of a zone. */
    forget(zoneId: string, domain?: string): void {
        const gone = domain === undefined ? `${zoneId}/` : keyOf(zoneId, domain);
        for (const key of domain === undefined ? [...this.#entries.keys()] : [gone]) {
            if (key.startsWith(gone)) {
                this.#entries.delete(key);
            }
        }
    }

    /** True where a test has said that the domain waits for its certificate. */
    isDeclaredPending(zoneId: string, domain: string): boolean {
        return this.#entries.get(keyOf(zoneId, domain))?.declared?.kind === "pending";
    }

    /** A domain's own state, without counting as a check, and without what a wildcard would add. */
    state(zoneId: string, domain: string): DomainState {
        return stateAt(this.#deciding(this.#entries.get(keyOf(zoneId, domain))), domain, this.setup.clock());
    }

    /** The certificate that a domain has, its own or a wildcard's: the name under which it is held, and its end. */
    certificate(zoneId: string, domain: string): { source: string; expireTime: string } | undefined {
        for (const source of [domain, wildcardOf(domain)]) {
            // By policy, all names may have certificates; no wildcard has one that nobody asked for.
            const isHeld = this.#entries.has(keyOf(zoneId, source));
            const isAssumed = !isHeld && source === domain && this.setup.undeclared === "issued";
            // What is assumed is held, so that its end stays.
            const state = isAssumed ? this.#firstSeen(zoneId, source) : this.state(zoneId, source);
            if ((isHeld || source === domain) && state.status === "issued") {
                return { source, expireTime: state.expireTime };
            }
        }
        return undefined;
    }

    list(): DomainListing[] {
        return [...this.#entries.keys()].map((key) => {
            const [zoneId = "", domain = ""] = key.split("/");
            const application = this.application(zoneId, domain);
            return { zoneId, domain, state: this.state(zoneId, domain), ...(application && { application }) };
        });
    }

    clear(): void {
        this.#entries.clear();
        this.#nextRenewal = Infinity;
    }

    #deciding(entry: Entry | undefined): Declared {
        const { declared, applied, assumed } = entry ?? {};
        const isGone = applied !== undefined && this.#appliedOf(entry) === undefined;
        return declared ?? (isGone ? NEVER_APPLIED : (applied?.state ?? assumed?.state ?? this.#byPolicy()));
    }

    /** What was applied for, as long as it has not lapsed. */
    #appliedOf({ applied }: Entry = {}): Applied | undefined {
        return applied && isLapsed(applied, this.setup.clock()) ? undefined : applied;
    }

    /** Starts the time of a certificate that waits for its first check or, if it has one, for its proof. */
    async #look(entry: Entry, signal: AbortSignal): Promise<void> {
        const waiting = this.#deciding(entry);
        if (waiting.kind !== "pending" || waiting.due === undefined || waiting.due.since !== undefined) {
            return;
        }
        const { applied } = entry;
        const application = waiting === applied?.state ? applied.application : undefined;
        if (application === undefined || (await this.setup.isProven(application, signal))) {
            waiting.due.since ??= this.setup.clock();
            this.#schedule(applied);
        }
    }

    #ofWildcard(zoneId: string, domain: string): DomainState | undefined {
        const wildcard = wildcardOf(domain);
        const state = this.#entries.has(keyOf(zoneId, wildcard)) ? this.state(zoneId, wildcard) : undefined;
        return state?.status === "issued" || state?.status === "expired" ? state : undefined;
    }

    #firstSeen(zoneId: string, domain: string): DomainState {
        const { undeclared, clock } = this.setup;
        // The time of the first check has to be kept; that nothing was applied for has not.
        if (undeclared !== "neverApplied") {
            const [at, afterMs] = [clock(), undeclared === "issued" ? 0 : undeclared.issueAfterMs];
            const state: Pending = { kind: "pending", reason: {}, due: { afterMs, since: at, certificate: {} } };
            const entry = this.#hold(zoneId, domain);
            entry.assumed = { at, state };
            this.#schedule(entry.assumed);
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

    #schedule(applied: Applied | undefined): void {
        this.#nextRenewal = Math.min(this.#nextRenewal, applied === undefined ? Infinity : renewalAt(applied));
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
