import { ApiError, type Reason } from "../api/errors";

/** The result of one poll: the value, or the reason why there is none yet. */
export type PollResult<T> = { done: true; value: T } | { done: false; reason: Reason };

export function done<T>(value: T): PollResult<T> {
    return { done: true, value };
}

export function notYet(reason: Reason): { done: false; reason: Reason } {
    return { done: false, reason };
}

/** Converts an ApiError to a poll result; rethrows any other error. */
export function toPollResult<T>(poll: () => Promise<PollResult<T>>): Promise<PollResult<T>> {
    return poll().catch((error) => {
        if (error instanceof ApiError) return notYet(error);
        throw error;
    });
}
