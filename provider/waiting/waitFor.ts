import type { CallOptions } from "../api/call";
import { describeReason, type ErrorKind, type Reason } from "../api/errors";
import { type Clock, formatDuration } from "../common/clock";
import { onAbort } from "../common/onAbort";
import { UserError } from "../common/userError";
import { type PollResult, toPollResult } from "./pollResult";

/** Somebody who is told how a wait goes, to tell the user. */
export interface WaitObserver {
    /** `reason` is undefined until there has been an answer or a failure. */
    seen(reason: Reason, checks: number): void;
    ended(succeeded: boolean): void;
}

export interface WaitOptions {
    /** What is being done, after "timed out": `waiting for the free certificate of a.example.com (zone-1)`. */
    doing: string;
    timeoutMs: number;
    /**
     * How long to go on after the first reason that is no value, whatever it is: for a look that is not to wait. Time in line for a
     * request does not count, as a thousand looks at once take their turns.
     */
    patienceMs?: number | undefined;
    clock: Clock;
    /** Aborts when the user cancels. */
    signal: AbortSignal;
    /** What follows for the user when the wait ends without success. */
    consequence: string;
    observer?: WaitObserver | undefined;
}

/** How a wait can end without what was waited for. */
export type WaitFailure = "timeout" | "cancelled" | "gaveUp";

/** A wait that ended without success, with all that was seen. */
export class WaitError extends UserError {
    override readonly name = "WaitError";

    constructor(
        message: string,
        readonly failure: WaitFailure,
        /** The last reason that was heard, if any. */
        readonly lastReason: Reason | undefined,
        /** How many questions were answered. */
        readonly checks: number,
    ) {
        super(message, lastReason instanceof Error ? { cause: lastReason } : undefined);
    }
}

/** A gap is about a tenth of the age of the wait, so that the lag stays a small share of it at a small number of checks. */
const SHARE_OF_AGE = 0.1;
const SHORTEST_GAP_MS = 2_000;
const LONGEST_GAP_MS = 10_000;
/** The first retry after a failure that was no answer; doubled with each further one, up to the gap of the wait. */
const FIRST_RETRY_MS = 500;
/** Where not a single answer came for so long after the first loss, the settings are a likelier cause than an outage. */
const NEVER_ANSWERED_MS = 5 * 60_000;

/** Answers, as opposed to questions that were refused or got lost. */
const isAnswer: Record<ErrorKind, boolean> = {
    pending: true,
    neverApplied: true,
    uncertain: true,
    fatal: true,
    unknown: true,
    throttled: false,
    transient: false,
};

/** How long to wait before the next look, `age` after the start. */
export function pollDelay(age: number): number {
    return Math.min(LONGEST_GAP_MS, Math.max(SHORTEST_GAP_MS, age * SHARE_OF_AGE));
}

/**
 * Looks again and again, with growing gaps, until there is a value. Ends with a {@link WaitError} at the deadline, when the
 * user cancels, or when a reason lasts for longer than it may.
 */
export async function waitFor<T>(
    poll: (call: CallOptions) => Promise<PollResult<T>>,
    options: WaitOptions,
): Promise<T> {
    const { clock, timeoutMs, signal, observer } = options;
    const seen = new Observations(options);
    const stop = new AbortController();
    const forgetCancel = onAbort(signal, () => stop.abort("cancelled" satisfies WaitFailure));
    clock.sleep(timeoutMs, stop.signal).then(
        () => stop.abort("timeout" satisfies WaitFailure),
        () => {}, // The wait ended first.
    );

    let due = clock.now();
    let failures = 0;
    let succeeded = false;
    try {
        for (;;) {
            stop.signal.throwIfAborted();
            const wait = due - clock.now();
            if (wait > 0) await clock.sleep(wait, stop.signal);
            const call = { due, repeated: seen.checks > 0, signal: stop.signal };
            const result = await toPollResult(() => poll(call));
            if (result.done) {
                succeeded = true;
                return result.value;
            }
            seen.add(result.reason);
            if (seen.isHopeless()) throw seen.failure("gaveUp");
            observer?.seen(result.reason, seen.checks);
            failures = isAnswer[result.reason.kind] ? 0 : failures + 1;
            due = nextPollAt(result.reason, seen.age(), failures, due, clock.now());
        }
    } catch (error) {
        if (stop.signal.aborted && !(error instanceof WaitError)) throw seen.failure(stop.signal.reason);
        throw error;
    } finally {
        forgetCancel();
        stop.abort(); // lets go of the deadline
        observer?.ended(succeeded);
    }
}

function nextPollAt(reason: Reason, age: number, failures: number, due: number, now: number): number {
    // The API did not process a throttled request: it goes back to its place in the queue, and the throttle sets the pace.
    if (reason.kind === "throttled") return due;
    if (isAnswer[reason.kind]) return now + pollDelay(age);
    return now + Math.min(pollDelay(age), FIRST_RETRY_MS * 2 ** (failures - 1));
}

/** What was seen while waiting; every error of a wait is written from it. */
class Observations {
    checks = 0;
    private lost = 0;
    private last: Reason | undefined;
    private firstReasonAt: number | undefined;
    /** Since when the present kind of answer has been all there is to hear; lost questions in between change nothing. */
    private since: { kind: ErrorKind; at: number } | undefined;
    private readonly startedAt: number;

    constructor(private readonly options: WaitOptions) {
        this.startedAt = options.clock.now();
    }

    age(): number {
        return this.options.clock.now() - this.startedAt;
    }

    add(reason: Reason): void {
        this.last = reason;
        this.firstReasonAt ??= this.options.clock.now();
        if (isAnswer[reason.kind]) {
            this.checks++;
            if (this.since?.kind !== reason.kind) this.since = { kind: reason.kind, at: this.options.clock.now() };
        } else {
            this.lost++;
        }
    }

    isHopeless(): boolean {
        if (!this.last || this.firstReasonAt === undefined) return false;
        const now = this.options.clock.now();
        const troubled = now - this.firstReasonAt;
        if (troubled >= (this.options.patienceMs ?? Number.POSITIVE_INFINITY)) return true;
        if (this.checks === 0) return this.last.kind === "transient" && troubled >= NEVER_ANSWERED_MS;
        if (!this.since || !isAnswer[this.last.kind]) return false;
        return now - this.since.at >= this.last.retryForMs;
    }

    failure(failure: WaitFailure): WaitError {
        const { doing, timeoutMs, consequence } = this.options;
        const age = formatDuration(this.age());
        const headline = {
            timeout: `timed out after ${formatDuration(timeoutMs)} ${doing}`,
            cancelled: `cancelled after ${age} ${doing}`,
            gaveUp: `failed after ${age} ${doing}`,
        }[failure];
        const lost = this.lost > 0 ? `, ${this.lost} more refused or lost` : "";
        const lines = [
            headline,
            `checks:      ${this.checks} answered${lost}`,
            `last answer: ${this.last ? describeReason(this.last) : "none"}`,
        ];
        if (failure !== "cancelled" && this.last?.advice) lines.push(`next step:   ${this.last.advice}`);
        lines.push(consequence);
        return new WaitError(lines.join("\n  "), failure, this.last, this.checks);
    }
}
