import { carryDriftMark, hasDrifted } from "../../../../provider/lifecycle/shared/drift";
import { checkChoice, checkFlag, UNKNOWN } from "../../../../provider/lifecycle/shared/inputs";
import { checkTimeouts, parseDuration, timeoutOf } from "../../../../provider/lifecycle/shared/timeouts";

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
        for (const other of ["5s", "", 5, true, ["5s"]]) {
            expect(checkTimeouts(other)).toEqual([
                { property: "customTimeouts", reason: expect.stringContaining("by operation") },
            ]);
        }
        expect(checkTimeouts({ creat: "5s", create: "5s" })).toEqual([
            { property: "customTimeouts.creat", reason: expect.stringContaining("create, update, delete") },
        ]);
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
