import { Rate } from "../../../provider/api/rate";

/** A rate for a quota of 20 a second, with a second of answers behind it that all passed. */
function rateAfterASecond() {
    const rate = new Rate(20);
    for (let now = 0; now < 1_000; now += 50) rate.answered(false, now);
    return rate;
}

/** Two, as it takes to show that the quota is used up. */
const refuse = (rate: Rate, now: number): boolean[] => [rate.answered(true, now), rate.answered(true, now)];

test("the rate stays a little below the quota", () => {
    expect(new Rate(20).at(0)).toBe(19);
});

test("a refusal that stands alone at the full rate changes nothing: the network has had a request arrive late", () => {
    const rate = rateAfterASecond();
    for (let now = 1_000; now < 10_000; now += 600) {
        expect(rate.answered(true, now)).toBe(false);
        expect(rate.at(now)).toBe(19);
    }
});

test("the rate is cut once, however many are refused within a second", () => {
    const rate = rateAfterASecond();
    expect(refuse(rate, 1_000)).toEqual([false, true]);
    expect(rate.at(1_000)).toBeCloseTo(19 * 0.7);
    for (let now = 1_001; now < 2_000; now += 50) expect(rate.answered(true, now)).toBe(false);
    expect(rate.answered(true, 2_001)).toBe(true);
});

test.each([
    { passed: 18, share: 0.7 },
    { passed: 2, share: 0.5 },
    { passed: 0, share: 0.2 },
])("with $passed that passed within a second and two that did not, the rate is cut to $share", ({ passed, share }) => {
    const rate = rateAfterASecond();
    for (let i = 0; i < passed; i++) rate.answered(false, 2_001);
    refuse(rate, 2_001);
    expect(rate.at(2_001)).toBeCloseTo(19 * share);
});

test("the rate is back after 12 s, and the cut has cost little more than two seconds of it", () => {
    const rate = rateAfterASecond();
    refuse(rate, 1_000);
    let cost = 0;
    for (let now = 1_000; now < 13_000; now += 100) cost += (19 - rate.at(now)) / 10;
    expect(cost).toBeGreaterThan(38);
    expect(cost).toBeLessThan(45);
    expect(rate.at(13_000)).toBe(19);
});

test("below the full rate, a single refusal cuts", () => {
    const rate = rateAfterASecond();
    refuse(rate, 1_000);
    const before = rate.at(6_000);
    expect(rate.answered(true, 6_000)).toBe(true);
    expect(rate.at(6_000)).toBeLessThan(before * 0.71);
});

test("two that share a quota come to the same rate, whatever they began with", () => {
    const [first, second] = [rateAfterASecond(), rateAfterASecond()];
    refuse(second, 1_000);
    // Each is refused whenever both together are over the quota.
    for (let now = 2_001; now < 120_000; now += 100) {
        if (first.at(now) + second.at(now) <= 20) continue;
        for (const rate of [first, second]) {
            for (let i = 0; i < 9; i++) rate.answered(false, now);
            refuse(rate, now);
        }
    }
    expect(Math.abs(first.at(120_000) - second.at(120_000))).toBeLessThan(0.5);
});

test("the rate never falls to a stop", () => {
    const rate = new Rate(20);
    for (let now = 0; now < 60_000; now += 1_000) refuse(rate, now);
    expect(rate.at(60_000)).toBeGreaterThanOrEqual(0.5);
});
