import type { Simulator } from "../../simulator";
import { call } from "./nodeClient";
import { codeOf, simulated } from "./simulated";

describe("the configuration of a zone", () => {
    let simulator: Simulator;
    simulated((started) => {
        simulator = started;
    });

    const modify = (settings: Record<string, unknown>, method = "POST") =>
        call(simulator, "ModifyZoneSetting", settings, { method });
    const settings = async () => {
        const { fields } = await call(simulator, "DescribeZoneSetting", {});
        return (fields as { ZoneSetting: Record<string, unknown> }).ZoneSetting;
    };

    test.each(["GET", "POST"])("keeps its numbers and lists as such by %s", async (method) => {
        const given = {
            ForceRedirect: { Switch: "on", RedirectStatusCode: 301 },
            PostMaxSize: { MaxSize: 1_000_000 },
            Compression: { Algorithms: ["gzip"] },
            CacheConfig: { Cache: { Switch: "on", CacheTime: 60, IgnoreCacheControl: "on" } },
            Https: { Hsts: { Switch: "on", MaxAge: 5 }, CertInfo: [{ CertId: "12345678" }] },
        };
        expect((await modify(given, method)).error).toBeUndefined();
        expect(await settings()).toMatchObject({
            ...given,
            PostMaxSize: { Switch: "on", MaxSize: 1_000_000 },
            Https: { ...given.Https, Http2: "on" },
        });
    });

    test.each([
        [{ ForceRedirect: { Switch: 5 } }, "InvalidParameter"],
        [{ ForceRedirect: { Switch: "sideways" } }, "InvalidParameterValue"],
        [{ ForceRedirect: { RedirectStatusCode: "x" } }, "InvalidParameter"],
        [{ ForceRedirect: { Foo: 1 } }, "UnknownParameter"],
        [{ ForceRedirect: [] }, "InvalidParameter"],
        [{ CacheConfig: { Cache: { Switch: "yes" } } }, "InvalidParameterValue"],
        [{ Https: { CertInfo: ["a"] } }, "InvalidParameter"],
        [{ AccelerateMainland: { Switch: "on" } }, "UnknownParameter"],
    ])("takes no %j", async (given, code) => {
        const before = await settings();
        expect(await codeOf(modify(given))).toBe(code);
        expect(await settings()).toEqual(before);
    });
});
