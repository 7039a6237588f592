import { Simulator, type SimulatorOptions } from "../../simulator";
import { call, check, ZONE } from "./nodeClient";

const DOMAIN = "www.example.com";
const UNSEEN = "ResourceUnavailable.RecordUnExpected";

describe("the proof of an application", () => {
    let simulator: Simulator;
    let now: number;

    const start = async (options: SimulatorOptions) => {
        now = Date.parse("2026-01-01T00:00:00Z");
        simulator = await Simulator.start({ clock: () => now, quotaPerSecond: 0, ...options });
    };
    afterEach(() => simulator.stop());

    /** Applies, and answers where the proof belongs and what it is. */
    const apply = async (method = "dns_challenge", domain = DOMAIN) => {
        await call(simulator, "ApplyFreeCertificate", { Domain: domain, VerificationMethod: method });
        const { place = "", dnsVerification, fileVerification } = simulator.domain(ZONE, domain).application ?? {};
        const value = dnsVerification?.recordValue ?? fileVerification?.content ?? "";
        return { place, value, path: fileVerification?.path };
    };
    const codeOf = async () => (await check(simulator, DOMAIN)).error?.code;

    describe("published in the simulator", () => {
        beforeEach(() => start({ proof: "records" }));

        test("as a record, is seen once it is right", async () => {
            const { place: name, value } = await apply();
            expect(await codeOf()).toBe(UNSEEN);
            simulator.publish({ name, type: "CNAME", value: "other.example" });
            expect(await codeOf()).toBe(UNSEEN);
            simulator.publish({ name, type: "TXT", value });
            expect(await codeOf()).toBe(UNSEEN);
            simulator.publish({ name: `${name.toUpperCase()}.`, type: "CNAME", value: `${value.toUpperCase()}.` });
            expect(simulator.records).toHaveLength(2);
            expect(await codeOf()).toBeUndefined();
        });

        test("as a file, is seen once it is right, with or without a newline at its end", async () => {
            const { place, value } = await apply("http_challenge");
            simulator.publishFile(place, `x${value}`);
            expect(await codeOf()).toBe(UNSEEN);
            simulator.publishFile(place.replace("www", "WWW"), `${value}\n`);
            expect(simulator.files).toEqual([{ url: place, content: `${value}\n` }]);
            expect(await codeOf()).toBeUndefined();
        });

        test("that was removed in time is not seen", async () => {
            const { place: name, value } = await apply();
            simulator.publish({ name, type: "CNAME", value });
            simulator.unpublish({ name, type: "TXT" });
            expect(simulator.records).toHaveLength(1);
            simulator.unpublish({ name });
            expect(simulator.records).toEqual([]);
            const file = await apply("http_challenge");
            simulator.publishFile(file.place, file.value);
            simulator.unpublishFile(file.place);
            expect(await codeOf()).toBe(UNSEEN);
        });

        test("once seen leads to a certificate some time later, even if it is removed meanwhile", async () => {
            await simulator.stop();
            await start({ proof: "records", issueDelayMs: 5000 });
            const { place: name, value } = await apply();
            expect(await codeOf()).toBe(UNSEEN);
            now += 60_000;
            simulator.publish({ name, type: "CNAME", value });
            expect(await codeOf()).toBe(UNSEEN);
            simulator.unpublish({ name });
            now += 4999;
            expect(await codeOf()).toBe(UNSEEN);
            now += 1;
            expect(await codeOf()).toBeUndefined();
        });

        test("of one method does not count for the other", async () => {
            const { place: name, value } = await apply();
            simulator.publish({ name, type: "CNAME", value });
            await apply("http_challenge");
            expect(await codeOf()).toBe(UNSEEN);
        });

        test("of a wildcard covers its hosts once it is checked, and its parent shares the record", async () => {
            const { place: name, value } = await apply("dns_challenge", "*.example.com");
            expect(await apply("dns_challenge", "example.com")).toEqual({ place: name, value, path: undefined });
            simulator.publish({ name, type: "CNAME", value });
            expect(await codeOf()).toMatch(/IsEmpty$/);
            expect((await check(simulator, "*.example.com")).fields).toMatchObject({ CommonName: "*.example.com" });
            expect((await check(simulator, DOMAIN)).fields).toMatchObject({ CommonName: "*.example.com" });
        });

        test("is refused where it makes no sense, by name", () => {
            expect(() => simulator.publish({ name: "a", type: "A" as "TXT", value: "1" })).toThrow(
                "type: must be one of",
            );
            expect(() => simulator.publish({ name: "a", type: "TXT" } as never)).toThrow("value: must be a string");
            expect(() => simulator.unpublish({} as never)).toThrow("name: must be a string");
            expect(() => simulator.publishFile("/path", "content")).toThrow("url: must be a URL");
            expect(() => simulator.unpublishFile("https://www.example.com/x")).toThrow("url: must be a URL");
        });
    });
});
