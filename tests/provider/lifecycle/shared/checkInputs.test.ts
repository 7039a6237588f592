import { checkInputs, refuseFaults } from "../../../../provider/lifecycle/shared/checkInputs";

describe("inputs", () => {
    const upper = (value: unknown) => (value ? { value: String(value).toUpperCase() } : { value: undefined });

    test("are taken as their checks take them, those without a check as they are, and nothing undefined stays", () => {
        const news = { name: "a", other: "b", gone: undefined, customTimeouts: { create: "1m" } };
        expect(checkInputs(news, { name: upper, missing: upper })).toStrictEqual({
            inputs: { name: "A", other: "b", customTimeouts: { create: "1m" } },
            failures: [],
        });
        expect(news.name).toBe("a");
    });

    test("that are refused are all named, that of a part by its own name, and timeouts last", () => {
        const parts = [
            { property: "list[1]", reason: "is wrong" },
            { property: "list[3]", reason: "is wrong too" },
        ];
        const { inputs, failures } = checkInputs(
            { name: "a", list: "b", fine: "c", customTimeouts: { create: "soon" } },
            { name: () => ({ reason: "is refused" }), list: () => ({ faults: parts }), fine: upper },
        );
        expect(inputs).toMatchObject({ name: "a", list: "b", fine: "C" });
        expect(failures).toEqual([
            { property: "name", reason: "is refused" },
            ...parts,
            { property: "customTimeouts.create", reason: expect.stringContaining('not "soon"') },
        ]);
    });
});

describe("arguments of a look-up", () => {
    test("that can be used are let pass", () => {
        expect(() => refuseFaults([])).not.toThrow();
    });

    test("that cannot be used are all named in one error", () => {
        const faults = [
            { property: "zoneId", reason: "is required" },
            { property: "domain", reason: "contains a path" },
        ];
        expect(() => refuseFaults(faults)).toThrow(
            expect.objectContaining({
                name: "InvalidArgumentsError",
                message: "zoneId is required; domain contains a path",
            }),
        );
    });
});
