import type { ErrorKind, Reason } from "../api/errors";

/** A delay is about a tenth of the age of the wait: a small detection lag with few checks. */
const SHARE_OF_AGE = 0.1;
const MIN_DELAY_MS = 2_000;
const MAX_DELAY_MS = 10_000;
/** The first retry after a request that got no answer; doubled with each further one, up to the delay by age. */
const FIRST_RETRY_MS = 500;

/** Whether the API answered, as opposed to a request that was throttled or lost. */
export const isAnswer: Record<ErrorKind, boolean> = {
    pending: true,
    neverApplied: true,
    uncertain: true,
    fatal: true,
    unknown: true,
    throttled: false,
    transient: false,
};

/** How long to wait before the next poll, `age` after the start. */
export function pollDelay(age: number): number {
    return Math.min(MAX_DELAY_MS, Math.max(MIN_DELAY_MS, age * SHARE_OF_AGE));
}

export interface PollState {
    /** How long the wait has lasted. */
    age: number;
    /** How many polls in a row got no answer. */
    failures: number;
    /** When the last poll was due. */
    due: number;
    now: number;
}

/** When the next poll is due after one that gave no value. */
export function nextPollAt(reason: Reason, { age, failures, due, now }: PollState): number {
    // The API did not process a throttled request: it returns to its place in the queue, and the throttle sets the rate.
    if (reason.kind === "throttled") return due;
    if (isAnswer[reason.kind]) return now + pollDelay(age);
    return now + Math.min(pollDelay(age), FIRST_RETRY_MS * 2 ** (failures - 1));
}
