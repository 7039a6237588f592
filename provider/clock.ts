import { setTimeout as delay } from "node:timers/promises";

/** The time that every wait and throttle goes by: handed in, so that a test can hold thirty minutes in its hand. */
export interface Clock {
    /** Milliseconds since the Unix epoch. */
    now(): number;
    /** Resolves after `ms`; rejects as soon as `signal` aborts. */
    sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
    now: () => Date.now(),
    sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : undefined),
};

/** `95_000` as `1m 35s`. */
export function formatDuration(ms: number): string {
    const total = Math.round(ms / 1000);
    const hours = Math.floor(total / 3600);
    const minutes = Math.floor((total % 3600) / 60);
    const seconds = total % 60;
    if (hours > 0) return minutes > 0 ? `${hours}h ${minutes}m` : `${hours}h`;
    if (minutes > 0) return seconds > 0 ? `${minutes}m ${seconds}s` : `${minutes}m`;
    return `${seconds}s`;
}
