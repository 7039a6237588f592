import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { networkInterfaces } from "node:os";
import { gzipSync } from "node:zlib";
import type { FindingId, Proof } from "../../../provider/diagnosis";
import { Budget } from "../../../provider/diagnosis/budget";
import { type Got, get } from "../../../provider/diagnosis/file/get";
import { judgeFile } from "../../../provider/diagnosis/file/judgeFile";
import type { Hop } from "../../../provider/diagnosis/file/lookAtFile";
import { outcomeOf } from "../../../provider/diagnosis/file/outcome";
import { FakeClock } from "../../fakeClock";
import { leftOut } from "../../leftOut";
import { ownPort } from "../../ownPort";
import { selfSigned } from "../../selfSigned";
import type { Behaviour, Entry } from "./dnsWorld";
import { resolver } from "./dnsWorld";
import { ADDRESSES, mute, NS, Situation } from "./situation";

const CONTENT = "0a1b2c3d4e5f";
const PATH = "/.well-known/teo-verification/abcdefghij.txt";
const PROOF: Proof = { domain: "www.example.com", file: { path: PATH, content: CONTENT } };
const HERE = "127.0.0.20";
const THERE = "127.0.0.21";

const isIPv6Here = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === "::1"));

const open: { close(done: () => void): unknown }[] = [];

afterEach(async () => {
    await Promise.all(open.splice(0).map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
});

async function listen(
    server: Server | ReturnType<typeof createTcpServer>,
    port: number,
    address = HERE,
): Promise<number> {
    server.listen(port, address);
    await once(server, "listening");
    open.push(server);
    return (server.address() as AddressInfo).port;
}

const text =
    (status: number, body: string, headers: Record<string, string> = {}): RequestListener =>
    ({ headers: { host } }, response) =>
        response
            .writeHead(host === "www.example.com" ? status : 421, { "content-type": "text/plain", ...headers })
            .end(body);
const right = text(200, CONTENT);

/** What is found where web servers answer so. */
async function lookAt(
    servers: Record<string, RequestListener>,
    entries: Entry[] = Object.keys(servers).map((address): Entry => ["www.example.com", "A", address]),
    options: { https?: number; others?: Parameters<typeof Situation.of>[1] } = {},
) {
    const http = await ownPort();
    for (const [address, handle] of Object.entries(servers)) await listen(createServer(handle), http, address);
    const ports = { http, https: options.https };
    await using situation = await Situation.of(entries, options.others, { ports });
    return await situation.round(PROOF);
}

describe("the leading finding names what is wrong with the file:", () => {
    test.each<[what: string, answer: RequestListener, id: FindingId, severity: string, en: RegExp]>([
        ["right", right, "allRight", "information", /is right at 127\.0\.0\.20 as seen from here/],
        ["right, with a final newline", text(200, `${CONTENT}\r\n`), "allRight", "information", /is right/],
        [
            "missing",
            text(404, "nothing"),
            "fileMissing",
            "fatal",
            /^http:\/\/www.*\.txt at 127\.0\.0\.20 answers 404\.$/,
        ],
        ["missing, as a page", text(404, "<html>", { "content-type": "text/html" }), "fileMissing", "fatal", /404/],
        ["other content", text(200, "old content"), "fileWrong", "fatal", /it starts with "old content"/],
        ["empty", text(200, ""), "fileWrong", "fatal", /is empty/],
        ["a terminal escape", text(200, "\u001b[31mred"), "fileWrong", "fatal", /starts with "\[31mred"/],
        ["a byte order mark", text(200, `\ufeff${CONTENT}`), "fileHasBom", "fatal", /byte order mark/],
        ["a web page", text(200, "<!doctype html><title>Shop"), "fileIsPage", "fatal", /answers a web page \(200\)/],
        ["a login", text(403, "<html>", { "content-type": "text/html" }), "fileIsPage", "fatal", /web page \(403\)/],
        ["a script that checks for bots", text(200, 'var a=toNumbers("1")'), "fileIsPage", "fatal", /a bot check/],
        [
            "EdgeOne's policy",
            text(567, "", { server: "TencentEdgeOne" }),
            "fileIsPage",
            "fatal",
            /refused by EdgeOne itself/,
        ],
        ["an error", text(500, "oops"), "fileWrong", "fatal", /answers 500, not the file/],
        ["a cache", text(200, "old", { age: "300" }), "staleFile", "probable", /from a cache, 5m old/],
        [
            "a cache without age",
            text(200, "old", { "eo-cache-status": "HIT" }),
            "staleFile",
            "probable",
            /from a cache:/,
        ],
        ["a cache that says no age", text(200, "old", { age: "1e999" }), "fileWrong", "fatal", /other content/],
        [
            "plain text that says so",
            text(400, "The plain HTTP request was sent to HTTPS port"),
            "httpsOnHttpPort",
            "probable",
            /speaks HTTPS/,
        ],
        [
            "a redirect to nowhere",
            text(302, "", { location: "/login" }),
            "redirected",
            "probable",
            /redirects to .*\/login, which/,
        ],
        ["a loop", text(301, "", { location: PATH }), "redirected", "probable", /loop/],
        [
            "a redirect that does not say where to",
            text(302, ""),
            "redirected",
            "probable",
            /answers 302, a redirect that does not say where to\.$/,
        ],
        [
            "a redirect to a host that has no address",
            text(302, "", { location: "http://gone.example.com/x" }),
            "redirected",
            "probable",
            /redirects to http:\/\/gone\.example\.com\/x, which has no address\.$/,
        ],
        [
            "UTF-16",
            (_, response) => response.end(Buffer.from(`\ufeff${CONTENT}`, "utf16le")),
            "fileHasBom",
            "fatal",
            /is saved as UTF-16/,
        ],
        [
            "compressed",
            (_, response) => response.setHeader("content-encoding", "gzip").end(gzipSync(CONTENT)),
            "fileWrong",
            "fatal",
            /is compressed \(gzip\), although plain content was asked for\.$/,
        ],
        ["quotes", text(200, `"${CONTENT}"`), "fileWrong", "fatal", /has more than the content: it starts with ""0a1b/],
        [
            "a redirect that lacks a slash",
            text(301, "", { location: `https://www.example.com${PATH.slice(1)}` }),
            "redirected",
            "probable",
            /a slash is missing/,
        ],
    ])("%s", async (_, answer, id, severity, en) => {
        const [first] = await lookAt({ [HERE]: answer });
        expect(first).toMatchObject({ id, severity, certain: false, sentence: { en: expect.stringMatching(en) } });
        expect(first?.evidence.length).toBeGreaterThan(2);
    });

    test.each<[id: FindingId, answer: RequestListener | undefined, en: RegExp]>([
        [
            "fileMissing",
            text(404, ""),
            /^http:\/\/www\.example\.com\/.*txt must answer 200 with exactly: 0a1b2c3d4e5f$/,
        ],
        ["fileIsPage", text(403, "<html>"), /^Let requests for that path through to the file, .* must answer 200 with/],
        ["staleFile", text(200, "old", { age: "300" }), /^Purge the cache for that URL\. .* must answer 200 with/],
        ["redirected", text(302, "", { location: "/login" }), /^Serve the file at that URL itself: leave its path out/],
        ["httpsOnHttpPort", (request) => request.socket.destroy(), /^Serve plain HTTP on port 80 of 127\.0\.0\.20, /],
        ["notReachable", undefined, /^Open port 80 of 127\.0\.0\.20 to the internet, and serve HTTP there\. /],
    ])("the advice says what to do first: %s", async (id, answer, en) => {
        const [first] = await lookAt(answer ? { [HERE]: answer } : {}, [["www.example.com", "A", HERE]]);
        expect(first).toMatchObject({ id, advice: { en: expect.stringMatching(en) } });
    });

    test.each(["http://[fe80::1]/here.txt", "http://10.1.2.3/here.txt", "http://169.254.1.1:8080/here.txt"])(
        "a redirect to a reserved address: %s",
        async (location) => {
            const [first] = await lookAt({ [HERE]: text(301, "", { location }) });
            expect(first).toMatchObject({ id: "redirected", severity: "probable" });
            expect(first?.sentence.en).toContain(
                `redirects to ${location}, which cannot be reached by anybody outside: the address is reserved.`,
            );
        },
    );

    test("a redirect to an address that serves the file", async () => {
        const port = await listen(
            createServer((_, response) => response.end(CONTENT)),
            0,
            THERE,
        );
        const [first] = await lookAt({ [HERE]: text(301, "", { location: `http://${THERE}:${port}/here.txt` }) });
        expect(first).toMatchObject({ id: "redirected", severity: "information" });
    });

    test("a redirect to https, where the certificate is not valid", async () => {
        const https = await listen(createTlsServer(selfSigned, right), 0);
        const [first] = await lookAt(
            { [HERE]: text(301, "", { location: `https://www.example.com${PATH}` }) },
            undefined,
            { https },
        );
        expect(first).toMatchObject({
            id: "redirected",
            sentence: { en: expect.stringMatching(/certificate is not valid/) },
        });
    });

    test("a redirect to where the file is: it is not known whether EdgeOne follows", async () => {
        const answer: RequestListener = (request, response) =>
            request.url === PATH
                ? text(302, "", { location: "/here.txt" })(request, response)
                : right(request, response);
        const [first] = await lookAt({ [HERE]: answer });
        expect(first).toMatchObject({ id: "redirected", severity: "information" });
        expect(first?.sentence.en).toMatch(/where the file is; whether EdgeOne follows redirects is not known/);
    });

    test("a server that speaks TLS on port 80", async () => {
        const http = await listen(createTlsServer(selfSigned, right), 0);
        await using situation = await Situation.of([["www.example.com", "A", HERE]], {}, { ports: { http } });
        const [first] = await situation.round(PROOF);
        expect(first?.id).toBe("httpsOnHttpPort");
    });

    test("a server that speaks neither HTTP nor TLS on port 80", async () => {
        const http = await listen(
            createTcpServer((socket) =>
                socket
                    .on("error", () => {})
                    .resume()
                    .end("SSH-2.0-OpenSSH_9.0\r\n"),
            ),
            0,
        );
        await using situation = await Situation.of([["www.example.com", "A", HERE]], {}, { ports: { http } });
        const [first] = await situation.round(PROOF);
        expect(first).toMatchObject({
            id: "notReachable",
            sentence: { en: expect.stringMatching(/answers something that is not HTTP on port 80/) },
        });
    });

    test("nothing that answers, and a server that is mute", async () => {
        const [refused] = await lookAt({}, [["www.example.com", "A", HERE]]);
        expect(refused).toMatchObject({
            id: "notReachable",
            sentence: { en: expect.stringMatching(/nothing that answers/) },
        });
        const http = await listen(
            createTcpServer((socket) => socket.on("error", () => {}).resume()),
            0,
        );
        await using situation = await Situation.of([["www.example.com", "A", HERE]], {}, { ports: { http } });
        const [silent] = await situation.round(PROOF);
        expect(silent).toMatchObject({
            id: "notReachable",
            sentence: { en: expect.stringMatching(/does not answer/) },
        });
    });

    test("addresses that differ", async () => {
        const [first] = await lookAt({ [HERE]: right, [THERE]: text(404, "") });
        expect(first).toMatchObject({ id: "addressesDiffer", severity: "probable" });
        expect(first?.sentence.en).toMatch(/127\.0\.0\.20 has the file, 127\.0\.0\.21 answers 404/);
        expect(first?.advice?.en).toMatch(
            /^Put the file at 127\.0\.0\.21 too, or take that address out of the records of www/,
        );
    });

    test.each([
        ["one", ["127.0.0.23"]],
        ["most", [THERE, "127.0.0.22", "127.0.0.23"]],
    ])("once some of many addresses were found to lack the file, it stays so: %s", async (_, lacking) => {
        const addresses = [HERE, THERE, "127.0.0.22", "127.0.0.23"];
        const http = await ownPort();
        for (const address of addresses) {
            await listen(createServer(lacking.includes(address) ? text(404, "") : right), http, address);
        }
        // As servers do, each answer begins with another one.
        let turn = 0;
        const zone = resolver({ "example.com": NS, "ns.test": ADDRESSES });
        const inTurn: Behaviour = (asked) => {
            if (asked.name !== "www.example.com" || asked.type !== "A") return zone(asked);
            turn++;
            return {
                answers: addresses.map((_, i) => ({
                    name: asked.name,
                    type: "A",
                    ttl: 60,
                    data: addresses[(i + turn) % addresses.length] as string,
                })),
            };
        };
        await using situation = await Situation.of(
            [],
            { "127.0.0.2": inTurn },
            { ports: { http }, resolvers: ["127.0.0.2"] },
        );
        const ids: (string | undefined)[] = [];
        for (let round = 0; round < 8; round++) ids.push((await situation.round(PROOF))[0]?.id);
        const found = ids.indexOf("addressesDiffer");
        expect(found).toBeGreaterThanOrEqual(0);
        expect(new Set(ids.slice(found))).toEqual(new Set(["addressesDiffer"]));
    });

    // A machine without IPv6 has no such address to serve from.
    const testWithIPv6 = isIPv6Here ? test : leftOut("There is no IPv6 here");
    testWithIPv6("address families that differ", async () => {
        const entries: Entry[] = [
            ["www.example.com", "A", HERE],
            ["www.example.com", "AAAA", "::1"],
        ];
        const [first] = await lookAt({ [HERE]: right, "::1": text(404, "") }, entries);
        expect(first?.sentence.en).toMatch(/127\.0\.0\.20 has the file, ::1 answers 404/);
    });

    // Whether a machine has a network for an address depends on the machine: the look is given, as such a machine has it.
    test("a file that nobody fetched is not right, and only addresses that were fetched from are named", () => {
        const hop = (got: Partial<Got>): [Hop] => [{ url: PATH, got: { headers: {}, body: "", when: 0, ...got } }];
        const wanted = { host: "www.example.com", registered: "example.com", path: PATH, content: CONTENT };
        const none = { address: "2001:db8::5", hops: hop({ failure: "noNetwork" }) };
        const fetched = { address: HERE, hops: hop({ status: 200, body: CONTENT }) };
        const look = { wanted, answers: [], addresses: [none.address, HERE], reserved: [], madeUp: [] };
        expect(judgeFile({ ...look, fetched: [none] }, {})).toMatchObject([
            { id: "cannotLook", sentence: { en: expect.stringContaining("2001:db8::5") } },
        ]);
        const [first] = judgeFile({ ...look, fetched: [fetched, none] }, {});
        expect(first?.id).toBe("allRight");
        expect(first?.sentence.en).not.toContain("2001:db8::5");
    });

    test("no address", async () => {
        const [first] = await lookAt({}, []);
        expect(first).toMatchObject({ id: "noAddress", severity: "fatal" });
    });

    test.each([["10.1.2.3"], ["192.168.7.7"], ["100.64.0.1"]])("the reserved address %s", async (address) => {
        const [first] = await lookAt({}, [["www.example.com", "A", address]]);
        expect(first).toMatchObject({ id: "reservedAddress", severity: "fatal" });
        expect(first?.sentence.en).toContain(address);
    });

    test("a made-up address", async () => {
        const [first] = await lookAt({}, [["www.example.com", "A", "198.18.0.7"]]);
        expect(first?.advice?.en).toMatch(/^Look from another network, or give "teo:resolvers" one of DNS over https/);
        expect(first).toMatchObject({ id: "fakeAddresses", severity: "information" });
    });

    test("a domain that is not registered", async () => {
        const none = resolver({ com: [] });
        const [first] = await lookAt({}, [], { others: { "127.0.0.2": none, "127.0.0.3": none } });
        expect(first?.id).toBe("domainUnregistered");
    });

    test("an alias whose target is not registered says nothing of the domain", async () => {
        const dangling: Behaviour = ({ name }) =>
            name.endsWith("www.example.com")
                ? {
                      code: "NXDOMAIN",
                      answers: [{ type: "CNAME", name, data: "no-such-target.com" }],
                      authorities: [
                          { type: "SOA", name: "com", data: { mname: "ns.com", rname: "admin.com", minimum: 300 } },
                      ],
                  }
                : { code: "SERVFAIL" };
        const [first] = await lookAt({}, [], { others: { "127.0.0.2": dangling, "127.0.0.3": dangling } });
        expect(first?.id).toBe("noAddress");
        expect(first?.sentence.en).toMatch(
            /^www\.example\.com has no address: it points to no-such-target\.com \(CNAME\), which does not exist, as 127/,
        );
        expect(first?.advice?.en).toBe(
            "Correct the CNAME record of www.example.com, or give no-such-target.com an address.",
        );
    });

    test("an alias of an alias that has no address: the last one is named", async () => {
        const records = [
            { type: "CNAME", name: "middle.test", data: "end.test" } as const,
            { type: "CNAME", name: "www.example.com", data: "middle.test" } as const,
        ];
        const chain: Behaviour = ({ name }) =>
            name === "www.example.com" ? { answers: records } : { code: "SERVFAIL" };
        const [first] = await lookAt({}, [], { others: { "127.0.0.2": chain, "127.0.0.3": chain } });
        expect(first).toMatchObject({ id: "noAddress", severity: "fatal" });
        expect(first?.sentence.en).toMatch(
            /it points to end\.test \(CNAME\), which has no A and no AAAA record, as 127/,
        );
    });

    test("no DNS", async () => {
        const [first] = await lookAt({}, [], { others: { "127.0.0.2": mute, "127.0.0.3": mute } });
        expect(first?.id).toBe("cannotLook");
        expect(first?.advice?.en).toMatch(/^Set "teo:resolvers" to DNS servers that answer from here/);
    });

    test("a certificate authority that may not issue, once the file is right", async () => {
        const zone: Entry[] = [
            ["www.example.com", "A", HERE],
            ["example.com", "CAA", { flags: 0, tag: "issue", value: "pki.goog" }],
        ];
        const [first] = await lookAt({ [HERE]: right }, zone);
        expect(first?.id).toBe("caaForbids");
        const [missing] = await lookAt({ [HERE]: text(404, "") }, zone);
        expect(missing?.id).toBe("fileMissing");
    });
});

describe("a GET of an address at which no host can be", () => {
    test.each(["fe80::1", "0.0.0.0", "::", "224.0.0.1"])("is not sent: %s", async (address) => {
        const budget = new Budget({ datagrams: 0, gets: 1 }, new AbortController().signal);
        const target = { address, port: 80, secure: false, host: "www.example.com", path: PATH };
        const got = await get(target, { budget, now: Date.now, timeoutMs: 500 });
        expect(got).toMatchObject({ failure: "noHost" });
        const wanted = { host: "www.example.com", registered: "example.com", path: PATH, content: CONTENT };
        expect(outcomeOf([{ url: PATH, got }], wanted)).toMatchObject({ id: "reservedAddress", severity: "fatal" });
    });
});

describe("a resolver that gives an address for every name", () => {
    const PORTAL = "127.0.0.22";
    const portal: Behaviour = ({ name, type }) =>
        type === "A" ? { answers: [{ name, type, data: PORTAL, ttl: 5 }] } : {};
    const page = text(200, "<html>Log in", { "content-type": "text/html" });
    const served: Entry[] = [["www.example.com", "A", HERE]];

    test("does not decide where another tells", async () => {
        const others = { "127.0.0.2": portal };
        const [good, ...rest] = await lookAt({ [HERE]: right, [PORTAL]: page }, served, { others });
        expect(good?.id).toBe("allRight");
        expect(good?.sentence.en).not.toContain(PORTAL);
        expect(rest).toEqual([]);
        const [missing, ...none] = await lookAt({ [HERE]: text(404, ""), [PORTAL]: page }, served, { others });
        expect(missing).toMatchObject({ id: "fileMissing", severity: "fatal" });
        expect(missing?.sentence.en).toContain(`at ${HERE} answers 404`);
        expect(none).toEqual([]);
        const [absent] = await lookAt({ [PORTAL]: page }, [], { others });
        expect(absent?.id).toBe("noAddress");
    });

    test("is all that there is: somebody answers in place of DNS here", async () => {
        const others = { "127.0.0.2": portal, "127.0.0.3": portal };
        const [first, ...rest] = await lookAt({ [PORTAL]: page }, served, { others });
        expect(first).toMatchObject({ id: "dnsIntercepted", severity: "information" });
        expect(first?.sentence.en).toMatch(
            /^DNS gives an address for every name here \(127\.0\.0\.2:\d+, 127\.0\.0\.3:\d+\)/,
        );
        expect(first?.evidence.map(({ what }) => what).join()).toMatch(/[0-9a-f]{16}\.com A 127\.0\.0\.22/);
        expect(rest).toEqual([]);
    });

    test("makes way for others", async () => {
        const others = { "127.0.0.2": portal, "127.0.0.3": portal, "127.0.0.9": resolver({ "example.com": served }) };
        const http = await ownPort();
        await listen(createServer(right), http);
        const resolvers = ["127.0.0.2", "127.0.0.3", "127.0.0.9"];
        const limits = { resolvers: 2, answerMs: 1500, getMs: 2000, roundMs: 8000 };
        await using situation = await Situation.of(served, others, { ports: { http }, resolvers, limits });
        expect(await situation.round(PROOF)).toEqual([]);
        expect((await situation.round(PROOF))[0]?.id).toBe("allRight");
    });

    test("is found out once a minute, not in each round", async () => {
        const clock = new FakeClock();
        await using situation = await Situation.of(served, {}, { clock, ports: { http: await ownPort() } });
        const isMadeUp = (asked: string) => /[0-9a-f]{16}\.com$/.test(asked);
        const found = () => situation.world.asked.filter(isMadeUp).length;
        for (let round = 0; round < 3; round++) await situation.round(PROOF);
        expect(found()).toBe(2);
        await clock.advance(61_000);
        await situation.round(PROOF);
        expect(found()).toBe(4);
    });
});

test("what an address says that only one resolver gives is no more than probable", async () => {
    const entries: Entry[] = [["www.example.com", "A", HERE]];
    const zones = { "example.com": [...NS, ["www.example.com", "A", THERE] as Entry], "ns.test": ADDRESSES };
    const others = { "127.0.0.2": resolver(zones) };
    const findings = await lookAt({ [HERE]: text(404, ""), [THERE]: text(200, "<html>") }, entries, { others });
    expect(findings).toMatchObject([
        { id: "fileIsPage", severity: "probable" },
        { id: "fileMissing", severity: "probable" },
    ]);
    const inside = { "example.com": [...NS, ["www.example.com", "A", "10.1.2.3"] as Entry], "ns.test": ADDRESSES };
    const [first] = await lookAt({}, [["www.example.com", "A", "10.9.9.9"]], {
        others: { "127.0.0.2": resolver(inside) },
    });
    expect(first).toMatchObject({ id: "reservedAddress", severity: "probable" });
});

test("records that were not looked at, as a name has too many labels for one round, are named beside a file too", async () => {
    const domain = "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.example.com";
    const http = await ownPort();
    await listen(
        createServer((_, response) => response.end(CONTENT)),
        http,
    );
    await using situation = await Situation.of([[domain, "A", HERE]], {}, { ports: { http } });
    const [first] = await situation.round({ ...PROOF, domain });
    expect(first?.id).toBe("allRight");
    expect(first?.sentence.en).toMatch(/Whether CAA records of .*example\.com forbid it is not known\.$/);
});

test("a resolver that gives a made-up address does not decide where another gives a real one", async () => {
    const zones = { "example.com": [...NS, ["www.example.com", "A", "198.18.0.7"] as Entry], "ns.test": ADDRESSES };
    const [first] = await lookAt({ [HERE]: right }, undefined, { others: { "127.0.0.2": resolver(zones) } });
    expect(first?.id).toBe("allRight");
});
