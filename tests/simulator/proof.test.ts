import type { Simulator } from "../../simulator";
import { check } from "./nodeClient";
import { applyForProof, codeOf, DOMAIN, simulated } from "./simulated";

const UNSEEN = "ResourceUnavailable.RecordUnExpected";

describe("the proof of an application", () => {
    let simulator: Simulator;
    const { clock, start } = simulated(
        (started) => {
            simulator = started;
        },
        { proof: "records" },
    );
    const checkedCode = () => codeOf(check(simulator, DOMAIN));

    describe("published in the simulator", () => {
        test("as a record, is seen once it is right", async () => {
            const { place: name, value } = await applyForProof(simulator);
            expect(await checkedCode()).toBe(UNSEEN);
            simulator.publish({ name, type: "CNAME", value: "other.example" });
            expect(await checkedCode()).toBe(UNSEEN);
            simulator.publish({ name, type: "TXT", value });
            expect(await checkedCode()).toBe(UNSEEN);
            simulator.publish({ name: `${name.toUpperCase()}.`, type: "CNAME", value: `${value.toUpperCase()}.` });
            expect(simulator.records).toHaveLength(2);
            expect(await checkedCode()).toBeUndefined();
        });

        test("as a file, is seen once it is right, with or without a newline at its end", async () => {
            const { place, value } = await applyForProof(simulator, "http_challenge");
            simulator.publishFile(place, `x${value}`);
            expect(await checkedCode()).toBe(UNSEEN);
            simulator.publishFile(place.replace("www", "WWW"), `${value}\n`);
            expect(simulator.files).toEqual([{ url: place, content: `${value}\n` }]);
            expect(await checkedCode()).toBeUndefined();
        });

        test("that was removed in time is not seen", async () => {
            const { place: name, value } = await applyForProof(simulator);
            simulator.publish({ name, type: "CNAME", value });
            simulator.unpublish({ name, type: "TXT" });
            expect(simulator.records).toHaveLength(1);
            simulator.unpublish({ name });
            expect(simulator.records).toEqual([]);
            const file = await applyForProof(simulator, "http_challenge");
            simulator.publishFile(file.place, file.value);
            simulator.unpublishFile(file.place);
            expect(await checkedCode()).toBe(UNSEEN);
        });

        test("once seen leads to a certificate some time later, even if it is removed meanwhile", async () => {
            await start({ proof: "records", issueDelayMs: 5000 });
            const { place: name, value } = await applyForProof(simulator);
            expect(await checkedCode()).toBe(UNSEEN);
            clock.now += 60_000;
            simulator.publish({ name, type: "CNAME", value });
            expect(await checkedCode()).toBe(UNSEEN);
            simulator.unpublish({ name });
            clock.now += 4999;
            expect(await checkedCode()).toBe(UNSEEN);
            clock.now += 1;
            expect(await checkedCode()).toBeUndefined();
        });

        test("of one method does not count for the other", async () => {
            const { place: name, value } = await applyForProof(simulator);
            simulator.publish({ name, type: "CNAME", value });
            await applyForProof(simulator, "http_challenge");
            expect(await checkedCode()).toBe(UNSEEN);
        });

        test("of a wildcard covers its hosts once it is checked, and its parent shares the record", async () => {
            const { place: name, value } = await applyForProof(simulator, "dns_challenge", "*.example.com");
            expect(await applyForProof(simulator, "dns_challenge", "example.com")).toEqual({
                place: name,
                value,
                path: undefined,
            });
            simulator.publish({ name, type: "CNAME", value });
            expect(await checkedCode()).toMatch(/IsEmpty$/);
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
