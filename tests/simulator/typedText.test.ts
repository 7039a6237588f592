import type { Simulator } from "../../simulator";
import { listOf, objectOf, optional, readParameters } from "../../simulator/actions/parameters";
import { unflatten } from "../../simulator/protocol/unflatten";
import { call, ZONE } from "./nodeClient";
import { DOMAIN, simulated } from "./simulated";

const GET = { method: "GET" };

describe("a call by GET, whose values are all text", () => {
    let simulator: Simulator;
    simulated((started) => {
        simulator = started;
    });

    const list = (parameters: Record<string, unknown>) =>
        call(simulator, "DescribeAccelerationDomains", parameters, GET);

    test.each(["12345678", "0", "true", "1e3", "007"])("keeps %s text where text is asked for", async (CertId) => {
        simulator.host(ZONE, DOMAIN).online();
        const parameters = { Hosts: [DOMAIN], Mode: "sslcert", ServerCertInfo: [{ CertId, Alias: "2024" }] };
        expect((await call(simulator, "ModifyHostsCertificate", parameters, GET)).error).toBeUndefined();
        expect(simulator.host(ZONE, DOMAIN).state.certificate.list).toMatchObject([{ certId: CertId }]);
    });

    test("finds a number in a name", async () => {
        simulator.host(ZONE, "2024.example.com").online();
        const fuzzy = (Fuzzy: boolean) => list({ Filters: [{ Name: "domain-name", Values: ["2024"], Fuzzy }] });
        expect((await fuzzy(true)).fields).toMatchObject({ TotalCount: 1 });
        expect((await fuzzy(false)).fields).toMatchObject({ TotalCount: 0 });
    });

    test.each([
        ["Limit", { Limit: "one" }],
        ["Limit", { Limit: "1.5" }],
        ["Offset", { Offset: "007" }],
        ["Filters.0.Fuzzy", { Filters: [{ Name: "domain-name", Values: ["a"], Fuzzy: "yes" }] }],
        ["Filters", { Filters: "domain-name" }],
        ["Filters.0.Values", { Filters: [{ Name: "domain-name", Values: "a" }] }],
    ])("is refused where %s cannot be what it must be: %j", async (name, parameters) => {
        expect(
            (await call(simulator, "DescribeAccelerationDomains", parameters, { ...GET, language: "en-US" })).error,
        ).toMatchObject({ code: "InvalidParameter", message: `The value type of parameter \`${name}\` is not valid.` });
    });

    test("tells what is missing, or unknown, by its whole path", async () => {
        const error = async (filter: object) => (await list({ Filters: [{ Values: ["a"], ...filter }] })).error;
        expect(await error({})).toMatchObject({
            code: "MissingParameter",
            message: expect.stringContaining("`Filters.0.Name`"),
        });
        expect(await error({ Name: "domain-name", Fuzz: "1" })).toMatchObject({
            code: "UnknownParameter",
            message: expect.stringContaining("Filters.0.Fuzz"),
        });
    });
});

describe("parameters", () => {
    const schema = {
        Names: listOf("string"),
        Count: "integer?",
        Origin: optional(objectOf({ Port: "integer", Backup: "string?", Headers: optional(listOf("any")) })),
    } as const;
    const read = (input: Record<string, unknown>, isText = true) => readParameters(schema, { input, isText });

    test("of a query are typed by the schema, however deep", () => {
        const query = { "Names.0": "1", "Names.1": "2", Count: "-3", "Origin.Port": "80", "Origin.Headers.0": "4" };
        expect(read(unflatten(query))).toEqual({
            Names: ["1", "2"],
            Count: -3,
            Origin: { Port: 80, Headers: ["4"] },
        });
    });

    test("of JSON are of their type already", () => {
        expect(read({ Names: [], Count: 1, Origin: null }, false)).toEqual({ Names: [], Count: 1 });
        expect(() => read({ Names: [], Count: "1" }, false)).toThrow("InvalidParameter");
        expect(() => read({ Names: [1] }, false)).toThrow("InvalidParameter");
        expect(() => read({ Names: [null] }, false)).toThrow("MissingParameter");
        expect(() => read({ Names: [], Origin: {} }, false)).toThrow("MissingParameter");
    });

    test("that are given twice are no list", () => {
        expect(() => read(unflatten({ Names: ["a", "b"] }))).toThrow("InvalidParameter");
    });

    test("that stop being a list halfway are none", () => {
        expect(() => read(unflatten({ "Names.0": "a", "Names.2": "b" }))).toThrow("InvalidParameter");
    });
});
