import { ApiError, type Reason } from "../api/errors";

/** What one poll found: the value waited for, or why it is not there yet. */
export type PollResult<T> = { done: true; value: T } | { done: false; reason: Reason };

export function done<T>(value: T): PollResult<T> {
    return { done: true, value };
}

export function notYet(reason: Reason): { done: false; reason: Reason } {
    return { done: false, reason };
}

/** An API error is a poll result like any other; any other error is a fault of this package and is thrown on. */
export function toPollResult<T>(poll: () => Promise<PollResult<T>>): Promise<PollResult<T>> {
    return poll().catch((error) => {
        if (error instanceof ApiError) return notYet(error);
        throw error;
    });
}
