import { AdaptiveRate } from "../../../../provider/api/rateLimit/adaptiveRate";

/** Two refusals, as it takes to show that the quota is used up, where nearly all others got through. */
const refuse = (rate: AdaptiveRate, now: number, gotThrough = 0.9): boolean[] => [
    rate.onThrottled(gotThrough, now),
    rate.onThrottled(gotThrough, now),
];

/** A rate that was halved. */
function halved(now: number): AdaptiveRate {
    const rate = new AdaptiveRate(20);
    refuse(rate, now);
    return rate;
}

test("the rate stays a little below the quota", () => {
    expect(new AdaptiveRate(20).at(0)).toBe(19);
});

test("a refusal that stands alone at the full rate changes nothing: somebody else has asked in passing", () => {
    const rate = new AdaptiveRate(20);
    for (let now = 1_000; now < 10_000; now += 600) {
        expect(rate.onThrottled(0.9, now)).toBe(false);
        expect(rate.at(now)).toBe(19);
    }
});

test("a second one within half a second is none in passing", () => {
    const rate = new AdaptiveRate(20);
    expect([rate.onThrottled(0.9, 1_000), rate.onThrottled(0.9, 1_450)]).toEqual([false, true]);
});

test("a process that has the quota to itself gives half away, once, however many are refused within a second", () => {
    const rate = new AdaptiveRate(20);
    expect(refuse(rate, 1_000)).toEqual([false, true]);
    expect(rate.at(1_000)).toBeCloseTo(19 / 2);
    for (let now = 1_001; now < 2_000; now += 50) expect(rate.onThrottled(0.5, now)).toBe(false);
    expect(rate.onThrottled(0.5, 2_001)).toBe(true);
});

test.each([
    { gotThrough: 0.9, share: 0.75 },
    { gotThrough: 0.5, share: 0.5 },
    { gotThrough: 0, share: 0.2 },
])("one that shares it is cut to $share where $gotThrough of its requests got through", ({ gotThrough, share }) => {
    const rate = halved(1_000);
    const before = rate.at(6_000);
    expect(rate.onThrottled(gotThrough, 6_000)).toBe(true);
    expect(rate.at(6_000)).toBeCloseTo(before * share);
});

test("the rate is back 15 s after it was halved, and that has cost five seconds of it", () => {
    const rate = halved(1_000);
    let cost = 0;
    for (let now = 1_000; now < 16_000; now += 100) cost += (19 - rate.at(now)) / 10;
    expect(cost / 19).toBeGreaterThan(4.5);
    expect(cost / 19).toBeLessThan(5.5);
    expect(rate.at(16_000)).toBe(19);
});

test("two that share a quota come to the same rate, whatever they began with", () => {
    const [first, second] = [new AdaptiveRate(20), halved(1_000)];
    // Each is refused whenever both together are over the quota.
    for (let now = 2_001; now < 120_000; now += 100) {
        if (first.at(now) + second.at(now) <= 20) continue;
        for (const rate of [first, second]) refuse(rate, now);
    }
    expect(Math.abs(first.at(120_000) - second.at(120_000))).toBeLessThan(0.5);
});

test("the rate never falls to a stop", () => {
    const rate = new AdaptiveRate(20);
    for (let now = 0; now < 60_000; now += 1_000) refuse(rate, now, 0);
    expect(rate.at(60_000)).toBeGreaterThanOrEqual(0.5);
});
