import { execFile } from "node:child_process";
import { getServers, setServers } from "node:dns";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createDiagnosis, type Proof } from "../../../provider/diagnosis";
import { ownPort } from "../../ownPort";
import { type Behaviour, type Entry, resolver, startDnsWorld, zoneServer } from "./dnsWorld";
import { ADDRESSES, lookOnce, mute, NAME, NS, REGISTRY, RIGHT, Situation, VALUE } from "./situation";

const ROOT = join(__dirname, "../../..");
const sees = (...entries: Entry[]) =>
    resolver({ "example.com": [...NS, ...entries], "ns.test": ADDRESSES, com: REGISTRY });

describe("what a round costs:", () => {
    test("with three resolvers and four name servers, no more than 20 datagrams, whatever is wrong", async () => {
        const four: Entry[] = [
            ["example.com", "NS", "c.ns.test"],
            ["example.com", "NS", "old.ns.test"],
        ];
        for (const entries of [
            [],
            [RIGHT],
            [[NAME, "TXT", "text"] as Entry],
            [[NAME, "CNAME", "other.test"] as Entry],
        ]) {
            const all = [...four, ...entries];
            const resolvers = ["127.0.0.2", "127.0.0.3", "127.0.0.9"];
            const others = {
                "127.0.0.9": sees(...all),
                "127.0.0.6": zoneServer("example.com", [...NS, ...all]),
                "127.0.0.7": zoneServer("example.com", [...NS, ...all]),
            };
            // `round` counts.
            await using situation = await Situation.of(all, others, { resolvers });
            // The first round tells as much of the mistake as the second, which costs less.
            const [first] = await situation.round();
            const [second] = await situation.round();
            expect(first?.id).toBeDefined();
            expect(second?.id).toBe(first?.id);
        }
    });

    test("the registry's word leaves enough to tell the mistake in the first round", async () => {
        const registry: Behaviour = () => ({
            authorities: ["a.ns.test", "b.ns.test"].map((data) => ({ name: "example.com", type: "NS", ttl: 60, data })),
        });
        const text: Entry = [NAME, "TXT", VALUE];
        const others = { "127.0.0.8": registry, "127.0.0.9": sees(text) };
        const resolvers = ["127.0.0.2", "127.0.0.3", "127.0.0.9"];
        await using situation = await Situation.of([text], others, { resolvers });
        expect((await situation.round())[0]?.id).toBe("txtInsteadOfCname");
        expect(situation.world.asked).toContain("127.0.0.8 NS example.com");
    });

    test("for servers that are all mute, not much more than the time that one may take", async () => {
        const start = performance.now();
        const servers = { "127.0.0.2": mute, "127.0.0.3": mute, "127.0.0.4": mute, "127.0.0.5": mute };
        await lookOnce([], servers, { limits: {} });
        expect(performance.now() - start).toBeLessThan(2000);
    });

    test("for a hundred domains of a zone, its servers are looked up once", async () => {
        await using situation = await Situation.of([]);
        const rounds = Array.from({ length: 100 }, async (_, index) => {
            const domain = `host-${index}.example.com`;
            const dns = { name: `_dnsauth.${domain}`, type: "CNAME", value: `${domain}.eoacme0.com` };
            const [first] = await situation.diagnosis.round({ domain, dns }, { signal: new AbortController().signal });
            return first?.id;
        });
        // A busy machine may not answer all in time: what could not be told is nothing, never a mistake.
        expect(new Set(await Promise.all(rounds)).size).toBeLessThanOrEqual(2);
        expect(situation.world.asked.filter((asked) => asked.endsWith("NS example.com")).length).toBeLessThanOrEqual(2);
    });
});

describe("a round ends at once", () => {
    test.each(["the wait ends", "the diagnosis is closed"])("when %s", async (what) => {
        await using situation = await Situation.of([], { "127.0.0.2": mute, "127.0.0.3": mute });
        const controller = new AbortController();
        const round = situation.diagnosis.round(
            { domain: "www.example.com", dns: { name: NAME, type: "CNAME", value: VALUE } },
            { signal: controller.signal },
        );
        const start = performance.now();
        if (what === "the wait ends") controller.abort();
        else situation.diagnosis.close();
        expect(await round).toEqual([]);
        expect(performance.now() - start).toBeLessThan(100);
    });

    test("and keeps no process alive", async () => {
        const world = await startDnsWorld({ "127.0.0.2": mute });
        const script = `
            const { createDiagnosis } = require("./dist/provider/diagnosis");
            const limits = { answerMs: 30000, roundMs: 30000 };
            const diagnosis = createDiagnosis({ resolvers: ["127.0.0.2:${world.port}"], limits });
            void diagnosis.round({ domain: "www.example.com" }, { signal: new AbortController().signal });`;
        const start = performance.now();
        await new Promise<void>((resolve, reject) =>
            execFile(process.execPath, ["-e", script], { cwd: ROOT }, (error) => (error ? reject(error) : resolve())),
        );
        expect(performance.now() - start).toBeLessThan(15_000);
        expect(world.asked).not.toEqual([]);
        await world.stop();
    });
});

describe("hostile answers", () => {
    test("do not reach a terminal, and are no end of the round", async () => {
        const evil = "\u001b[2J\u202eevil\r\n.example.net";
        const [first] = await lookOnce([[NAME, "CNAME", evil]]);
        expect(first?.id).toBe("wrongValue");
        // `lookOnce` has looked for control characters in every sentence.
        expect(first?.evidence.map(({ what }) => what).join()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    });

    test("of many records make no long line", async () => {
        const many = Array.from({ length: 100 }, (_, index): Entry => [NAME, "CNAME", `target-${index}.example.net`]);
        const findings = await lookOnce([RIGHT], {
            "127.0.0.3": sees(...many),
            "127.0.0.5": zoneServer("example.com", many),
        });
        const [right] = await lookOnce([RIGHT], { "127.0.0.3": sees(...many) });
        const [wrong] = await lookOnce(many);
        expect([findings[0]?.id, right?.id, wrong?.id]).toEqual([
            "serversDisagree",
            "notYetAtResolvers",
            "severalCnames",
        ]);
        for (const { sentence } of [...findings, right, wrong].flatMap((finding) => finding ?? [])) {
            expect(sentence.en.length).toBeLessThan(500);
        }
    });

    test("to another question are not taken", async () => {
        const other: Behaviour = (asked) => sees(RIGHT)({ ...asked, name: "other.example.com" });
        const renamed = sees([NAME, "CNAME", "other.test"]);
        await using situation = await Situation.of([RIGHT], { "127.0.0.2": other, "127.0.0.3": renamed });
        expect((await situation.round()).map(({ id }) => id)).not.toContain("wrongValue");
    });

    test.each([1, 2, 3])("of random bytes leave the round whole (%d)", async (seed) => {
        let state = seed;
        const next = () => {
            state = (state * 1103515245 + 12345) % 2 ** 31;
            return state % 256;
        };
        const noise: Behaviour = () => Buffer.from(Array.from({ length: 60 }, next));
        const [first] = await lookOnce([RIGHT], { "127.0.0.2": noise, "127.0.0.5": noise });
        expect(first?.id).toBe("allRight");
    });
});

describe("resolvers:", () => {
    const PROOF: Proof = { domain: "www.example.com", dns: { name: NAME, type: "CNAME", value: VALUE } };
    const signal = new AbortController().signal;

    test("over https, which tell where plain DNS is intercepted", async () => {
        const world = await startDnsWorld({ "127.0.0.2": sees(), "127.0.0.4": sees(), "127.0.0.5": sees() });
        const answers = await dnsOverHttp(sees([NAME, "CNAME", "other.test"]));
        const resolvers = [answers.url, `127.0.0.2:${world.port}`];
        const diagnosis = createDiagnosis({ resolvers, ports: { dns: world.port } });
        const [first, ...rest] = await diagnosis.round(PROOF, { signal });
        expect(first).toMatchObject({ id: "wrongValue", severity: "probable", certain: false });
        expect(first?.sentence.en).toContain(`as seen by the resolver ${answers.url}`);
        expect(rest.find(({ id }) => id === "authorityNotAsked")?.sentence.en).toMatch(/port 53\) is intercepted/);
        await Promise.all([world.stop(), answers.stop()]);
    });

    test("of the machine's own decide only where no other answers, and differences are told", async () => {
        const before = getServers();
        const port = await ownPort();
        setServers([`127.0.0.2:${port}`]);
        const inside = sees([NAME, "CNAME", "inside.test"]);
        const own = { "127.0.0.2": inside, "127.0.0.4": mute, "127.0.0.5": mute };
        try {
            {
                await using alone = await Situation.of(
                    [],
                    { ...own, "127.0.0.3": mute },
                    { resolvers: ["system"] },
                    port,
                );
                const [first] = await alone.round();
                expect(first).toMatchObject({ id: "wrongValue", severity: "probable", certain: false });
                expect(first?.sentence.en).toContain("as seen by this machine's resolver 127.0.0.2");
            }
            await using both = await Situation.of([RIGHT], own, { resolvers: ["system", "127.0.0.3"] }, port);
            const [leading, ...rest] = await both.round();
            expect(leading?.id).toBe("allRight");
            const told = rest.find(({ id }) => id === "ownResolverDiffers");
            expect(told?.sentence.en).toMatch(/sees inside\.test, the internet www\.example\.com\.eoacme0\.com/);
        } finally {
            setServers(before);
        }
    });

    test("one alone makes a mistake probable, not certain", async () => {
        await using situation = await Situation.of([], { "127.0.0.3": mute, "127.0.0.4": mute, "127.0.0.5": mute });
        const [first] = await situation.round();
        expect(first).toMatchObject({ id: "recordMissing", severity: "probable", certain: false });
        expect(first?.sentence.en).toMatch(/as seen by the resolver 127\.0\.0\.2/);
    });

    test("that do not answer make way for others", async () => {
        const world = await startDnsWorld({
            "127.0.0.2": mute,
            "127.0.0.3": mute,
            "127.0.0.4": sees(RIGHT),
        });
        const resolvers = ["127.0.0.2", "127.0.0.3", "127.0.0.4"].map((address) => `${address}:${world.port}`);
        const diagnosis = createDiagnosis({ resolvers, ports: { dns: 1 }, limits: { resolvers: 2 } });
        expect(await diagnosis.round(PROOF, { signal })).toEqual([]);
        expect((await diagnosis.round(PROOF, { signal }))[0]?.id).toBe("allRight");
        await world.stop();
    });

    /** DNS over http: https is the same but for TLS, and is for a loopback address no must. */
    async function dnsOverHttp(behaviour: Behaviour) {
        const world = await startDnsWorld({ "127.0.0.30": behaviour });
        const server = createServer((request, response) => {
            const chunks: Buffer[] = [];
            request.on("data", (chunk) => chunks.push(chunk));
            request.on("end", () => response.end(world.answer("127.0.0.30", Buffer.concat(chunks))));
        });
        server.listen(0, "127.0.0.1");
        await once(server, "listening");
        return {
            url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/dns-query`,
            stop: () => Promise.all([world.stop(), new Promise((resolve) => server.close(resolve))]),
        };
    }
});
