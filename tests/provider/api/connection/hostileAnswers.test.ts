import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from "node:net";
import tls from "node:tls";
import { brotliCompressSync, deflateRawSync, gzipSync } from "node:zlib";
import { createApi } from "../../../../provider/api/actions";
import { createCall } from "../../../../provider/api/connection/client";
import { readSettings } from "../../../../provider/api/connection/settings";
import { type ApiError, transportError } from "../../../../provider/api/errors";
import { systemClock } from "../../../../provider/common/clock";
import { clientCertificate, selfSigned } from "../../../selfSigned";

const zoneId = "zone-28v607hq8d3m";
const domain = "aa.xzone.cloud";
const certificate = { CommonName: domain, ExpireTime: "2027-07-31T07:06:57Z" };
const servers: Server[] = [];
const sockets = new Set<Socket>();

/** Starts a server on a free port of this machine. */
async function listen(server: Server): Promise<number> {
    servers.push(server.listen(0, "127.0.0.1"));
    server.on("connection", (socket) => sockets.add(socket));
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
}
afterEach(() => {
    for (const socket of sockets) socket.destroy();
    for (const server of servers.splice(0)) server.close();
});

/** What is gathered into one call is gathered for a twentieth of the usual time. */
const clock: typeof systemClock = { now: systemClock.now, sleep: (ms, signal) => systemClock.sleep(ms / 20, signal) };

function apiAt(endpoint: string, config: Record<string, string> = {}, timeoutS = 20) {
    const env = { TENCENTCLOUD_SECRET_ID: "AKIDtest", TENCENTCLOUD_SECRET_KEY: "secret-key" };
    const settings = readSettings((key) => ({ "teo:endpoint": endpoint, ...config })[key], env);
    return createApi(createCall(settings, systemClock, timeoutS), clock, new AbortController().signal);
}
const call = () => ({ signal: new AbortController().signal, due: Date.now(), repeated: false });
const check = (api: ReturnType<typeof apiAt>) => api.checkFreeCertificateVerification({ zoneId, domain }, call());
const failure = (promise: Promise<unknown>) =>
    promise.then(
        () => undefined,
        (error) => error as ApiError,
    );

async function answering(listener: RequestListener, config?: Record<string, string>) {
    return apiAt(`http://127.0.0.1:${await listen(createServer(listener))}`, config);
}
const answer = (response: unknown) => answering((_, reply) => reply.end(JSON.stringify({ Response: response })));

const MALFORMED = { code: "MalformedAnswer" };

describe("an answer is read up to 1 MB:", () => {
    test("what is just below is taken", async () => {
        const api = await answer({ ...certificate, Padding: "x".repeat(990_000) });
        await expect(check(api)).resolves.toMatchObject({ commonName: domain });
    });

    test("a compressed one is taken, though none is asked for", async () => {
        let asked: string | string[] | undefined;
        const api = await answering(({ headers }, reply) => {
            asked = headers["accept-encoding"];
            reply.setHeader("content-encoding", " GZip").end(gzipSync(JSON.stringify({ Response: certificate })));
        });
        await expect(check(api)).resolves.toMatchObject({ commonName: domain });
        expect(asked).toBe("identity");
    });

    test("more is not read, plain or packed, and memory stays as it is", async () => {
        const bomb = gzipSync(Buffer.alloc(300_000_000, " "));
        let sent = 0;
        const endless: RequestListener = (_, reply) => {
            const more = () => {
                while (!reply.destroyed && reply.write("x".repeat(65_536))) sent += 65_536;
                sent += 65_536;
                if (!reply.destroyed && sent < 500_000_000) reply.once("drain", more);
            };
            more();
        };
        const before = process.memoryUsage.rss();
        for (const listener of [
            endless,
            (_: unknown, reply: Parameters<RequestListener>[1]) =>
                reply.setHeader("content-encoding", "gzip").end(bomb),
            (_: unknown, reply: Parameters<RequestListener>[1]) =>
                reply.end(JSON.stringify({ Response: { ...certificate, RequestId: "x".repeat(50_000_000) } })),
        ] as RequestListener[]) {
            const error = await failure(check(await answering(listener)));
            expect(error).toMatchObject({ ...MALFORMED, message: "the answer is larger than 1 MB" });
        }
        expect(sent).toBeLessThan(50_000_000);
        // The servers' own buffers are part of it.
        expect(process.memoryUsage.rss() - before).toBeLessThan(400_000_000);
    });
});

test.each([
    ["deflate", deflateRawSync(JSON.stringify({ Response: { ...certificate, Padding: "x".repeat(5_000_000) } }))],
    ["gzip", gzipSync(JSON.stringify({ Response: { ...certificate, Padding: "x".repeat(5_000_000) } }))],
    ["br", brotliCompressSync(JSON.stringify({ Response: { ...certificate, Padding: "x".repeat(5_000_000) } }))],
    ["foo", Buffer.from(JSON.stringify({ Response: { ...certificate, Padding: "x".repeat(5_000_000) } }))],
    ["GZIP", gzipSync(JSON.stringify({ Response: { ...certificate, Padding: "x".repeat(5_000_000) } }))],
    ["gzip, gzip", gzipSync(JSON.stringify({ Response: certificate }))],
])("an answer in the encoding %j does not pass the bound unseen", async (encoding, body) => {
    const api = await answering((_, reply) => reply.setHeader("content-encoding", encoding).end(body));
    expect(await failure(check(api))).toMatchObject(MALFORMED);
});

test.each([
    [302, "/", "127.0.0.1"],
    [307, "/", "127.0.0.1"],
    [307, "/?again", "127.0.0.1"],
    [308, "//evil.example.com/", "evil.example.com"],
    [303, "http://[broken", "http://[broken"],
])("a redirect %d to %s is not followed, the endpoint itself included", async (status, location, target) => {
    let requests = 0;
    const api = await answering((_, reply) => {
        requests += 1;
        if (requests === 1) reply.writeHead(status, { location }).end();
        else reply.end(JSON.stringify({ Response: certificate }));
    });
    expect(await failure(check(api))).toMatchObject({
        code: "Redirected",
        message: `the endpoint redirects to ${target}, which the API never does; nothing was sent there`,
    });
    expect(requests).toBe(1);
});

test.each([
    ["HTTP/1.1 502 Bad Gateway", "HTTP 502", "Bad Gateway"],
    ["HTTP/1.1 403 ", "HTTP 403", "Forbidden"],
    ["HTTP/1.1 499 ", "HTTP 499", "no reason given"],
    ["HTTP/1.1 204 No Content", "HTTP 204", "No Content"],
])("the answer %j is no answer of the API's, and the error says so", async (line, code, message) => {
    const server = createTcpServer((socket) =>
        socket.once("data", () => socket.end(`${line}\r\ncontent-length: 0\r\n\r\n`)),
    );
    const api = apiAt(`http://127.0.0.1:${await listen(server)}`);
    expect(await failure(check(api))).toMatchObject({ code, message });
});

test("teo:region goes along with a request where it is set", async () => {
    const regions: unknown[] = [];
    const listener: RequestListener = ({ headers }, reply) => {
        regions.push(headers["x-tc-region"]);
        reply.end(JSON.stringify({ Response: certificate }));
    };
    await check(await answering(listener));
    await check(await answering(listener, { "teo:region": "ap-guangzhou" }));
    expect(regions).toEqual([undefined, "ap-guangzhou"]);
});

test.each([
    ["a failure", 502, "text/html", "HTTP 502"],
    ["an event stream", 200, "text/event-stream", "MalformedAnswer"],
    ["an answer", 200, "application/json", "MalformedAnswer"],
])(
    "the socket of %s that never ends is closed",
    async (_, status, type, code) => {
        let onClose = () => {};
        const closed = new Promise<void>((resolve) => {
            onClose = resolve;
        });
        const listener: RequestListener = (_, reply) => {
            const writing = setInterval(() => reply.write("data: {}\n\n"), 20);
            reply.writeHead(status, { "content-type": type }).on("close", () => {
                clearInterval(writing);
                onClose();
            });
        };
        const api = apiAt(`http://127.0.0.1:${await listen(createServer(listener))}`, {}, 0.3);
        expect(await failure(check(api))).toMatchObject({ code });
        await closed;
    },
    5_000,
);

test.each([null, "", 0, false])("a change with the Error %j is not taken for accepted", async (error) => {
    const api = await answer({ Error: error, RequestId: "id" });
    const change = { zoneId, host: domain, mode: "disable" as const };
    expect(await failure(api.modifyHostCertificate(change, call()))).toMatchObject(MALFORMED);
});

test.each([
    ["an Error that is an array", { Error: [], RequestId: "id" }, "an Error without a Code"],
    ["an Error that is a text", { Error: "no", RequestId: "id" }, "an Error without a Code"],
    ["an Error without anything", { Error: {} }, "an Error without a Code"],
    ["a Code that is a number", { Error: { Code: 5, Message: "m" } }, "Code is not a string"],
    ["a Message that is an object", { Error: { Code: "InternalError", Message: {} } }, "Message is not a string"],
    ["a Message that is a list", { Error: { Code: "InternalError", Message: ["m"] } }, "Message is not a string"],
    ["a Message that is a number", { Error: { Code: "InternalError", Message: 5 } }, "Message is not a string"],
    ["a RequestId beside an Error", { Error: { Code: "InternalError" }, RequestId: [] }, "RequestId is not a string"],
    ["a CommonName that is a number", { ...certificate, CommonName: 5 }, "CommonName is not a string"],
    ["a RequestId that is an object", { ...certificate, RequestId: {} }, "RequestId is not a string"],
    ["a hidden override of the direction", { ...certificate, RequestId: "a\u202eb" }, "RequestId contains unprintable"],
    ["half a character", { ...certificate, SignatureAlgorithm: "\ud800" }, "SignatureAlgorithm contains unprintable"],
])("%s is said for what it is", async (_, response, what) => {
    const error = await failure(check(await answer(response)));
    expect(error).toMatchObject({ ...MALFORMED, kind: "unknown", message: expect.stringContaining(what) });
});

test.each(["[]", "5", "null", '{"Response":[]}', '{"Response":null}', '{"Response":"text"}', "<html>", ""])(
    "what is no JSON with a Response, such as %j, counts as no answer",
    async (body) => {
        const change = { zoneId, host: domain, mode: "disable" as const };
        const api = await answering((_, reply) => reply.end(body));
        expect(await failure(api.modifyHostCertificate(change, call()))).toMatchObject({
            ...MALFORMED,
            kind: "transient",
            message: expect.stringMatching(/^the answer could not be read: /),
        });
    },
);

describe("keys that an endpoint sends back", () => {
    const token = "token-of-this-run";
    const echo = (reply: (sent: string) => unknown, status = 200) =>
        answering(
            ({ headers }, response) => {
                const sent = `${headers["x-tc-token"]} ${headers.authorization}`;
                response.statusMessage = sent;
                response.writeHead(status).end(JSON.stringify({ Response: reply(sent) }));
            },
            { "teo:secretId": "AKIDtest", "teo:secretKey": "secret-key", "teo:token": token },
        );

    test("are hidden in what is stored", async () => {
        const { requestId } = await check(await echo((sent) => ({ ...certificate, RequestId: sent })));
        expect(requestId).toMatch(/^\[hidden\] TC3-HMAC-SHA256 Credential=\[hidden\]\/.* Signature=\[hidden\]$/);
    });

    test.each([
        ["an error", 200],
        ["a status", 500],
    ])("are hidden in %s", async (_, status) => {
        const error = await failure(
            check(await echo((sent) => ({ Error: { Code: "InternalError", Message: sent } }), status)),
        );
        expect(error?.message).toMatch(/^\[hidden\] TC3-HMAC-SHA256 Credential=\[hidden\]\/.* Signature=\[hidden\]$/);
    });
});

test("bytes that are no UTF-8 are not stored, and in a message are left out", async () => {
    const bytes = (text: string) => Buffer.from(JSON.stringify({ Response: JSON.parse(text) }), "latin1");
    const stored = bytes(JSON.stringify({ ...certificate, SignatureAlgorithm: "RSA\xff2048" }));
    expect(await failure(check(await answering((_, reply) => reply.end(stored))))).toMatchObject({
        ...MALFORMED,
        message: expect.stringContaining("SignatureAlgorithm contains unprintable"),
    });
    const shown = bytes('{ "Error": { "Code": "InternalError", "Message": "cut in the mid\xe4" } }');
    expect(await failure(check(await answering((_, reply) => reply.end(shown))))).toMatchObject({
        code: "InternalError",
        message: "cut in the mid",
    });
});

test.each([
    ["domains that are no list", { TotalCount: 1, AccelerationDomains: {} }, "AccelerationDomains is not a list"],
    [
        "a domain that is null",
        { TotalCount: 1, AccelerationDomains: [null] },
        "AccelerationDomains[0] is not an object",
    ],
    [
        "a name that is a number",
        { TotalCount: 1, AccelerationDomains: [{ DomainName: 5 }] },
        "DomainName is not a string",
    ],
    ["a count that is a text", { TotalCount: "1", AccelerationDomains: [] }, "TotalCount is not a count"],
    ["a count below 0", { TotalCount: -1, AccelerationDomains: [] }, "TotalCount is not a count"],
    [
        "a list of certificates that is none",
        { TotalCount: 1, AccelerationDomains: [{ DomainName: domain, Certificate: { Mode: "disable", List: {} } }] },
        "List is not a list",
    ],
    [
        "a Certificate that is a text",
        { TotalCount: 1, AccelerationDomains: [{ DomainName: domain, Certificate: "disable" }] },
        "Certificate is not an object",
    ],
])("hosts with %s are not read as anything", async (_, response, what) => {
    const error = await failure((await answer(response)).describeHost({ zoneId, host: domain }, call()));
    expect(error).toMatchObject({ ...MALFORMED, message: expect.stringContaining(what) });
});

test.each([
    ["DnsVerification", []],
    ["DnsVerification", "text"],
    ["FileVerification", 5],
])("an application with %s = %j is malformed", async (name, value) => {
    const api = await answer({ [name]: value });
    const ref = { zoneId, domain, verificationMethod: "dns_challenge" as const };
    expect(await failure(api.applyFreeCertificate(ref, call()))).toMatchObject(MALFORMED);
});

describe("through a proxy", () => {
    const proxied = async (listener: RequestListener) => {
        const { key, cert } = selfSigned;
        const port = await listen(createTlsServer({ key, cert }, listener));
        const targets: string[] = [];
        const proxy = createServer();
        proxy.on("connect", (request, socket) => {
            targets.push(request.url as string);
            const upstream = connect(port, "127.0.0.1", () =>
                socket.write("HTTP/1.1 200 Connection established\r\n\r\n"),
            );
            upstream.pipe(socket).pipe(upstream);
            for (const end of [upstream, socket] as Socket[]) sockets.add(end.on("error", () => {}));
        });
        process.env.HTTPS_PROXY = `127.0.0.1:${await listen(proxy)}`;
        return { api: apiAt("https://teo.example.com"), targets };
    };
    const trusting = () => {
        const { connect: original } = tls;
        const trust = (options: tls.ConnectionOptions) => original({ ...options, rejectUnauthorized: false });
        return jest.spyOn(tls, "connect").mockImplementation(trust as typeof tls.connect);
    };
    afterEach(() => {
        delete process.env.HTTPS_PROXY;
        jest.restoreAllMocks();
    });

    test("a redirect is not followed, and a proxy without a scheme is spoken to in http", async () => {
        trusting();
        const { api, targets } = await proxied((_, reply) =>
            reply.writeHead(302, { location: "https://evil.example.com/" }).end(),
        );
        expect(await failure(check(api))).toMatchObject({
            code: "Redirected",
            message: expect.stringContaining("evil.example.com"),
        });
        expect(targets).toEqual(["teo.example.com:443"]);
    });

    test("an answer is bounded too, and an untrusted certificate named", async () => {
        trusting();
        const { api } = await proxied((_, reply) => reply.end("x".repeat(2_000_000)));
        expect(await failure(check(api))).toMatchObject(MALFORMED);
        jest.restoreAllMocks();
        const strict = await proxied((_, reply) => reply.end("{}"));
        expect(await failure(check(strict.api))).toMatchObject({ code: "UntrustedCertificate" });
    });
});

test("a certificate that is not trusted ends the wait at once, with what to do", async () => {
    const { key, cert } = selfSigned;
    const port = await listen(createTlsServer({ key, cert }, (_, reply) => reply.end("{}")));
    const error = await failure(check(apiAt(`https://127.0.0.1:${port}`)));
    expect(error).toMatchObject({
        code: "UntrustedCertificate",
        kind: "fatal",
        zoneWide: true,
        advice: expect.stringContaining("NODE_EXTRA_CA_CERTS"),
    });
});

test("a certificate that is not one of a server's is not trusted either, whoever issued it", async () => {
    const { connect: original } = tls;
    const trust = (options: tls.ConnectionOptions) => original({ ...options, ca: clientCertificate });
    jest.spyOn(tls, "connect").mockImplementation(trust as typeof tls.connect);
    const server = createTlsServer({ key: selfSigned.key, cert: clientCertificate }, (_, reply) => reply.end("{}"));
    const error = await failure(check(apiAt(`https://127.0.0.1:${await listen(server)}`)));
    jest.restoreAllMocks();
    expect(error).toMatchObject({
        code: "UntrustedCertificate",
        kind: "fatal",
        message: expect.stringContaining("certificate purpose"),
        advice: expect.stringContaining("teo:endpoint"),
    });
});

test.each([
    ["certificate has expired", "uncertain", "clock"],
    ["certificate revoked", "fatal", "teo:endpoint"],
    ["certificate is not yet valid", "uncertain", "clock"],
    ["Hostname/IP does not match certificate's altnames: Host: a", "fatal", "teo:endpoint"],
    ["unable to get local issuer certificate", "fatal", "NODE_EXTRA_CA_CERTS"],
])("of a certificate, %s is told from others", (message, kind, advice) => {
    const error = transportError("UntrustedCertificate", message, "https://teo.example.com");
    expect(error).toMatchObject({ kind, advice: expect.stringContaining(advice) });
});

test("a token that has worked before and is refused has expired, and the error says how to go on", async () => {
    let worked = true;
    const api = await answering((_, reply) => {
        const refusal = { Error: { Code: "AuthFailure.TokenFailure", Message: "token error" }, RequestId: "id" };
        reply.end(JSON.stringify({ Response: worked ? certificate : refusal }));
    });
    worked = false;
    expect((await failure(check(api)))?.message).toBe("token error");
    worked = true;
    await check(api);
    worked = false;
    expect(await failure(check(api))).toMatchObject({
        code: "AuthFailure.TokenFailure",
        message: "the token has expired: token error",
        advice: expect.stringContaining("temporary keys"),
    });
});

test("another failure after a token has worked is told as it is", async () => {
    const answers = [certificate, { Error: { Code: "InternalError", Message: "trouble" }, RequestId: "id" }];
    const api = await answering((_, reply) => reply.end(JSON.stringify({ Response: answers.shift() })));
    await check(api);
    expect(await failure(check(api))).toMatchObject({ code: "InternalError", message: "trouble" });
});

test.each([
    ["another trouble, which only right keys get to hear of", { Code: "InternalError" }, "id", true],
    ["a refusal of the keys", { Code: "AuthFailure.SignatureExpire" }, "id", false],
    ["an error that nobody signed with a RequestId", { Code: "InternalError" }, undefined, false],
])("whether a token that is refused was right before is told by %s", async (_, before, RequestId, wasRight) => {
    const errors = [{ Error: before, RequestId }, { Error: { Code: "AuthFailure.TokenFailure", Message: "no" } }];
    const api = await answering((_, reply) => reply.end(JSON.stringify({ Response: errors.shift() })));
    expect((await failure(check(api)))?.message).toBe("");
    expect((await failure(check(api)))?.message).toBe(wasRight ? "the token has expired: no" : "no");
});

test("what is no HTTP at all is trouble of the network", async () => {
    const port = await listen(createTcpServer((socket) => socket.end("SSH-2.0-OpenSSH\r\n")));
    expect(await failure(check(apiAt(`http://127.0.0.1:${port}`)))).toMatchObject({ code: "NetworkError" });
});
