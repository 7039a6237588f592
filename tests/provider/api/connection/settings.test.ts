import dns from "node:dns";
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
        ["http://teo.tencentcloudapi.com", "must use https://; http:// is for a loopback address only."],
        ["http://127.example.com", "must use https://; http:// is for a loopback address only."],
        ["ftp://teo.example.com", 'has a scheme that is not https: "ftp:".'],
        ["https://teo.example.com/path", "must be a host without a path or query."],
        ["https://teo.example.com?x=1", "must be a host without a path or query."],
        ["https://teo.example.com#x", "must be a host without a path or query."],
        ["https://user:word@teo.example.com", "must not contain a user name or password."],
        ["https://user@teo.example.com", "must not contain a user name or password."],
        ["https://:word@teo.example.com", "must not contain a user name or password."],
        ["https://", "is not an endpoint."],
        ["a b", "is not an endpoint."],
    ])("may not be %s: it %s", (endpoint, why) => {
        const what = `${why} Give a host or an https:// URL, such as https://teo.tencentcloudapi.com.`;
        expect(faultsOf({ "teo:endpoint": endpoint })).toEqual([`teo:endpoint ${what}`]);
        const env = { TENCENTCLOUD_TEO_ENDPOINT: endpoint };
        expect(faultsOf({}, env)).toEqual([`TENCENTCLOUD_TEO_ENDPOINT ${what}`]);
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
        [
            { "teo:secretId": "AKIDexample" },
            "teo:secretKey is not set, but teo:secretId is: set both in the same place.",
        ],
        [{ "teo:secretKey": "example-key" }, "teo:secretId is not set, but teo:secretKey is"],
        [{ "tencentcloud:secretId": "AKIDexample" }, "tencentcloud:secretKey is not set"],
    ])("are not made whole from two places: %j", (config, fault) => {
        expect(faultsOf(config, env)).toEqual([expect.stringContaining(fault)]);
    });

    test("a token alone is half a set", () => {
        expect(faultsOf({ "teo:token": "t" })).toEqual([
            "teo:secretId is not set, but teo:token is: set both in the same place.",
            "teo:secretKey is not set, but teo:token is: set both in the same place.",
        ]);
        expect(faultsOf({}, { TENCENTCLOUD_TOKEN: "t" })).toHaveLength(2);
    });

    test("in one another's place are recognised", () => {
        expect(faultsOf({ "teo:secretId": "example-key", "teo:secretKey": "AKIDexample" })).toEqual([
            "teo:secretId and teo:secretKey look swapped: a SecretId begins with AKID.",
        ]);
        for (const [id, key] of [
            ["AKID1", "AKID2"],
            ["other", "other"],
        ])
            expect(faultsOf({ "teo:secretId": id, "teo:secretKey": key })).toEqual([]);
    });

    test("with a space or a line break within are refused without being shown", () => {
        for (const wrong of ["hunter\n2", "hunter 2", "hunter\u00e9", "\u00e9hunter"]) {
            expect(faultsOf({ ...keys, "teo:secretKey": wrong })).toEqual([
                "teo:secretKey contains a space, a line break or a non-ASCII character.",
            ]);
        }
        expect(faultsOf({ ...keys, "teo:token": "a b" })).toEqual([
            expect.stringMatching(/^teo:token contains a space/),
        ]);
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

    test.each(["0", "0.09", "-1", "fast", "1e3", "1001", "10x", "x10", ".5"])(
        "requestsPerSecond may not be %j",
        (rate) => {
            expect(faultsOf({ "teo:requestsPerSecond": rate })).toEqual([
                `teo:requestsPerSecond must be a number from 0.1 to 1000, not "${rate}".`,
            ]);
        },
    );

    test.each([
        ["0.1", 0.1],
        ["1000", 1000],
        ["12.25", 12.25],
        ["", 20],
    ])("requestsPerSecond may be %j", (given, requestsPerSecond) => {
        expect(read({ "teo:requestsPerSecond": given })).toMatchObject({ requestsPerSecond });
    });

    test.each(["a/b", "Somewhere", "ap-guangzhou!", "!ap-guangzhou", "x".repeat(100).toUpperCase()])(
        "region may not be %j",
        (region) => {
            const shown = region.length > 60 ? `${region.slice(0, 60)}...` : region;
            expect(faultsOf({ "teo:region": region })).toEqual([
                `teo:region is not a region: "${shown}". A region looks like ap-guangzhou; this API needs none.`,
            ]);
        },
    );

    test("language is that of the API's messages, and no other", () => {
        expect(read({}).language).toBeUndefined();
        expect(read({ "teo:language": "en-US" }).language).toBe("en-US");
        expect(faultsOf({ "teo:language": "fr" })).toEqual(['teo:language must be en-US or zh-CN, not "fr".']);
    });

    test.each([
        ["8.8.8.8", ["8.8.8.8"]],
        [" 8.8.8.8:5353,[2001:db8::1]:53  119.29.29.29 ", ["8.8.8.8:5353", "[2001:db8::1]:53", "119.29.29.29"]],
        ["https://dns.example/dns-query, system", ["https://dns.example/dns-query", "system"]],
        [",8.8.8.8,, 1.1.1.1,", ["8.8.8.8", "1.1.1.1"]],
        ["none", []],
    ])("resolvers may be %j", (resolvers, expected) => {
        expect(read({ "teo:resolvers": resolvers }).resolvers).toEqual(expected);
    });

    test("the system may be among the resolvers on a machine that has none", () => {
        const servers = jest.spyOn(dns, "getServers").mockReturnValue([]);
        expect(read({ "teo:resolvers": "system,8.8.8.8" }).resolvers).toEqual(["system", "8.8.8.8"]);
        servers.mockRestore();
    });

    test.each(["dns.example", "8.8.8", "8.8.8.8:0", "http://dns.example/dns-query", "none, 8.8.8.8", "udp://8.8.8.8"])(
        "resolvers may not be %j",
        (resolvers) => {
            expect(faultsOf({ "teo:resolvers": resolvers })).toEqual([
                expect.stringMatching(
                    /^teo:resolvers contains an invalid resolver: ".*"\. Give none, or a comma-separated list such as .* or system\.$/,
                ),
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

    test("the error has one line for one fault, and a list for several", () => {
        expect(() => read({ "teo:language": "fr" })).toThrow(
            expect.objectContaining({
                name: "SettingsError",
                message: expect.stringMatching(/^A setting is wrong: teo:l.*$/),
            }),
        );
        expect(() => read({ "teo:language": "fr", "teo:requestsPerSecond": "many" })).toThrow(
            /^2 settings are wrong:\n {2}- teo:language .*\n {2}- teo:requestsPerSecond .*$/,
        );
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
