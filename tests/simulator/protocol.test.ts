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

    describe("names the service that it is for", () => {
        /** What a call is answered that is signed for a service, as it would be sent to this host. */
        async function answerTo(service: string, version: string, host: string, headers: Record<string, string> = {}) {
            const body = JSON.stringify(CHECK);
            const signed = sign({ keyPair: simulator.credentials, body, host, service, version });
            const request = { body, headers: { ...signed, Host: host, "X-TC-Language": "en-US", ...headers } };
            const { Error: error } = (await send<Envelope>(simulator.endpoint, request)).json.Response;
            return error && `${error.Code}: ${error.Message}`;
        }
        const PENDING = /^ResourceUnavailable\.RecordUnExpected: /;
        const here = "127.0.0.1:8787";

        test.each([
            [
                "cvm",
                "2017-03-12",
                here,
                /^NoSuchProduct: The service `cvm` does not exist\. The simulator has teo 2022-09-01/,
            ],
            ["cvm", "2017-03-12", "cvm.tencentcloudapi.com", /^NoSuchProduct: The service `cvm` does not exist/],
            ["cvm", "2022-09-01", "cvm.ap-guangzhou.tencentcloudapi.com", /^NoSuchProduct: The service `cvm` does not/],
            [
                "teo",
                "2022-01-06",
                here,
                /^NoSuchVersion: The specified api version=`2022-01-06` does not .* service=`teo`\./,
            ],
            [
                "tag",
                "2022-09-01",
                "tag.tencentcloudapi.com",
                /^NoSuchVersion: .*`2022-09-01` does not .* service=`tag`/,
            ],
            ["teo", "2022-09-01", "teo.intl.tencentcloudapi.com", PENDING],
            ["teo", "2022-09-01", here, PENDING],
        ])("%s of version %s at %s", async (service, version, host, answer) => {
            expect(await answerTo(service, version, host)).toMatch(answer);
        });

        test("in Chinese, too", async () => {
            expect(await answerTo("cvm", "2017-03-12", here, { "X-TC-Language": "zh-CN" })).toBe(
                "NoSuchProduct: 产品 `cvm` 不存在。",
            );
        });

        // The SDK for Node.js takes the first part of the endpoint for the name of the service.
        test.each([
            ["127", here],
            ["localhost:8787", "localhost:8787"],
            ["simulator", "simulator.internal:8787"],
        ])("but not by the endpoint's first part: %s", async (service, host) => {
            expect(await answerTo(service, "2022-09-01", host)).toMatch(PENDING);
            expect(await answerTo(service, "2017-03-12", host)).toMatch(/^NoSuchVersion: .* in service=`teo`/);
        });

        test("by the host alone with the older signatures", async () => {
            const host = "cvm.tencentcloudapi.com";
            const fields = signForm({
                keyPair: simulator.credentials,
                host,
                parameters: { ...CHECK, Version: "2017-03-12", Language: "en-US" },
            });
            const body = new URLSearchParams(fields).toString();
            const headers = { "Content-Type": "application/x-www-form-urlencoded", Host: host };
            const answer = await send<Envelope>(simulator.endpoint, { body, headers });
            expect(answer.json.Response.Error).toMatchObject({ Code: "NoSuchProduct" });
        });
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
