import { UNKNOWN } from "../../../../provider/lifecycle/shared/inputs";
import { checkWarnDays, ExpiryWatch } from "../../../../provider/lifecycle/verification/expiryWarning";
import { fakeContext } from "../fakeContext";

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
            /according to the last check\. EdgeOne renews .* before it expires\. If `pulumi refresh` .* proves control of the domain was removed\. Publish it again/,
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
