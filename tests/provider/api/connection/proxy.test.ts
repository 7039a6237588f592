import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { connection } from "../../../../provider/api/connection/proxy";
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

const connect = (env: Record<string, string>, endpoint = "https://teo.tencentcloudapi.com") => {
    Object.assign(process.env, env);
    return connection(readSettings((key) => (key === "teo:endpoint" ? endpoint : undefined), {}));
};

test("without a proxy, connections are kept alive", async () => {
    const { agent, proxy } = await connect({});
    expect(agent).toBeInstanceOf(HttpsAgent);
    expect(agent).toMatchObject({ keepAlive: true });
    expect(proxy).toBeUndefined();
});

test.each(["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])("%s is used", async (name) => {
    await expect(connect({ [name]: "http://proxy.example:3128" })).resolves.toEqual({
        proxy: "http://proxy.example:3128",
    });
});

test.each(["teo.tencentcloudapi.com", ".tencentcloudapi.com", "other,*.tencentcloudapi.com", "*"])(
    "NO_PROXY=%s is respected",
    async (bypass) => {
        const { agent, proxy } = await connect({ HTTPS_PROXY: "http://proxy.example:3128", NO_PROXY: bypass });
        expect(agent).toBeInstanceOf(HttpsAgent);
        expect(proxy).toBeUndefined();
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
