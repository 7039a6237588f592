/** The rate stays this share of the quota, so that clocks and networks that differ a little cause no refusal. */
const HEADROOM = 0.95;
/** From this share of the full rate on, the process had the quota to itself. One throttled request may then be caused by a single foreign call; two within `STRAY_MS` show that the quota is shared. */
const NEARLY_FULL = 0.9;
const STRAY_MS = 500;
/** With how many processes is not known, so such a process gives up half of its rate. */
const CUT_FROM_FULL = 0.5;
/** Otherwise a throttled request cuts the rate to this share, or to the share of the last second that was accepted; at most once a second, as throttled requests come in bunches. */
const CUT = 0.75;
const MIN_SHARE = 0.2;
const MIN_CUT_INTERVAL_MS = 1_000;
/** The rate gained `t` seconds after the cut: the first times t, plus the second times t cubed. */
const GROWTH = 0.2;
const ACCELERATION = 0.002;
const MIN_RATE = 0.5;

/**
 * The rate, in requests per second, that fits into a quota which other processes may use as well. A throttled request cuts it to a share of
 * what it was, and it recovers by the same steps whatever it was, so processes that share an account converge to the same rate. The steps
 * grow, so that the last process running soon uses the whole quota.
 */
export class AdaptiveRate {
    private readonly maxRate: number;
    private lastThrottledAt = Number.NEGATIVE_INFINITY;
    private cutAt = Number.NEGATIVE_INFINITY;
    private cutTo = 0;

    constructor(quotaPerSecond: number) {
        this.maxRate = quotaPerSecond * HEADROOM;
    }

    at(now: number): number {
        const t = (now - this.cutAt) / 1000;
        const rate = this.cutTo + GROWTH * t + ACCELERATION * t ** 3;
        return Math.min(this.maxRate, Math.max(rate, MIN_RATE));
    }

    /** Called when a request was throttled; `acceptedShare` is the share of the last second's requests that were not. Returns whether that cut the rate. */
    onThrottled(acceptedShare: number, now: number): boolean {
        const rate = this.at(now);
        const isNearlyFull = rate >= this.maxRate * NEARLY_FULL;
        const isStray = isNearlyFull && now - this.lastThrottledAt > STRAY_MS;
        this.lastThrottledAt = now;
        if (isStray || now - this.cutAt < MIN_CUT_INTERVAL_MS) return false;
        const share = Math.min(acceptedShare, isNearlyFull ? CUT_FROM_FULL : CUT);
        this.cutTo = rate * Math.max(MIN_SHARE, share);
        this.cutAt = now;
        return true;
    }
}
