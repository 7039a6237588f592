import { carryDriftMark, hasDrifted } from "../../../../provider/lifecycle/shared/drift";
import { checkWarnDays, ExpiryWatch } from "../../../../provider/lifecycle/shared/expiryWarning";
import { checkChoice, checkFlag, UNKNOWN } from "../../../../provider/lifecycle/shared/inputs";
import { checkTimeouts, parseDuration, timeoutOf } from "../../../../provider/lifecycle/shared/timeouts";
import { fakeContext } from "../fakeContext";

describe("a timeout", () => {
    const HOUR = 3_600_000;

    test("is what the engine says, else what was declared, else the usual one; and no more than a week", () => {
        expect(timeoutOf("create", { create: "1h" }, { timeoutMs: 5_000 }, 1)).toBe(5_000);
        expect(timeoutOf("create", { create: "1h", update: "2h" }, {}, 1)).toBe(HOUR);
        expect(timeoutOf("update", { create: "1h" }, {}, 7)).toBe(7);
        expect(timeoutOf("update", undefined, {}, 7)).toBe(7);
        expect(timeoutOf("update", undefined, { timeoutMs: 400 * HOUR }, 7)).toBe(168 * HOUR);
    });

    test.each([
        ["12.25s", 12_250],
        [".25s", 250],
        ["12.s", 12_000],
        ["1us", 0.001],
    ])("%s is %d ms", (text, ms) => {
        expect(parseDuration(text)).toBeCloseTo(ms, 6);
    });

    test("of a week is the longest, and anything behind a duration is refused", () => {
        expect(checkTimeouts({ create: "168h", update: null, delete: undefined })).toEqual([]);
        expect(checkTimeouts(null)).toEqual([]);
        expect(checkTimeouts({ create: "168h1s" })).toHaveLength(1);
        expect(parseDuration("1h!")).toBeUndefined();
        expect(parseDuration(".xs")).toBeUndefined();
    });
});

describe("a choice", () => {
    const check = checkChoice("one", "two");

    test.each([
        [undefined, "one"],
        [null, "one"],
        ["two", "two"],
        [UNKNOWN, UNKNOWN],
    ])("%j is taken as %j", (given, value) => {
        expect(check(given)).toEqual({ value });
    });

    test("refused names what may be chosen", () => {
        expect(check("three")).toEqual({ reason: "must be one or two" });
    });

    test("of true and false is neither a text nor a number", () => {
        for (const value of [true, false, UNKNOWN, undefined]) expect(checkFlag(value)).toEqual({ value });
        expect(checkFlag(null)).toEqual({ value: undefined });
        for (const value of ["true", 1, {}]) expect(checkFlag(value)).toEqual({ reason: "must be true or false" });
    });
});

describe("a mark of drift", () => {
    const olds = { zoneId: "zone-1", domain: "a", drift: "seen" };
    const identity = ["zoneId", "domain"] as const;

    test("is carried over for the same identity only", () => {
        expect(carryDriftMark(identity, olds, { zoneId: "zone-1", domain: "a" })).toEqual({ drift: "seen" });
        expect(carryDriftMark(identity, olds, { zoneId: "zone-1", domain: "b" })).toEqual({});
        expect(carryDriftMark(identity, { ...olds, drift: "" }, olds)).toEqual({});
    });

    test("is one where the two differ", () => {
        expect(hasDrifted(olds, { drift: "seen" })).toBe(false);
        expect(hasDrifted(olds, {})).toBe(true);
    });
});

describe("the warning before an expiry", () => {
    const warnings = async (expireTimes: [string, string][], days?: number) => {
        const { context, logged } = fakeContext({});
        await new ExpiryWatch(context).watch("zone-1", expireTimes, days);
        return logged;
    };

    test.each([
        [undefined, undefined],
        [null, null],
        [UNKNOWN, UNKNOWN],
        [0, 0],
        [90, 90],
    ])("may be set to %j", (given, value) => {
        expect(checkWarnDays(given)).toEqual({ value });
    });

    test.each([-1, 91, 1.5, "14", Number.NaN])("may not be set to %j", (given) => {
        expect(checkWarnDays(given)).toEqual({ reason: expect.stringMatching(/0 \(never warn\) to 90/) });
    });

    // The clock stands at 2026-11-23T00:00:00Z.
    test.each([
        ["2026-12-07T00:00:00Z", undefined, undefined],
        ["2026-12-06T23:59:59Z", undefined, "expires in 13 days"],
        ["2026-11-24T12:00:00Z", undefined, "expires in 1 day,"],
        ["2026-11-23T06:00:00Z", undefined, "expires in 6h,"],
        ["2026-11-23T00:00:00Z", undefined, "expired 0s ago"],
        ["2026-11-20T00:00:00Z", undefined, "expired 3 days ago, at 2026-11-20T00:00:00Z"],
        ["2026-11-20T00:00:00Z", 0, undefined],
        ["2026-12-22T00:00:00Z", 30, "expires in 29 days"],
        ["soon", undefined, undefined],
    ])("of %s, with %s days, is: %s", async (expireTime, days, expected) => {
        const lines = await warnings([["www.example.com", expireTime]], days);
        if (!expected) return expect(lines).toEqual([]);
        expect(lines).toEqual([expect.stringContaining(`of www.example.com (zone-1) ${expected}`)]);
        expect(lines[0]).toMatch(
            /according to the last check\. EdgeOne renews .* before that\. If `pulumi refresh` .* delegates the verification was removed\. Publish it again/,
        );
    });

    test("is one line for many, and comes once a run for each", async () => {
        const { context, logged } = fakeContext({});
        const watch = new ExpiryWatch(context);
        const due: [string, string][] = [
            ["a.example.com", "2026-11-20T00:00:00Z"],
            ["b.example.com", "2026-11-24T00:00:00Z"],
        ];
        await watch.watch("zone-1", due);
        await watch.watch("zone-1", due);
        expect(logged).toEqual([
            expect.stringMatching(
                /^2 free certificates of zone-1 are near or past their expiry: a\.example\.com expired 3 days ago, at .*; b\.example\.com expires in 1 day/,
            ),
        ]);
        await watch.watch("zone-2", due.slice(0, 1));
        expect(logged).toHaveLength(2);
    });
});
