import { Socket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { Budget } from "../../../provider/diagnosis/budget";
import { ask } from "../../../provider/diagnosis/dns/ask";
import { get } from "../../../provider/diagnosis/file/get";
import { whileCollectingGarbage } from "../../garbage";
import { ownPort } from "../../ownPort";
import { resolver, startDnsWorld } from "./dnsWorld";
import { ADDRESSES, mute, NAME, RIGHT, Situation } from "./situation";

/** What becomes of one question. */
function put(address: string, port: number) {
    const budget = new Budget({ datagrams: 20, gets: 0 }, new AbortController().signal);
    return ask({ address, port }, { name: NAME, type: "CNAME" }, { budget, now: Date.now, timeoutMs: 1500 });
}

afterEach(() => jest.restoreAllMocks());

describe("an address to which nothing can be sent", () => {
    test.each(["255.255.255.255", "fe80::1", "0.0.0.0", "::", "ff02::1"])(
        "is no end of the process: %s",
        async (address) => {
            const { reply, failure } = await put(address, await ownPort());
            expect(reply).toBeUndefined();
            // It says nothing of this machine's network.
            expect(["refused", "timeout"]).toContain(failure);
        },
    );

    test.each(["255.255.255.255", "fe80::1"])("of a name server leaves the round whole: %s", async (address) => {
        const recursive = resolver({
            "example.com": [["example.com", "NS", "a.ns.test"], ["example.com", "NS", "odd.ns.test"], RIGHT],
            "ns.test": [...ADDRESSES, ["odd.ns.test", address.includes(":") ? "AAAA" : "A", address]],
        });
        await using situation = await Situation.of([RIGHT], { "127.0.0.2": recursive, "127.0.0.3": recursive });
        const [first] = await situation.round();
        expect(first?.id).toBe("allRight");
    });
});

describe("a socket that fails", () => {
    const denied = Object.assign(new Error("denied"), { code: "EPERM" });

    const later = (...given: unknown[]) => process.nextTick(given.at(-1) as (error: Error) => void, denied);
    const atOnce = () => {
        throw denied;
    };

    test.each<[where: string, method: "connect" | "send", fail: () => void]>([
        ["as it connects", "connect", later],
        ["as it connects, at once", "connect", atOnce],
        ["as it sends", "send", later],
        ["as it sends, at once", "send", atOnce],
    ])("%s is told as an answer that did not come", async (_, method, fail) => {
        const world = await startDnsWorld({ "127.0.0.2": () => ({ answers: [] }) });
        jest.spyOn(Socket.prototype, method).mockImplementation(fail);
        expect(await put("127.0.0.2", world.port)).toMatchObject({ failure: "noNetwork" });
        expect(world.asked).toEqual([]);
        await world.stop();
    });
});

describe("a server that never answers is given up in its time, though garbage is collected:", () => {
    /** Long enough for any server, on any machine. */
    const budget = () => new Budget({ datagrams: 20, gets: 2 }, AbortSignal.timeout(60_000));

    test("a DNS server", async () => {
        const { port, stop } = await startDnsWorld({ "127.0.0.2": mute });
        const options = { budget: budget(), now: Date.now, timeoutMs: 300 };
        const asked = ask({ address: "127.0.0.2", port }, { name: NAME, type: "CNAME" }, options);
        expect(await whileCollectingGarbage(asked)).toMatchObject({ failure: "timeout" });
        await stop();
    });

    test.each(["web", "DoH"])("a %s server", async (kind) => {
        const server = createServer((socket) => socket.on("error", () => {}).resume()).listen(0, "127.0.0.1");
        await once(server, "listening");
        const { port } = server.address() as AddressInfo;
        const options = { budget: budget(), now: Date.now, timeoutMs: 300 };
        const answer =
            kind === "web"
                ? get({ address: "127.0.0.1", port, secure: false, host: "localhost", path: "/" }, options)
                : ask({ url: `http://127.0.0.1:${port}/` }, { name: NAME, type: "CNAME" }, options);
        expect(await whileCollectingGarbage<{ failure?: string | undefined }>(answer)).toMatchObject({
            failure: "timeout",
        });
        server.close();
    });
});
