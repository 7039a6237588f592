import { Simulator } from "../../simulator";
import { check, ZONE } from "./nodeClient";
import { type Envelope, send, sign, signForm } from "./raw";

const CHECK = { ZoneId: ZONE, Domain: "aa.xzone.cloud" };

describe("a call", () => {
    let simulator: Simulator;

    beforeAll(async () => {
        simulator = await Simulator.start({ quotaPerSecond: 0 });
        simulator.domain(ZONE, "aa.xzone.cloud").apply();
    });
    afterAll(() => simulator.stop());

    /** The error that a rightly signed call is answered, after `changes` to its headers. */
    async function errorOf(body: string, changes: Record<string, string | undefined> = {}, method = "POST") {
        const { host } = new URL(simulator.endpoint);
        const signed = { ...sign({ keyPair: simulator.credentials, body, host }), ...changes };
        const headers = Object.fromEntries(Object.entries(signed).filter(([, value]) => value !== undefined));
        const answer = await send<Envelope>(simulator.endpoint, {
            method,
            body,
            headers: headers as Record<string, string>,
        });
        expect(answer.status).toBe(200);
        expect(answer.headers["content-type"]).toBe("application/json");
        const { Error: error, RequestId: requestId } = answer.json.Response;
        expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
        return error as { Code: string; Message: string };
    }
    const codeOf = async (...call: Parameters<typeof errorOf>) => (await errorOf(...call)).Code;

    test.each(["Action", "Version", "Timestamp"])("without X-TC-%s misses a parameter", async (name) => {
        const error = await errorOf(JSON.stringify(CHECK), { [`X-TC-${name}`]: undefined });
        expect(error).toMatchObject({ Code: "MissingParameter", Message: expect.stringContaining(name) });
    });

    test("of another version of the API is refused", async () => {
        expect(await codeOf(JSON.stringify(CHECK), { "X-TC-Version": "2022-01-06" })).toBe("NoSuchVersion");
    });

    test("of an action that only JavaScript knows is refused", async () => {
        expect(await codeOf("{}", { "X-TC-Action": "constructor" })).toBe("InvalidAction");
    });

    test.each([
        ["that is not JSON", "{", "InvalidParameter"],
        ["that is no object", "[]", "InvalidParameter"],
        ["without Domain", JSON.stringify({ ZoneId: ZONE }), "MissingParameter"],
        ["with null for ZoneId", JSON.stringify({ ...CHECK, ZoneId: null }), "MissingParameter"],
        ["with a list for Domain", JSON.stringify({ ...CHECK, Domain: ["a.example"] }), "InvalidParameter"],
        ["with a field too many", JSON.stringify({ ...CHECK, domain: "a.example" }), "UnknownParameter"],
        ["with no zone id", JSON.stringify({ ...CHECK, ZoneId: "z" }), "InvalidParameter.ZoneNotFound"],
        ["with no domain name", JSON.stringify({ ...CHECK, Domain: "a b" }), "InvalidParameterValue.InvalidDomainName"],
    ])("with a body %s is refused", async (_, body, code) => {
        expect(await codeOf(body)).toBe(code);
    });

    test("by another method than POST and GET is refused", async () => {
        expect(await codeOf(JSON.stringify(CHECK), {}, "PUT")).toBe("UnsupportedProtocol");
    });

    test("of another content type is refused", async () => {
        const headers = { "Content-Type": "application/x-www-form-urlencoded" };
        expect(await codeOf(JSON.stringify(CHECK), headers)).toBe("UnsupportedProtocol");
    });

    const MIB = 1_048_576;

    test("of JSON may have 10 MiB, and is refused with more, however much, and the simulator goes on", async () => {
        expect(await codeOf("x".repeat(10 * MIB))).toBe("InvalidParameter");
        expect(await codeOf("x".repeat(10 * MIB + 1))).toBe("RequestSizeLimitExceeded");
        expect(await codeOf("x".repeat(40 * MIB))).toBe("RequestSizeLimitExceeded");
        expect(await codeOf(JSON.stringify(CHECK))).toBe("ResourceUnavailable.RecordUnExpected");
    });

    test("of a form may have 1 MiB, and is refused with more", async () => {
        const codeOfForm = async (length: number) => {
            const headers = { "Content-Type": "application/x-www-form-urlencoded" };
            const body = "Action=".padEnd(length, "x");
            return (await send<Envelope>(simulator.endpoint, { headers, body })).json.Response.Error?.Code;
        };
        expect(await codeOfForm(MIB)).toBe("MissingParameter");
        expect(await codeOfForm(MIB + 1)).toBe("RequestSizeLimitExceeded");
    });

    test("by a query may have 32 KiB, and is refused with more", async () => {
        const codeOfQuery = async (length: number) => {
            const path = `/?${"Action=".padEnd(length, "x")}`;
            return (await send<Envelope>(simulator.endpoint, { method: "GET", path })).json.Response.Error?.Code;
        };
        expect(await codeOfQuery(32_768)).toBe("MissingParameter");
        expect(await codeOfQuery(32_769)).toBe("RequestSizeLimitExceeded");
        expect(await codeOfQuery(500_000)).toBe("RequestSizeLimitExceeded");
    });

    test("by a query of a thousand values and more has all of them", async () => {
        const many = Array.from({ length: 1500 }, (_, index) => [`Hosts.${index}`, "a"] as const);
        const { host } = new URL(simulator.endpoint);
        const fields = signForm({
            keyPair: simulator.credentials,
            host,
            method: "GET",
            parameters: {
                Action: "ModifyHostsCertificate",
                ZoneId: ZONE,
                Mode: "disable",
                ...Object.fromEntries(many),
            },
        });
        const request = { method: "GET", path: `/?${new URLSearchParams(fields)}` };
        const { Error: error } = (await send<Envelope>(simulator.endpoint, request)).json.Response;
        expect(error?.Code).toBe("LimitExceeded.BatchQuota");
    });

    test("through an HTTP proxy, for which a client takes the simulator, has the whole URL for its target", async () => {
        const proxied = async (target: string) => {
            const host = "teo.tencentcloudapi.com";
            const body = JSON.stringify(CHECK);
            const headers = { ...sign({ keyPair: simulator.credentials, body, host }), Host: host };
            return send<Envelope>(simulator.endpoint, { target, headers, body });
        };
        for (const target of ["http://teo.tencentcloudapi.com/", "http://teo.tencentcloudapi.com"]) {
            const { Error: error } = (await proxied(target)).json.Response;
            expect(error?.Code).toBe("ResourceUnavailable.RecordUnExpected");
        }
        expect((await proxied("http://teo.tencentcloudapi.com/v2")).status).toBe(404);
        expect((await proxied("http://teo.tencentcloudapi.com/simulator")).status).toBe(403);
    });

    test("is answered in Chinese, or in English where it asks for that", async () => {
        const messageOf = async (language?: "zh-CN" | "en-US") =>
            (await check(simulator, "aa.xzone.cloud", { language })).error?.message;
        expect(await messageOf()).toMatch(/^无法正确检测到验证值/);
        expect(await messageOf("zh-CN")).toMatch(/^无法正确检测到验证值/);
        expect(await messageOf("en-US")).toMatch(/^The validation value could not be detected/);
    });

    test("for a path that is not the API's finds nothing", async () => {
        expect((await send(simulator.endpoint, { path: "/v2" })).status).toBe(404);
    });
});
