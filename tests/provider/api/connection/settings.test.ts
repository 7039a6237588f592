import { readSettings, SettingsError } from "../../../../provider/api/connection/settings";

type Values = Record<string, string | undefined>;

const keys = { "teo:secretId": "AKIDexample", "teo:secretKey": "example-key" };
const read = (config: Values, env: Values = {}) => readSettings((key) => config[key], env);

function faultsOf(config: Values, env: Values = {}): string[] {
    try {
        read(config, env);
    } catch (error) {
        if (error instanceof SettingsError) return error.faults;
        throw error;
    }
    return [];
}

describe("the endpoint", () => {
    test("is EdgeOne's own by default", () => {
        expect(read({})).toMatchObject({
            protocol: "https://",
            host: "teo.tencentcloudapi.com",
            requestsPerSecond: 20,
        });
    });

    test.each([
        ["teo.intl.tencentcloudapi.com", "https://", "teo.intl.tencentcloudapi.com"],
        ["https://teo.example.com:8443", "https://", "teo.example.com:8443"],
        ["https://teo.example.com/", "https://", "teo.example.com"],
        ["http://127.0.0.1:8080", "http://", "127.0.0.1:8080"],
        ["http://localhost:8080/", "http://", "localhost:8080"],
        ["http://[::1]:8080", "http://", "[::1]:8080"],
    ])("may be %s", (endpoint, protocol, host) => {
        expect(read({ "teo:endpoint": endpoint })).toMatchObject({ protocol, host });
    });

    test.each([
        ["http://teo.tencentcloudapi.com", "loopback"],
        ["http://127.example.com", "loopback"],
        ["ftp://teo.example.com", "scheme"],
        ["https://teo.example.com/path", "path"],
        ["https://teo.example.com?x=1", "path"],
        ["https://user:word@teo.example.com", "password"],
        ["https://", "not an endpoint"],
        ["a b", "not an endpoint"],
    ])("may not be %s", (endpoint, why) => {
        expect(faultsOf({ "teo:endpoint": endpoint })).toEqual([expect.stringMatching(`^teo:endpoint .*${why}`)]);
        expect(faultsOf({}, { TENCENTCLOUD_TEO_ENDPOINT: endpoint })).toEqual([
            expect.stringMatching(`^TENCENTCLOUD_TEO_ENDPOINT .*${why}`),
        ]);
    });

    test("does not show a password that was put into it", () => {
        expect(faultsOf({ "teo:endpoint": "https://user:hunter2@teo.example.com" }).join()).not.toContain("hunter2");
    });
});

describe("keys", () => {
    const env = { TENCENTCLOUD_SECRET_ID: "AKIDenv", TENCENTCLOUD_SECRET_KEY: "env-key" };
    const vendor = { "tencentcloud:secretId": "AKIDvendor", "tencentcloud:secretKey": "vendor-key" };

    test("come from teo: first, then tencentcloud:, then the environment", () => {
        expect(read({ ...keys, ...vendor }, env).keys?.secretId).toBe("AKIDexample");
        expect(read(vendor, env).keys?.secretId).toBe("AKIDvendor");
        expect(read({}, env).keys).toEqual({ secretId: "AKIDenv", secretKey: "env-key", token: undefined });
        expect(read({}).keys).toBeUndefined();
    });

    test.each(["TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN", "TENCENTCLOUD_SESSION_TOKEN"])(
        "take a token from %s",
        (name) => {
            expect(read({}, { ...env, [name]: "token-1" }).keys?.token).toBe("token-1");
        },
    );

    test("take a token only from the place of the keys", () => {
        expect(read({ ...keys }, { TENCENTCLOUD_TOKEN: "token-1" }).keys?.token).toBeUndefined();
        expect(read({ ...keys, "teo:token": "token-2" }).keys?.token).toBe("token-2");
        expect(read({ ...vendor, "tencentcloud:securityToken": "token-3" }).keys?.token).toBe("token-3");
    });

    test.each([
        [{ "teo:secretId": "AKIDexample" }, "teo:secretKey is not set, but teo:secretId is"],
        [{ "teo:secretKey": "example-key" }, "teo:secretId is not set, but teo:secretKey is"],
        [{ "tencentcloud:secretId": "AKIDexample" }, "tencentcloud:secretKey is not set"],
    ])("are not made whole from two places: %j", (config, fault) => {
        expect(faultsOf(config, env)).toEqual([expect.stringContaining(fault)]);
    });

    test("a token alone is half a set", () => {
        expect(faultsOf({}, { TENCENTCLOUD_TOKEN: "t" })).toHaveLength(2);
    });

    test("in one another's place are recognised", () => {
        expect(faultsOf({ "teo:secretId": "example-key", "teo:secretKey": "AKIDexample" })).toEqual([
            expect.stringContaining("look exchanged"),
        ]);
    });

    test("with a space or a line break within are refused without being shown", () => {
        const faults = faultsOf({ "teo:secretId": "AKIDexample", "teo:secretKey": "hunter\n2" });
        expect(faults).toEqual([expect.stringMatching(/^teo:secretKey holds a space/)]);
        expect(faults.join()).not.toContain("hunter");
    });

    test("lose the white space around them that a shell or an editor left", () => {
        expect(read({}, { ...env, TENCENTCLOUD_SECRET_KEY: "env-key\n" }).keys?.secretKey).toBe("env-key");
    });
});

describe("the other settings", () => {
    test("are read", () => {
        const config = { "teo:region": "ap-guangzhou", "teo:language": "zh-CN", "teo:requestsPerSecond": "7.5" };
        expect(read(config)).toMatchObject({ region: "ap-guangzhou", language: "zh-CN", requestsPerSecond: 7.5 });
        expect(read({ "tencentcloud:region": "ap-singapore" }).region).toBe("ap-singapore");
        expect(read({}, { TENCENTCLOUD_REGION: "ap-hongkong" }).region).toBe("ap-hongkong");
    });

    test.each(["0", "-1", "fast", "1e3", "1001", ""])("requestsPerSecond may not be %j", (rate) => {
        const faults = faultsOf({ "teo:requestsPerSecond": rate });
        expect(faults).toEqual(rate === "" ? [] : [expect.stringMatching(/^teo:requestsPerSecond must be a number/)]);
    });

    test.each([
        ["8.8.8.8", ["8.8.8.8"]],
        [" 8.8.8.8:5353,[2001:db8::1]:53  119.29.29.29 ", ["8.8.8.8:5353", "[2001:db8::1]:53", "119.29.29.29"]],
        ["https://dns.example/dns-query, system", ["https://dns.example/dns-query", "system"]],
        ["none", []],
    ])("resolvers may be %j", (resolvers, expected) => {
        expect(read({ "teo:resolvers": resolvers }).resolvers).toEqual(expected);
    });

    test.each(["dns.example", "8.8.8", "8.8.8.8:0", "http://dns.example/dns-query", "none, 8.8.8.8", "udp://8.8.8.8"])(
        "resolvers may not be %j",
        (resolvers) => {
            expect(faultsOf({ "teo:resolvers": resolvers })).toEqual([
                expect.stringMatching(/^teo:resolvers holds what is no resolver: ".*system, with commas/),
            ]);
        },
    );

    test("resolvers are in and outside mainland China by default, and none where the endpoint is on this machine", () => {
        expect(read({}).resolvers).toEqual(["system", "119.29.29.29", "8.8.8.8", "223.5.5.5", "1.1.1.1"]);
        for (const endpoint of ["http://127.0.0.1:8787", "http://localhost:1", "http://[::1]:1", "https://127.0.0.1"]) {
            expect(read({}, { TENCENTCLOUD_TEO_ENDPOINT: endpoint }).resolvers).toEqual([]);
            const set = { "teo:endpoint": endpoint, "teo:resolvers": "127.0.0.1:5353" };
            expect(read(set).resolvers).toEqual(["127.0.0.1:5353"]);
        }
    });

    test("every fault is named at once", () => {
        const faults = faultsOf({
            "teo:endpoint": "http://example.com",
            "teo:region": "Somewhere!",
            "teo:language": "fr",
            "teo:resolvers": "dns.example",
            "teo:requestsPerSecond": "many",
            "teo:secretId": "AKIDexample",
        });
        expect(faults.map((fault) => fault.split(" ")[0])).toEqual([
            "teo:endpoint",
            "teo:region",
            "teo:language",
            "teo:resolvers",
            "teo:requestsPerSecond",
            "teo:secretKey",
        ]);
    });
});
