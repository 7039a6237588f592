import { describeReason, type Reason } from "../../api/errors";
import type { Clock } from "../../common/clock";
import { nextStep, WaitError } from "../../waiting/observations";
import type { PollResult } from "../../waiting/pollResult";
import type { Context } from "../shared/context";
import type { ProofInputsByDomain } from "../shared/proofInputs";
import type { Certificate } from "../verification/certificate";
import { awaitIssued, subjectOf } from "../verification/checkCertificate";
import { withSharedAbort } from "./withSharedAbort";

/** How the waits for many certificates ended. */
export interface WaitsResult {
    issued: Map<string, Certificate>;
    /** By domain, how the waits ended that ended without a certificate. */
    failed: Map<string, WaitError>;
    /** The reason that ended all the waits, if one did. */
    endedBy: Reason | undefined;
    ageMs: number;
}

/**
 * Waits for the certificates of many domains of a zone, independently, under one deadline. One that fails permanently leaves the
 * others waiting, and the first such failure is reported; a reason that holds for every domain of the zone ends all the waits.
 */
export async function waitForAll(
    context: Context,
    inputs: { zoneId: string } & ProofInputsByDomain,
    domains: readonly string[],
    timeoutMs: number,
): Promise<WaitsResult> {
    const { zoneId, dnsVerification, fileVerification } = inputs;
    const { clock, log, signal } = context;
    const startedAt = clock.now();
    const issued = new Map<string, Certificate>();
    const failed = new Map<string, WaitError>();
    const zoneWide = new ZoneWideFailure(clock);
    let warned: Promise<void> | undefined;
    await withSharedAbort(signal, domains, async (domain, stop) => {
        const onResult = (result: PollResult<Certificate>) => {
            if (zoneWide.observe(result)) stop.abort();
        };
        try {
            const proof = {
                ...inputs,
                dnsVerification: dnsVerification?.[domain],
                fileVerification: fileVerification?.[domain],
            };
            const options = { timeoutMs, proof, signal: stop.signal, onResult };
            issued.set(domain, await awaitIssued(context, { zoneId, domain }, options));
        } catch (error) {
            if (!(error instanceof WaitError)) throw error;
            failed.set(domain, error);
            const waiting = domains.length - issued.size - failed.size;
            if (error.failure !== "gaveUp" || stop.signal.aborted || waiting === 0) return;
            warned ??= log.warn(firstFailure(subjectOf({ zoneId, domain }), error, waiting));
        }
    });
    await warned;
    return { issued, failed, endedBy: zoneWide.endedBy, ageMs: clock.now() - startedAt };
}

/**
 * Notices a reason that holds for every domain of the zone once it has lasted for as long as it may, whichever domains were asked about:
 * where thousands are queued, a single one is checked too rarely to notice.
 */
class ZoneWideFailure {
    endedBy: Reason | undefined;
    private since: number | undefined;

    constructor(private readonly clock: Clock) {}

    observe(result: PollResult<unknown>): boolean {
        const reason = result.done ? undefined : result.reason;
        // A question that was refused or got lost says nothing either way.
        if (reason?.kind === "throttled" || reason?.kind === "transient") return false;
        if (!reason?.zoneWide) {
            this.since = undefined;
            return false;
        }
        this.since ??= this.clock.now();
        if (this.clock.now() - this.since < reason.retryForMs) return false;
        this.endedBy ??= reason;
        return true;
    }
}

function firstFailure(subject: string, { lastReason, proof }: WaitError, waiting: number): string {
    const seen = [proof?.endedBecause, proof?.causes[0]?.sentence].filter(Boolean).map((text) => `${text}; `);
    const advice = nextStep(proof) ?? lastReason?.advice ?? "";
    const why = lastReason ? `: ${seen.join("")}${describeReason(lastReason)}. ${advice}` : ".";
    const others = waiting === 1 ? "wait for the other domain goes" : `waits for the ${waiting} other domains go`;
    return `${subject} failed${why} The ${others} on.`;
}
