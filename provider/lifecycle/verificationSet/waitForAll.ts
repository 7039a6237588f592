import { describeReason, type Reason } from "../../api/errors";
import type { Clock } from "../../common/clock";
import { type Verdict, WaitError } from "../../waiting/waitFor";
import type { Context } from "../shared/context";
import type { Certificate } from "../verification/certificate";
import { awaitIssued, subjectOf } from "../verification/checkCertificate";
import { together } from "./withSharedAbort";

/** How the waits for many certificates ended. */
export interface Waits {
    issued: Map<string, Certificate>;
    /** By domain, how the waits ended that ended without a certificate. */
    unfinished: Map<string, WaitError>;
    /** The reason that ended all the waits, if one did. */
    endedBy: Reason | undefined;
    ageMs: number;
}

/**
 * Waits for the certificates of many domains of a zone, each on its own merits, under one deadline. One that fails for good leaves the
 * others waiting, and the user is told of the first; a reason that holds for every domain of the zone ends all the waits.
 */
export async function awaitAll(
    context: Context,
    zoneId: string,
    domains: readonly string[],
    timeoutMs: number,
): Promise<Waits> {
    const { clock, log, signal } = context;
    const startedAt = clock.now();
    const issued = new Map<string, Certificate>();
    const unfinished = new Map<string, WaitError>();
    const everywhere = new EverywhereReason(clock);
    let told: Promise<void> | undefined;
    await together(signal, domains, async (domain, stop) => {
        const heard = (verdict: Verdict<Certificate>) => {
            if (everywhere.lasts(verdict)) stop.abort();
        };
        try {
            const options = { timeoutMs, signal: stop.signal, heard };
            issued.set(domain, await awaitIssued(context, { zoneId, domain }, options));
        } catch (error) {
            if (!(error instanceof WaitError)) throw error;
            unfinished.set(domain, error);
            const waiting = domains.length - issued.size - unfinished.size;
            if (error.failure !== "gaveUp" || stop.signal.aborted || waiting === 0) return;
            told ??= log.warn(firstFailure(subjectOf({ zoneId, domain }), error.lastReason, waiting));
        }
    });
    await told;
    return { issued, unfinished, endedBy: everywhere.endedBy, ageMs: clock.now() - startedAt };
}

/**
 * Notices a reason that holds for every domain of the zone once it has lasted for as long as it may, whichever domains were asked about:
 * where thousands stand in line, the turn of a single one comes too seldom to notice.
 */
class EverywhereReason {
    endedBy: Reason | undefined;
    private since: number | undefined;

    constructor(private readonly clock: Clock) {}

    lasts(verdict: Verdict<unknown>): boolean {
        const reason = "reason" in verdict ? verdict.reason : undefined;
        // A question that was refused or got lost says nothing either way.
        if (reason?.kind === "refused" || reason?.kind === "transient") return false;
        if (!reason?.everywhere) {
            this.since = undefined;
            return false;
        }
        this.since ??= this.clock.now();
        if (this.clock.now() - this.since < reason.retryForMs) return false;
        this.endedBy ??= reason;
        return true;
    }
}

function firstFailure(subject: string, reason: Reason | undefined, waiting: number): string {
    const why = reason ? `: ${describeReason(reason)}. ${reason.advice ?? ""}` : ".";
    const others = waiting === 1 ? "wait for the other domain goes" : `waits for the ${waiting} other domains go`;
    return `${subject} failed${why} The ${others} on.`;
}
