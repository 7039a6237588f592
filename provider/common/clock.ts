/** The time that every wait and throttle goes by: handed in, so that a test can hold thirty minutes in its hand. */
export interface Clock {
    /** Milliseconds since the Unix epoch. */
    now(): number;
    /** Resolves after `ms`; rejects as soon as `signal` aborts. */
    sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
    // Not Date.now: a machine whose clock is set back during a wait would sleep for as long again.
    now: () => performance.timeOrigin + performance.now(),
    // That of node:timers/promises takes two kilobytes where it has a signal: too much for ten thousand that wait.
    sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
            if (signal?.aborted) return reject(signal.reason);
            const abort = () => {
                clearTimeout(timer);
                reject(signal?.reason);
            };
            const timer = setTimeout(() => {
                signal?.removeEventListener("abort", abort);
                resolve();
            }, ms);
            signal?.addEventListener("abort", abort, { once: true });
        }),
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
