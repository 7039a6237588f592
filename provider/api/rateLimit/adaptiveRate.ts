/** The rate stays this share of the quota, so that clocks and networks that differ a little cause no refusal. */
const HEADROOM = 0.95;
/** From this share of the full rate on, a process had the quota to itself: one refusal may be a passer-by's doing, two so soon after one another show that it is shared. */
const NEARLY_FULL = 0.9;
const STRAY_MS = 500;
/** Nobody knows with how many: such a process gives half away. */
const CUT_FROM_FULL = 0.5;
/** Otherwise a refusal cuts the rate to this share, or to what got through of the last second; once a second at the most, as refusals come in bunches. */
const CUT = 0.75;
const DEEPEST_CUT = 0.2;
const CUT_EVERY_MS = 1_000;
/** What the rate gains, `t` seconds after the cut: so much times t, and so much times t cubed. */
const GROWTH = 0.2;
const ACCELERATION = 0.002;
const SLOWEST = 0.5;

/**
 * The rate, in requests a second, that fits into a quota which others may use as well. A refusal cuts it to a share of what it was,
 * and time brings it back by the same steps whatever it was: so processes that share an account come to the same rate. The steps grow, so that
 * the last of them soon has the whole quota to itself.
 */
export class AdaptiveRate {
    private readonly fastest: number;
    private lastThrottledAt = Number.NEGATIVE_INFINITY;
    private cutAt = Number.NEGATIVE_INFINITY;
    private cutTo = 0;

    constructor(quotaPerSecond: number) {
        this.fastest = quotaPerSecond * HEADROOM;
    }

    at(now: number): number {
        const t = (now - this.cutAt) / 1000;
        const rate = this.cutTo + GROWTH * t + ACCELERATION * t ** 3;
        return Math.min(this.fastest, Math.max(rate, SLOWEST));
    }

    /** A request was over the quota; `gotThrough` is the share of the last second's that were not. True where that cuts the rate. */
    onThrottled(gotThrough: number, now: number): boolean {
        const rate = this.at(now);
        const isNearlyFull = rate >= this.fastest * NEARLY_FULL;
        const isStray = isNearlyFull && now - this.lastThrottledAt > STRAY_MS;
        this.lastThrottledAt = now;
        if (isStray || now - this.cutAt < CUT_EVERY_MS) return false;
        const share = Math.min(gotThrough, isNearlyFull ? CUT_FROM_FULL : CUT);
        this.cutTo = rate * Math.max(DEEPEST_CUT, share);
        this.cutAt = now;
        return true;
    }
}
