import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createApi } from "../../../../provider/api/actions";
import { createCall } from "../../../../provider/api/connection/client";
import { CredentialsError } from "../../../../provider/api/connection/credentials";
import { readSettings } from "../../../../provider/api/connection/settings";
import { ApiError } from "../../../../provider/api/errors";
import { systemClock } from "../../../../provider/common/clock";
import { Simulator } from "../../../../simulator/index";

const ref = { zoneId: "zone-28v607hq8d3m", domain: "aa.xzone.cloud" };
const options = () => ({ signal: new AbortController().signal, due: Date.now(), repeated: false });

let simulator: Simulator;
beforeAll(async () => {
    simulator = await Simulator.start();
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.stop());

/** A client of the simulator's, with more config and environment; its requests time out after a second. */
function client(config: Record<string, string> = {}, env: Record<string, string> = simulator.environment()) {
    const settings = readSettings((key) => ({ "teo:requestsPerSecond": "1000", ...config })[key], env);
    return createApi(createCall(settings, systemClock, 1), systemClock, new AbortController().signal);
}

const check = (api = client(), call = options()) => api.checkFreeCertificateVerification(ref, call);
const failure = (promise: Promise<unknown>) =>
    promise.then(
        () => undefined,
        (error: unknown) => error,
    ) as Promise<ApiError>;

test("an issued certificate is answered field by field, with one request", async () => {
    const certificate = { expireTime: "2027-07-31T07:06:57Z", requestId: "dc1ba58b-4e4e-4a71-bed6-2b777c48d17e" };
    simulator.domain(ref.zoneId, ref.domain).issue(certificate);
    await expect(check()).resolves.toEqual({ commonName: ref.domain, signatureAlgorithm: "RSA 2048", ...certificate });
    expect(simulator.calls).toHaveLength(1);
});

test("an error of the API's comes typed, with code, message and RequestId", async () => {
    simulator.domain(ref.zoneId, ref.domain).pending({ requestId: "ed93f3cb-f35e-473f-b9f3-0d451b8b79c6" });
    const error = await failure(check());
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
        kind: "pending",
        code: "ResourceUnavailable.RecordUnExpected",
        message: "无法正确检测到验证值，请检查当前域名是否配置了分区域解析或者安全策略拦截。",
        requestId: "ed93f3cb-f35e-473f-b9f3-0d451b8b79c6",
    });
});

test("teo:language chooses the language of the message", async () => {
    simulator.domain(ref.zoneId, ref.domain).apply();
    expect((await failure(check(client({ "teo:language": "en-US" })))).message).toMatch(/^[\x20-\x7e]+$/);
});

test.each([
    ["an internal error", { code: "InternalError" }, "InternalError", "transient"],
    ["a refusal", { code: "RequestLimitExceeded" }, "RequestLimitExceeded", "throttled"],
    ["HTTP 502", { status: 502 }, "HTTP 502", "transient"],
    ["HTTP 404", { status: 404 }, "HTTP 404", "unknown"],
    ["a connection cut before the answer", { drop: true }, "NetworkError", "transient"],
    ["a connection cut in the middle", { drop: "mid-body" }, "MalformedAnswer", "transient"],
    ["JSON cut in half", { body: "broken-json" }, "MalformedAnswer", "transient"],
    ["a page of HTML", { body: "html" }, "MalformedAnswer", "transient"],
    ["an answer without Response", { body: "no-response" }, "MalformedAnswer", "transient"],
    ["an empty answer", { body: "empty" }, "MalformedAnswer", "transient"],
    ["no answer at all", { hang: true }, "NetworkError", "transient"],
] as const)("%s is %s", async (_, fault, code, kind) => {
    simulator.fault(fault);
    const error = await failure(check());
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code, kind });
});

test("nobody listening is a transient failure that names the endpoint", async () => {
    const env = { ...simulator.environment(), TENCENTCLOUD_TEO_ENDPOINT: "http://127.0.0.1:1" };
    const error = await failure(check(client({}, env)));
    expect(error).toMatchObject({
        code: "NetworkError",
        kind: "transient",
        message: expect.stringContaining("ECONNREFUSED"),
    });
    expect(error.advice).toContain("http://127.0.0.1:1");
});

test.each([
    ["an unknown SecretId", { "teo:secretId": "AKIDother", "teo:secretKey": "k" }, "AuthFailure.SecretIdNotFound"],
    ["a wrong SecretKey", { "teo:secretId": "AKIDSIMULATOR", "teo:secretKey": "k" }, "AuthFailure.SignatureFailure"],
])("%s is fatal", async (_, config, code) => {
    await expect(failure(check(client(config)))).resolves.toMatchObject({ code, kind: "fatal" });
});

test("temporary keys are sent with their token", async () => {
    const temporary = await Simulator.start({
        credentials: [{ secretId: "AKIDtemporary", secretKey: "k", token: "t" }],
    });
    try {
        temporary.domain(ref.zoneId, ref.domain).issue();
        await expect(check(client({}, temporary.environment()))).resolves.toMatchObject({ commonName: ref.domain });
        const stale = { ...temporary.environment(), TENCENTCLOUD_TOKEN: "stale" };
        await expect(failure(check(client({}, stale)))).resolves.toMatchObject({ code: "AuthFailure.TokenFailure" });
    } finally {
        await temporary.stop();
    }
});

test("without credentials nothing is sent", async () => {
    const home = process.env.HOME;
    process.env.HOME = "/nonexistent";
    try {
        const error = await failure(check(client({}, { TENCENTCLOUD_TEO_ENDPOINT: simulator.endpoint })));
        expect(error).toBeInstanceOf(CredentialsError);
        expect(simulator.callCount()).toBe(0);
    } finally {
        process.env.HOME = home;
    }
});

test("an abort ends a request under way at once", async () => {
    simulator.fault({ hang: true });
    const stop = new AbortController();
    const result = failure(check(client(), { ...options(), signal: stop.signal }));
    while (simulator.callCount() === 0) await new Promise((resolve) => setImmediate(resolve));
    const aborted = Date.now();
    stop.abort(new Error("cancelled"));
    await expect(result).resolves.toMatchObject({ message: "cancelled" });
    expect(Date.now() - aborted).toBeLessThan(900);
});

test("refusals slow down the requests that follow", async () => {
    simulator.domain(ref.zoneId, ref.domain).issue();
    simulator.fault({ code: "RequestLimitExceeded", times: 2 });
    const api = client({ "teo:requestsPerSecond": "20" });
    await Promise.all([failure(check(api)), failure(check(api))]);
    const started = Date.now();
    await Promise.all(Array.from({ length: 6 }, () => check(api)));
    // Five gaps at half of 19 a second at most.
    expect(Date.now() - started).toBeGreaterThanOrEqual(5 * 100);
});

test("requests share kept-alive connections", async () => {
    let connections = 0;
    const server = createServer((_, response) => {
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ Response: { CommonName: "a", RequestId: "r" } }));
    });
    server.on("connection", () => connections++);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
        const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        const api = client({}, { ...simulator.environment(), TENCENTCLOUD_TEO_ENDPOINT: endpoint });
        for (let i = 0; i < 5; i++) await check(api);
        expect(connections).toBe(1);
    } finally {
        server.closeAllConnections();
        server.close();
    }
});

test("the secret key is in nothing that a failure carries", async () => {
    simulator.fault({ status: 502 });
    const error = await failure(check());
    const { secretKey } = simulator.credentials;
    expect(`${error}${error.stack}${JSON.stringify(error)}${error.advice}`).not.toContain(secretKey);
});

test("a redirect is not followed: the signed request goes nowhere but to the endpoint", async () => {
    const reached: string[] = [];
    const target = createServer((request, response) => {
        reached.push(request.url ?? "");
        response.end("{}");
    }).listen(0, "127.0.0.1");
    const endpoint = createServer((_, response) => {
        const { port } = target.address() as AddressInfo;
        response.writeHead(307, { location: `http://127.0.0.1:${port}/` }).end();
    }).listen(0, "127.0.0.1");
    await Promise.all([once(target, "listening"), once(endpoint, "listening")]);
    const { port } = endpoint.address() as AddressInfo;
    const error = await failure(check(client({ "teo:endpoint": `http://127.0.0.1:${port}` })));
    expect(error).toMatchObject({ kind: "unknown", code: "Redirected" });
    expect(error.message).toContain(`127.0.0.1:${(target.address() as AddressInfo).port}`);
    expect(reached).toEqual([]);
    target.close();
    endpoint.close();
});

test("terminal escapes, line breaks and lengths of the API's do not reach a message", async () => {
    const message = `\u001b[31mred\u001b[0m\n  next step:   forged\u202e${"x".repeat(5_000)}`;
    simulator.fault({ code: "InternalError", message });
    const error = await failure(check());
    expect(error.message).not.toMatch(/[\p{C}\n]/u);
    expect(error.message.length).toBeLessThan(310);
});

test.each([
    ["a Code that is no text", { Error: { Code: { a: 1 }, Message: "m" }, RequestId: "id" }],
    [
        "an unprintable field",
        { CommonName: ref.domain, SignatureAlgorithm: "\u001b[2J", ExpireTime: "2027-07-31T07:06:57Z" },
    ],
    ["an endless field", { CommonName: ref.domain, SignatureAlgorithm: "x".repeat(300_000), ExpireTime: "x" }],
])("%s is a malformed answer, said on one short line", async (_, answer) => {
    const server = createServer((_, response) => response.end(JSON.stringify({ Response: answer }))).listen(
        0,
        "127.0.0.1",
    );
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const error = await failure(check(client({ "teo:endpoint": `http://127.0.0.1:${port}` })));
    server.closeAllConnections();
    server.close();
    expect(error).toMatchObject({ code: "MalformedAnswer" });
    expect(error.message).not.toMatch(/[\p{C}\n]/u);
    expect(error.message.length).toBeLessThan(310);
});

test.each([
    ["an event stream", "text/event-stream", "junk"],
    ["an array for a Response", "application/json", JSON.stringify({ Response: [] })],
])("%s does not pass for an accepted change", async (_, contentType, body) => {
    const server = createServer((_, response) => response.setHeader("content-type", contentType).end(body)).listen(
        0,
        "127.0.0.1",
    );
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const api = client({ "teo:endpoint": `http://127.0.0.1:${port}` });
    const binding = api.modifyHostCertificate({ zoneId: ref.zoneId, host: ref.domain, mode: "disable" }, options());
    await expect(failure(binding)).resolves.toMatchObject({ code: "MalformedAnswer" });
    server.closeAllConnections();
    server.close();
});
