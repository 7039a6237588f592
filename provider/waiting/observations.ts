import { describeReason, type ErrorKind, type Reason } from "../api/errors";
import { formatDuration } from "../common/clock";
import { UserError } from "../common/userError";
import { isAnswer } from "./pollDelay";
import type { ProofReport } from "./proof/proofWatch";
import type { WaitOptions } from "./waitOptions";

/** How a wait can end without a value. */
export type WaitFailure = "timeout" | "cancelled" | "gaveUp";

/** A wait that ended without success. Its message contains all that was observed. */
export class WaitError extends UserError {
    override readonly name = "WaitError";

    constructor(
        message: string,
        readonly failure: WaitFailure,
        /** The last reason that was observed, if any. */
        readonly lastReason: Reason | undefined,
        /** The number of answered polls. */
        readonly checks: number,
        /** The findings about the proof, if any. */
        readonly proof?: ProofReport | undefined,
    ) {
        super(message, lastReason instanceof Error ? { cause: lastReason } : undefined);
    }
}

/** After this long without any answer, wrong settings are more likely than an outage. */
const NEVER_ANSWERED_MS = 5 * 60_000;

/** Collects the results of the polls of one wait: decides whether to continue, and what to report at the end. */
export class Observations {
    checks = 0;
    private lost = 0;
    private last: Reason | undefined;
    private firstReasonAt: number | undefined;
    /** Since when every answer has been of the current kind; lost requests in between do not count. */
    private since: { kind?: ErrorKind; at: number } = { at: Number.POSITIVE_INFINITY };
    private readonly startedAt: number;

    constructor(private readonly options: WaitOptions) {
        this.startedAt = options.clock.now();
    }

    age(): number {
        return this.options.clock.now() - this.startedAt;
    }

    /** Records why there is no value yet. Returns whether the wait must end because of it. */
    add(reason: Reason): boolean {
        const now = this.options.clock.now();
        this.last = reason;
        this.firstReasonAt ??= now;
        if (isAnswer[reason.kind]) {
            this.checks++;
            if (this.since.kind !== reason.kind) this.since = { kind: reason.kind, at: now };
        } else {
            this.lost++;
        }
        const troubled = now - this.firstReasonAt;
        if (troubled >= (this.options.patienceMs ?? Number.POSITIVE_INFINITY)) return true;
        if (this.checks === 0) return reason.kind === "transient" && troubled >= NEVER_ANSWERED_MS;
        return now - this.since.at >= reason.retryForMs;
    }

    failure(failure: WaitFailure, proof?: ProofReport): WaitError {
        const { doing, timeoutMs, consequence } = this.options;
        const age = formatDuration(this.age());
        const headline = {
            timeout: `timed out after ${formatDuration(timeoutMs)} ${doing}`,
            cancelled: `cancelled after ${age} ${doing}`,
            gaveUp: `failed after ${age} ${doing}`,
        }[failure];
        const lost = this.lost > 0 ? `, ${this.lost} more throttled or lost` : "";
        // The findings about the proof explain only a pending certificate.
        const seen = this.since?.kind === "pending" ? proof : undefined;
        const lines = [
            headline,
            ...describeProof(seen),
            `checks:      ${this.checks} answered${lost}`,
            `last answer: ${this.last ? describeReason(this.last) : "none"}`,
        ];
        const advice = nextStep(seen) ?? this.last?.advice;
        if (failure !== "cancelled" && advice) lines.push(`next step:   ${advice}`);
        lines.push(consequence);
        return new WaitError(lines.join("\n  "), failure, this.last, this.checks, seen);
    }
}

/** The findings about the proof: the most likely cause first, with its evidence. */
function describeProof({ endedBecause, causes }: ProofReport = { causes: [] }): string[] {
    // What is to be done is the next step; of what is not, only the first says more.
    const lines = causes.map(({ sentence, advice, isToDo }, place) =>
        place === 0
            ? `seen here:   ${[sentence, isToDo ? undefined : advice].filter(Boolean).join(" ")}`
            : `also seen:   ${sentence}`,
    );
    const evidence = causes[0]?.evidence ?? [];
    if (evidence.length > 0) lines.splice(1, 0, `evidence:    ${evidence.join("; ")}`);
    return endedBecause ? [`ended early: ${endedBecause}`, ...lines] : lines;
}

/** The advice for the most likely cause that the user can fix. */
export function nextStep(proof: ProofReport | undefined): string | undefined {
    return proof?.causes.find(({ advice, isToDo }) => isToDo && advice !== undefined)?.advice;
}
