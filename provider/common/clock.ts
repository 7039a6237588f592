/** The clock of every wait and throttle: injected, so that a test controls the time. */
export interface Clock {
    /** Milliseconds since the Unix epoch. */
    now(): number;
    /** Resolves after `ms`; rejects as soon as `signal` aborts. */
    sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
    // Not Date.now: if the machine's clock is set back during a wait, the wait would take longer.
    now: () => performance.timeOrigin + performance.now(),
    // The one of node:timers/promises takes two kilobytes with a signal: too much for ten thousand waits.
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
    return withUnits(ms, "h", "m", "s");
}

/** `95_000` as `1 分 35 秒`. */
export function formatChineseDuration(ms: number): string {
    return withUnits(ms, " 小时", " 分", " 秒");
}

function withUnits(ms: number, h: string, m: string, s: string): string {
    const total = Math.round(ms / 1000);
    const hours = Math.floor(total / 3600);
    const minutes = Math.floor((total % 3600) / 60);
    const seconds = total % 60;
    if (hours > 0) return minutes > 0 ? `${hours}${h} ${minutes}${m}` : `${hours}${h}`;
    if (minutes > 0) return seconds > 0 ? `${minutes}${m} ${seconds}${s}` : `${minutes}${m}`;
    return `${seconds}${s}`;
}
