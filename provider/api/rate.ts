/** The rate stays this share of the quota, so that clocks and networks that differ a little cause no refusal. */
const HEADROOM = 0.95;
/** At nearly the full rate, one refusal with no other so soon before it is the network's doing: it had a request arrive early or late. */
const NEARLY_FULL = 0.9;
const STRAY_MS = 500;
/** Any other refusal cuts the rate to this share, or to what got through of the last second; once a second at the most, as refusals come in bunches. */
const CUT = 0.7;
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
export class Rate {
    private readonly fastest: number;
    private lastRefused = Number.NEGATIVE_INFINITY;
    private cutAt = Number.NEGATIVE_INFINITY;
    private cutTo = 0;
    private readonly lastSecond: { at: number; refused: boolean }[] = [];

    constructor(quotaPerSecond: number) {
        this.fastest = quotaPerSecond * HEADROOM;
    }

    at(now: number): number {
        const t = (now - this.cutAt) / 1000;
        const rate = this.cutTo + GROWTH * t + ACCELERATION * t ** 3;
        return Math.min(this.fastest, Math.max(rate, SLOWEST));
    }

    /** An answer came: `refused` where the request was over the quota. True where that cuts the rate. */
    answered(refused: boolean, now: number): boolean {
        this.lastSecond.push({ at: now, refused });
        while ((this.lastSecond[0]?.at ?? now) < now - 1_000) this.lastSecond.shift();
        if (!refused) return false;
        const rate = this.at(now);
        const isStray = rate >= this.fastest * NEARLY_FULL && now - this.lastRefused > STRAY_MS;
        this.lastRefused = now;
        if (isStray || now - this.cutAt < CUT_EVERY_MS) return false;
        const gotThrough = this.lastSecond.filter((answer) => !answer.refused).length / this.lastSecond.length;
        this.cutTo = rate * Math.max(DEEPEST_CUT, Math.min(CUT, gotThrough));
        this.cutAt = now;
        return true;
    }
}
