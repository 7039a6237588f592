import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { HttpsProxyAgent } from "https-proxy-agent";
import { connectionAgent } from "../../../../provider/api/connection/proxy";
import { readSettings } from "../../../../provider/api/connection/settings";

const names = ["http_proxy", "https_proxy", "all_proxy", "no_proxy"].flatMap((name) => [name, name.toUpperCase()]);
const saved = Object.fromEntries(names.map((name) => [name, process.env[name]]));
const clear = () => {
    for (const name of names) delete process.env[name];
};
beforeEach(clear);
afterAll(() => {
    clear();
    for (const [name, value] of Object.entries(saved)) if (value !== undefined) process.env[name] = value;
});

const connect = async (env: Record<string, string>, endpoint = "https://teo.tencentcloudapi.com") => {
    Object.assign(process.env, env);
    const agent = await connectionAgent(readSettings((key) => (key === "teo:endpoint" ? endpoint : undefined), {}));
    return { agent, proxy: agent instanceof HttpsProxyAgent ? agent.proxy.href : undefined };
};

test("without a proxy, connections are kept alive, 64 of them at most", async () => {
    const { agent, proxy } = await connect({});
    expect(agent).toBeInstanceOf(HttpsAgent);
    expect(agent).toMatchObject({ keepAlive: true, maxSockets: 64 });
    expect(proxy).toBeUndefined();
});

test.each(["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])(
    "%s is used, and its connections are kept alive",
    async (name) => {
        const { agent, proxy } = await connect({ [name]: "http://proxy.example:3128" });
        expect(proxy).toBe("http://proxy.example:3128/");
        expect(agent).toMatchObject({ keepAlive: true, maxSockets: 64 });
    },
);

test.each([
    ["proxy.example:3128", "http://proxy.example:3128/"],
    ["user:pass@proxy.example:3128", "http://user:pass@proxy.example:3128/"],
    ["https://proxy.example", "https://proxy.example/"],
])("a proxy without a scheme speaks http: %s", async (given, proxy) => {
    await expect(connect({ HTTPS_PROXY: given })).resolves.toMatchObject({ proxy });
});

test.each([
    ["10.0.0.0/8", "10.1.2.3", true],
    ["192.168.0.0/16,10.1.2.0/24", "10.1.2.3", true],
    ["10.1.3.0/24", "10.1.2.3", false],
    ["fd00::/8", "[fd00::1]", true],
    ["10.1.2.3", "10.1.2.3", true],
    ["10.0.0.0/33 nonsense/8 /", "10.1.2.3", false],
    ["10.0.0.0/8", "teo.tencentcloudapi.com", false],
])("a range in NO_PROXY is for endpoints that are addresses: %s, %s", async (ranges, host, isDirect) => {
    const { proxy } = await connect({ HTTPS_PROXY: "http://proxy.example:3128", NO_PROXY: ranges }, `https://${host}`);
    expect(proxy === undefined).toBe(isDirect);
});

test.each([
    "teo.tencentcloudapi.com",
    ".tencentcloudapi.com",
    "other,*.tencentcloudapi.com",
    "*",
    "tencentcloudapi.com",
    "localhost, tencentcloudapi.com:443",
    "TencentCloudAPI.com",
])("NO_PROXY=%s is respected", async (bypass) => {
    const { agent, proxy } = await connect({ HTTPS_PROXY: "http://proxy.example:3128", NO_PROXY: bypass });
    expect(agent).toBeInstanceOf(HttpsAgent);
    expect(proxy).toBeUndefined();
});

test.each(["cloudapi.com", "www.teo.tencentcloudapi.com", "tencentcloudapi.com:8443", "teo"])(
    "NO_PROXY=%s is for other hosts",
    async (bypass) => {
        const { proxy } = await connect({ HTTPS_PROXY: "http://proxy.example:3128", NO_PROXY: bypass });
        expect(proxy).toBe("http://proxy.example:3128/");
    },
);

test("http_proxy, which is not for https, is left alone, though the SDK would take it", async () => {
    const { agent, proxy } = await connect({ http_proxy: "http://proxy.example:3128" });
    expect(agent).toBeInstanceOf(HttpsAgent);
    expect(proxy).toBeUndefined();
});

test("a loopback endpoint needs no proxy", async () => {
    const { agent, proxy } = await connect(
        { http_proxy: "http://p:1", HTTPS_PROXY: "http://p:1" },
        "http://127.0.0.1:8787",
    );
    expect(agent).toBeInstanceOf(HttpAgent);
    expect(proxy).toBeUndefined();
});

test("a proxy that is none is named, but not shown", async () => {
    const wrong = connect({ HTTPS_PROXY: "socks5://user:hunter2@proxy.example" });
    await expect(wrong).rejects.toThrow("HTTPS_PROXY");
    await expect(wrong).rejects.not.toThrow("hunter2");
});
