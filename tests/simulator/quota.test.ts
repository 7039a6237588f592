import { Simulator } from "../../simulator";
import { Quota } from "../../simulator/protocol/quota";
import { check } from "./nodeClient";

describe("the quota", () => {
    test("lets 20 calls through in a second, and refuses the 21st", async () => {
        const simulator = await Simulator.start({ clock: () => 0, undeclared: "issued" });
        const answers = await Promise.all(Array.from({ length: 21 }, () => check(simulator, "aa.xzone.cloud")));
        await simulator.stop();
        const refused = answers.flatMap(({ error }) => error ?? []);
        expect(refused).toHaveLength(1);
        expect(refused[0]).toMatchObject({
            code: "RequestLimitExceeded",
            message: expect.stringContaining("`21` 次，超过了每秒频率上限 `20` 次"),
        });
    });

    test("counts for each account apart", async () => {
        const credentials = ["AKIDONE", "AKIDTWO"].map((secretId) => ({ secretId, secretKey: "key" }));
        const simulator = await Simulator.start({
            credentials,
            clock: () => 0,
            quotaPerSecond: 1,
            undeclared: "issued",
        });
        const codes = [];
        for (const keyPair of [...credentials, ...credentials]) {
            codes.push((await check(simulator, "aa.xzone.cloud", { credentials: keyPair })).error?.code);
        }
        await simulator.stop();
        expect(codes).toEqual([undefined, undefined, "RequestLimitExceeded", "RequestLimitExceeded"]);
    });

    test("is not used up by calls that are wrongly signed", async () => {
        const simulator = await Simulator.start({ clock: () => 0, quotaPerSecond: 1, undeclared: "issued" });
        const wrong = { ...simulator.credentials, secretKey: "wrong" };
        expect((await check(simulator, "aa.xzone.cloud", { credentials: wrong })).error).toBeDefined();
        expect((await check(simulator, "aa.xzone.cloud")).error).toBeUndefined();
        await simulator.stop();
    });

    test("slides: a call is forgotten a second after it was let through, and a refused one at once", () => {
        let now = 0;
        const quota = new Quota(2, () => now);
        const takes = (at: number): boolean => {
            now = at;
            try {
                quota.take("Check", "AKID");
                return true;
            } catch {
                return false;
            }
        };
        expect([0, 600, 999, 1000, 1001, 1599, 1600].map(takes)).toEqual([true, true, false, true, false, false, true]);
    });

    test("counts for each action apart", () => {
        const quota = new Quota(1, () => 0);
        quota.take("Check", "AKID");
        expect(() => quota.take("Apply", "AKID")).not.toThrow();
        expect(() => quota.take("Check", "AKID")).toThrow("RequestLimitExceeded");
    });

    test.each([0, Infinity])("of %d is none", (perSecond) => {
        const quota = new Quota(perSecond, () => 0);
        expect(() => Array.from({ length: 1000 }, () => quota.take("Check", "AKID"))).not.toThrow();
    });
});
