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
    ["HTTP://proxy.example:3128", "http://proxy.example:3128/"],
])("a proxy without a scheme speaks http: %s", async (given, proxy) => {
    await expect(connect({ HTTPS_PROXY: given })).resolves.toMatchObject({ proxy });
});

test.each([
    [{ HTTPS_PROXY: "p.example:1", ALL_PROXY: "https://q.example:2" }, "http://p.example:1/"],
    [{ https_proxy: "https://p.example:1", ALL_PROXY: "q.example:2" }, "https://p.example:1/"],
    [{ https_proxy: "p.example:1" }, "http://p.example:1/"],
    [{ all_proxy: "p.example:1", ALL_PROXY: "https://q.example:2" }, "http://p.example:1/"],
    [{ ALL_PROXY: "p.example:1" }, "http://p.example:1/"],
])("the scheme is that of the variable that counts: %j", async (env, proxy) => {
    await expect(connect(env)).resolves.toMatchObject({ proxy });
});

test.each([
    ["10.0.0.0/8", "10.1.2.3", true],
    ["10.1.2.3/32", "10.1.2.3", true],
    ["10.1.2.0/24x,10.1.2.0/x24,x/24,10.1.2.0/", "10.1.2.3", false],
    ["fd00::/129", "[fd00::1]", false],
    ["fd00::1/128", "[fd00::1]", true],
    ["0.0.0.0/0", "[fd00::1]", false],
    ["192.168.0.0/16,10.1.2.0/24", "10.1.2.3", true],
    ["10.1.3.0/24", "10.1.2.3", false],
    ["fd00::/8", "[fd00::1]", true],
    ["10.1.2.3", "10.1.2.3", true],
    ["10.0.0.0/33 nonsense/8 /", "10.1.2.3", false],
    ["10.0.0.0/8", "teo.tencentcloudapi.com", false],
    ["2.0.0.3,2.3", "10.1.2.3", false],
])("a range in NO_PROXY is for endpoints that are addresses: %s, %s", async (ranges, host, isDirect) => {
    const { proxy } = await connect({ HTTPS_PROXY: "http://proxy.example:3128", NO_PROXY: ranges }, `https://${host}`);
    expect(proxy === undefined).toBe(isDirect);
});

test("a range in no_proxy counts, and then NO_PROXY does not", async () => {
    const env = { HTTPS_PROXY: "http://proxy.example:3128", no_proxy: "10.0.0.0/8", NO_PROXY: "11.0.0.0/8" };
    expect((await connect(env, "https://10.1.2.3")).proxy).toBeUndefined();
    expect((await connect(env, "https://11.1.2.3")).proxy).toBeDefined();
});

test("a name in NO_PROXY with a port is for an endpoint of that port", async () => {
    const env = { HTTPS_PROXY: "http://proxy.example:3128", NO_PROXY: "example.com:8443" };
    expect((await connect(env, "https://teo.example.com:8443")).proxy).toBeUndefined();
    expect((await connect(env, "https://teo.example.com")).proxy).toBeDefined();
});

test.each([
    "teo.tencentcloudapi.com",
    ".tencentcloudapi.com",
    "other,*.tencentcloudapi.com",
    "*",
    "tencentcloudapi.com",
    "com",
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

test.each(["socks5://user:hunter2@proxy.example", "httpsx://hunter2", "xhttp://hunter2", "http://hunter2:port"])(
    "a proxy that is none is named, but not shown: %s",
    async (given) => {
        await expect(connect({ HTTPS_PROXY: given })).rejects.toThrow(
            "A setting is wrong: HTTPS_PROXY (or ALL_PROXY) must be an http:// or https:// URL.",
        );
    },
);
