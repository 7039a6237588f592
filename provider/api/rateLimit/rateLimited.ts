import type { Clock } from "../../common/clock";
import type { Call, CallOptions } from "../call";
import { ApiError } from "../errors";
import { Throttle } from "./throttle";

/** Sends one action, now. Throws {@link ApiError}. */
export type Send = <Answer>(action: string, request: object, signal: AbortSignal) => Promise<Answer>;

/**
 * Limits the rate of each action: each has a quota of its own, so each has its own queue. `open` comes before the queue, as the time that it
 * takes must not come between a granted slot and its request.
 */
export function rateLimited(open: () => Promise<Send>, requestsPerSecond: number, clock: Clock): Call {
    const throttles = new Map<string, Throttle>();
    const throttleOf = (action: string): Throttle => {
        const throttle = throttles.get(action) ?? new Throttle(requestsPerSecond, clock);
        throttles.set(action, throttle);
        return throttle;
    };
    return async <Answer>(action: string, request: object, { signal, due, repeated }: CallOptions) => {
        const send = await open();
        const throttle = throttleOf(action);
        const release = await throttle.acquire(due, repeated, signal);
        try {
            const answer = await send<Answer>(action, request, signal);
            release(false);
            return answer;
        } catch (error) {
            release(error instanceof ApiError && error.kind === "throttled");
            throw error;
        }
    };
}
