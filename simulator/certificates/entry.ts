import type { Application } from "../proof/application";
import { assumedBy, type UndeclaredPolicy } from "./policy";
import { type Declared, VALIDITY_MS } from "./state";

const DAY_MS = 24 * 3600 * 1000;

/** From an application until its proof has to be seen. */
const APPLICATION_LIFETIME_MS = 2 * DAY_MS;

/** Before the end of a certificate, from when the platform renews it. */
const RENEWAL_MS = 15 * DAY_MS;

/** From a renewal that failed until the next try. The vendor says nothing of it. */
const RETRY_MS = DAY_MS;

export type Pending = Extract<Declared, { kind: "pending" }>;

/** What was applied for. One that shows no proof is one that the platform verifies by itself. */
export interface Applied {
    readonly application?: Application;
    /** When it was applied for. */
    readonly at: number;
    readonly state: Pending;
    /** When a renewal has failed, the time of the next try. */
    retryAt?: number;
}

/** What decides over a domain: what a test declared, or else its application, or else what the policy assumes. */
export interface Entry {
    declared?: Declared;
    applied?: Applied;
    assumed?: Applied;
}

/** What was applied for is gone where its proof was not seen in time. */
export const isLapsed = ({ application, at, state: { due } }: Applied, now: number): boolean =>
    application !== undefined && due?.since === undefined && now >= at + APPLICATION_LIFETIME_MS;

/** What was applied for, as long as it has not lapsed. */
export const appliedOf = ({ applied }: Entry = {}, now: number): Applied | undefined =>
    applied && isLapsed(applied, now) ? undefined : applied;

/** The state that decides over a domain. */
export function decidingOf(entry: Entry | undefined, policy: UndeclaredPolicy, now: number): Declared {
    const { declared, applied, assumed } = entry ?? {};
    if (declared !== undefined || applied === undefined) {
        return declared ?? assumed?.state ?? assumedBy(policy, now);
    }
    return appliedOf(entry, now)?.state ?? { kind: "neverApplied" };
}

/** When its certificate is to be renewed the next time, or Infinity: it has none, or it is over by then. */
export function renewalAt({ state: { due }, retryAt }: Applied): number {
    if (due?.since === undefined) {
        return Infinity;
    }
    const end = due.since + due.afterMs + VALIDITY_MS;
    const next = retryAt ?? end - RENEWAL_MS;
    return next < end ? next : Infinity;
}

/**
 * Renews the certificate as often as it had to be by now, as if each time had come by itself: with a proof, the next
 * certificate begins when the last one was to be renewed; without, there is one try a day, until it ends.
 */
export function renew(applied: Applied, isProven: boolean, now: number): void {
    const { due } = applied.state;
    for (let at = renewalAt(applied); due !== undefined && at <= now; at = renewalAt(applied)) {
        if (isProven) {
            Object.assign(due, { since: at, afterMs: 0 });
            applied.retryAt = undefined;
        } else {
            applied.retryAt = at + RETRY_MS;
        }
    }
}
