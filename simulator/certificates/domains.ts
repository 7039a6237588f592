import { SimulatorError } from "../common/checks";
import type { Application } from "../proof/application";
import type { ProofCheck } from "../proof/proofCheck";
import { type Applied, appliedOf, decidingOf, type Entry, isLapsed, type Pending, renew, renewalAt } from "./entry";
import type { UndeclaredPolicy } from "./policy";
import { type Declared, type DomainListing, type DomainState, type PendingReason, stateAt } from "./state";

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
    /** The ends of certificates that domains had: hosts may serve them still. */
    readonly #ends = new Map<string, string>();
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
            await this.#startIssuance(entry, signal);
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
        return structuredClone(appliedOf(this.#entries.get(keyOf(zoneId, domain)), this.setup.clock())?.application);
    }

    /** What a test declares. That it was never applied for ends its application, too. */
    declare(zoneId: string, domain: string, declared: Declared): void {
        const entry = this.#hold(zoneId, domain);
        entry.declared = declared;
        entry.applied = declared.kind === "neverApplied" ? undefined : entry.applied;
    }

    /** Forgets what a test declared. */
    release(zoneId: string, domain: string): void {
        this.#keepEnd(zoneId, domain);
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
        if (domain !== undefined) {
            this.#keepEnd(zoneId, domain);
            this.#entries.delete(keyOf(zoneId, domain));
            return;
        }
        for (const held of [this.#entries, this.#ends]) {
            for (const key of [...held.keys()].filter((each) => each.startsWith(`${zoneId}/`))) {
                held.delete(key);
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

    /** The end of a domain's certificate, or of the last one that it had: what a host shows that serves it. */
    endOf(zoneId: string, domain: string): string | undefined {
        const key = keyOf(zoneId, domain);
        const kept = this.#ends.get(key);
        const state = this.#entries.has(key) || kept === undefined ? this.state(zoneId, domain) : undefined;
        return state !== undefined && "expireTime" in state ? state.expireTime : kept;
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
        this.#ends.clear();
        this.#nextRenewal = Infinity;
    }

    #deciding(entry: Entry | undefined): Declared {
        return decidingOf(entry, this.setup.undeclared, this.setup.clock());
    }

    /** Starts the time of a certificate that waits for its first check or, if it has one, for its proof. */
    async #startIssuance(entry: Entry, signal: AbortSignal): Promise<void> {
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

    #pending(since?: number): Pending {
        return { kind: "pending", reason: {}, due: { afterMs: this.setup.issueDelayMs, since, certificate: {} } };
    }

    /** Before another state may take the place of a domain's own. */
    #keepEnd(zoneId: string, domain: string): void {
        const key = keyOf(zoneId, domain);
        const end = this.#entries.has(key) ? this.endOf(zoneId, domain) : undefined;
        if (end !== undefined && this.#ends.size < LIMIT) {
            this.#ends.set(key, end);
        }
    }

    #schedule(applied: Applied | undefined): void {
        this.#nextRenewal = Math.min(this.#nextRenewal, applied === undefined ? Infinity : renewalAt(applied));
    }

    #hold(zoneId: string, domain: string): Entry {
        this.#keepEnd(zoneId, domain);
        const key = keyOf(zoneId, domain);
        let entry = this.#entries.get(key);
        if (entry === undefined && this.#entries.size >= LIMIT) {
            throw new SimulatorError("domain", `the simulator holds at most ${LIMIT} domains; reset() deletes them`);
        }
        entry ??= {};
        this.#entries.set(key, entry);
        return entry;
    }
}

/** Neither holds a slash. */
const keyOf = (zoneId: string, domain: string): string => `${zoneId}/${domain}`;
const wildcardOf = (domain: string): string => domain.replace(/^[^.]+/, "*");
