import { type ChildProcessByStdio, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { connect, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { KeyPair } from "../../simulator";
import { leftOut } from "../leftOut";
import { type Envelope, type RawAnswer, send, sign } from "./raw";

// The simulator in a process of its own, so that its memory is its own.

const CONNECTIONS = 64;
const BODY = JSON.stringify({ ZoneId: "zone-28v607hq8d3m", Domain: "www.example.com" });

interface Served {
    readonly child: ChildProcessByStdio<null, Readable, Readable>;
    readonly port: number;
    readonly keyPair: KeyPair;
}

async function serve(...flags: string[]): Promise<Served> {
    const cli = join(__dirname, "../../dist/simulator/cli.js");
    const args = [cli, "--port", "0", "--quota", "0", "--issue-after", "0", ...flags];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    let banner = "";
    for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
        banner += chunk;
        if (banner.includes("Ctrl-C")) break;
    }
    const of = (pattern: RegExp) => pattern.exec(banner)?.[1] as string;
    const keyPair = { secretId: of(/SECRET_ID=(\S+)/), secretKey: of(/SECRET_KEY=(\S+)/) };
    return { child, port: Number(of(/ENDPOINT=http:\/\/127\.0\.0\.1:(\d+)/)), keyPair };
}

let served: Served;
const sockets = new Set<Socket>();
beforeAll(async () => {
    served = await serve();
});
afterEach(() => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
});
afterAll(() => served?.child.kill());

const endpoint = () => `http://127.0.0.1:${served.port}`;
const signed = (body = BODY) => sign({ keyPair: served.keyPair, body, host: `127.0.0.1:${served.port}` });
/** A right call is answered, whatever others do at the time. */
const answersRightly = async () => {
    const { status, json } = await send<Envelope>(endpoint(), { headers: signed(), body: BODY });
    expect({ status, Response: json.Response }).toMatchObject({
        status: 200,
        Response: { CommonName: "www.example.com" },
    });
};
const codeOf = ({ json }: RawAnswer<Envelope>) => json.Response.Error?.Code;
const open = (port = served.port, host = "127.0.0.1"): Socket => {
    const socket = connect(port, host).on("error", () => {});
    sockets.add(socket);
    return socket;
};
const many = <T>(make: (i: number) => T, count = CONNECTIONS) => Array.from({ length: count }, (_, i) => make(i));
/** What comes back until the other side closes. */
const exchange = async (...text: (string | Buffer)[]): Promise<string> => {
    const socket = open();
    let answer = "";
    socket.setEncoding("latin1").on("data", (chunk: string) => {
        answer += chunk;
    });
    for (const part of text) socket.write(part);
    socket.end();
    await new Promise((resolve) => socket.on("close", resolve));
    return answer;
};
/** In MB, as Linux has it; elsewhere nothing is measured. */
const memory = (): number => {
    if (process.platform !== "linux") return 0;
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${served.child.pid}/status`, "utf8"))?.[1]) / 1024;
};

test("64 connections with 20 calls each are all answered rightly", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    const headers = { ...signed(), "Content-Length": Buffer.byteLength(BODY) };
    const call = () =>
        new Promise<string>((resolve, reject) => {
            const outgoing = request(endpoint(), { method: "POST", headers, agent }, async (response) => {
                let text = "";
                for await (const chunk of response) text += chunk;
                resolve(text);
            });
            outgoing.on("error", reject).end(BODY);
        });
    const answers = await Promise.all(many(call, 20 * CONNECTIONS));
    agent.destroy();
    for (const answer of answers) expect(answer).toContain('"CommonName":"www.example.com"');
});

test.each([
    ["noise", "\x00\xff\x16\x03\x01\r\n\r\n"],
    ["no version", "GET /\r\n\r\n"],
    ["no such method", "BREW / HTTP/1.1\r\nHost: x\r\n\r\n"],
    ["a header without a name", "POST / HTTP/1.1\r\n: x\r\n\r\n"],
    ["a line break in a header", "POST / HTTP/1.1\r\nHost: a\rb\r\n\r\n"],
    ["two lengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"],
    ["length and chunks", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc"],
    ["a length below 0", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"],
    ["broken chunks", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"],
    ["no host", "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n"],
    ["two megabytes of one header", `POST / HTTP/1.1\r\nHost: x\r\nA: ${"a".repeat(2_000_000)}\r\n\r\n`],
    ["a flood of headers", `POST / HTTP/1.1\r\nHost: x\r\n${"a: b\r\n".repeat(300_000)}\r\n`],
])("malformed HTTP is answered an error, or the connection is closed: %s", async (_, text) => {
    const answers = await Promise.all(many(() => exchange(Buffer.from(text, "latin1")), 8));
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 4\d\d |^HTTP\/1\.1 200 OK.*"Error":|^$/s);
    await answersRightly();
});

test("what is wrongly signed is answered an error of the API's", async () => {
    const right = signed();
    const wrong: [code: string, headers: Record<string, string>][] = [
        [
            "AuthFailure.SignatureFailure",
            { ...right, Authorization: right.Authorization?.replace(/.{8}$/, "00000000") ?? "" },
        ],
        [
            "AuthFailure.SecretIdNotFound",
            { ...right, Authorization: right.Authorization?.replace("AKID", "AKIX") ?? "" },
        ],
        ["AuthFailure.InvalidAuthorization", { ...right, Authorization: "Basic eDp5" }],
        ["AuthFailure.InvalidAuthorization", { ...right, Authorization: "x".repeat(100_000) }],
        ["AuthFailure.SignatureExpire", { ...right, "X-TC-Timestamp": "1" }],
        ["AuthFailure.TokenFailure", { ...right, "X-TC-Token": "a-token" }],
    ];
    await Promise.all(
        many(async (i) => {
            const [code, headers] = wrong[i % wrong.length] as (typeof wrong)[number];
            expect(codeOf(await send<Envelope>(endpoint(), { headers, body: BODY }))).toBe(code);
        }),
    );
});

test("64 bodies of 11 MB at once are refused, and do not stay in memory", async () => {
    const body = "x".repeat(11_000_000);
    // Half of them say how long they are.
    const codes = await Promise.all(
        many(async (i) => {
            const length: Record<string, string> = i % 2 ? { "Transfer-Encoding": "chunked" } : {};
            return codeOf(await send<Envelope>(endpoint(), { headers: { ...signed(), ...length }, body }));
        }),
    );
    expect(new Set(codes)).toEqual(new Set(["RequestSizeLimitExceeded"]));
    await answersRightly();
    expect(memory()).toBeLessThan(400);
});

test("slow and silent clients keep nobody waiting, and do not stay in memory", async () => {
    const head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n";
    const silent = many(() => open(), 300);
    const slow = many(() => open(), 300);
    const halfBody = many(() => open(), 300);
    const halfClosed = many(() => open());
    for (const socket of halfBody) socket.write(`${head}\r\n{`);
    for (const socket of halfClosed) socket.end(head);
    for (let i = 0; i < 10; i++) {
        for (const socket of slow) socket.write(head[i] as string);
        await Promise.all([answersRightly(), delay(50)]);
    }
    // Clients that are gone in the middle of a call.
    for (const socket of [...silent, ...slow, ...halfBody]) socket.destroy();
    await answersRightly();
    expect(memory()).toBeLessThan(400);
    expect(served.child.exitCode).toBeNull();
});

describe("from outside this machine", () => {
    const outside = Object.values(networkInterfaces())
        .flat()
        .find((address) => address && !address.internal && address.family === "IPv4")?.address;
    const isReached = (port: number) =>
        new Promise<boolean>((resolve) => {
            const socket = open(port, outside);
            socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
        });

    const testFromOutside = outside ? test : leftOut("This machine has no address but loopback");
    testFromOutside("the simulator is not reached, unless it is asked to be; and its control never is", async () => {
        await expect(isReached(served.port)).resolves.toBe(false);
        const open = await serve("--host", "0.0.0.0");
        try {
            await expect(isReached(open.port)).resolves.toBe(true);
            const { status } = await send(`http://${outside}:${open.port}`, {
                method: "GET",
                path: "/simulator/calls",
            });
            expect(status).toBe(403);
        } finally {
            open.child.kill();
        }
    });
});
