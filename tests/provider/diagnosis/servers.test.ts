import { AUTHORITATIVE_ANSWER, RECURSION_AVAILABLE } from "dns-packet";
import type { FindingId } from "../../../provider/diagnosis";
import { FakeClock } from "../../fakeClock";
import { type Behaviour, type Entry, resolver, zoneServer } from "./dnsWorld";
import { ADDRESSES, lookOnce, mute, NAME, NS, REGISTRY, RIGHT, Situation, UNHURRIED, VALUE } from "./situation";

const zone = (...entries: Entry[]) => zoneServer("example.com", [...NS, ...entries]);
const sees = (...entries: Entry[]) =>
    resolver({ "example.com": [...NS, ...entries], "ns.test": ADDRESSES, com: REGISTRY });
const answers =
    (response: ReturnType<Behaviour>): Behaviour =>
    () =>
        response;

describe("the leading finding names what is wrong with the servers:", () => {
    test.each<[what: string, others: Record<string, Behaviour>, id: FindingId, severity: string, en: RegExp]>([
        [
            "one name server has another value",
            { "127.0.0.5": zone([NAME, "CNAME", "other.example.net"]) },
            "serversDisagree",
            "probable",
            /do not agree on _dnsauth\.www\.example\.com \(a change.*a\.ns\.test \(127\.0\.0\.4\) says www.*b\.ns\.test.*says other/,
        ],
        [
            "one name server has two records",
            { "127.0.0.5": zone([NAME, "CNAME", "other.example.net"], RIGHT) },
            "serversDisagree",
            "probable",
            /b\.ns\.test \(127\.0\.0\.5\) says 2 CNAME records \(other\.example\.net, www\.example\.com\.eoacme0\.com\)\.$/,
        ],
        [
            "name servers have different values, and none is right",
            { "127.0.0.4": zone([NAME, "CNAME", "other.example.net"]), "127.0.0.5": zone() },
            "serversDisagree",
            "probable",
            /says other\.example\.net; b\.ns.*says no record; none says www\.example\.com\.eoacme0\.com\.$/,
        ],
        ["one name server lacks it", { "127.0.0.5": zone() }, "serversDisagree", "probable", /says no record/],
        [
            "one name server refuses",
            { "127.0.0.5": answers({ code: "REFUSED" }) },
            "serverLame",
            "probable",
            /^b\.ns\.test \(127\.0\.0\.5\) does not answer for example\.com \(REFUSED\)/,
        ],
        ["one name server fails", { "127.0.0.5": answers({ code: "SERVFAIL" }) }, "serverLame", "probable", /SERVFAIL/],
        [
            "one name server refers upwards",
            {
                "127.0.0.5": answers({ authorities: [{ name: ".", type: "NS", ttl: 60, data: "root.ns.test" }] }),
            },
            "serverLame",
            "probable",
            /not an authority/,
        ],
        [
            "all name servers refuse, and resolvers fail",
            {
                "127.0.0.2": (asked) => (asked.name === NAME ? { code: "SERVFAIL" } : sees()(asked)),
                "127.0.0.3": (asked) => (asked.name === NAME ? { code: "SERVFAIL" } : sees()(asked)),
                "127.0.0.4": answers({ code: "REFUSED" }),
                "127.0.0.5": answers({ code: "REFUSED" }),
            },
            "allServersLame",
            "fatal",
            /do not answer for example\.com/,
        ],
        [
            "all name servers fail, and resolvers only remember",
            { "127.0.0.4": answers({ code: "SERVFAIL" }), "127.0.0.5": answers({ code: "SERVFAIL" }) },
            "allServersLame",
            "fatal",
            /do not answer for example\.com/,
        ],
        [
            "all name servers refuse this machine, and resolvers get the record",
            { "127.0.0.4": answers({ code: "REFUSED" }), "127.0.0.5": answers({ code: "REFUSED" }) },
            "allServersLame",
            "probable",
            /refuse to answer this machine for example\.com \(REFUSED\), while resolvers \(127\.0\.0\.2/,
        ],
        [
            "all name servers fail, so that resolvers do, and only the registry names them",
            {
                "127.0.0.2": (asked) => (asked.name.endsWith("example.com") ? { code: "SERVFAIL" } : sees()(asked)),
                "127.0.0.3": (asked) => (asked.name.endsWith("example.com") ? { code: "SERVFAIL" } : sees()(asked)),
                "127.0.0.6": answers({ code: "REFUSED" }),
                "127.0.0.8": answers({
                    authorities: [{ name: "example.com", type: "NS", ttl: 60, data: "c.ns.test" }],
                }),
            },
            "allServersLame",
            "fatal",
            /^c\.ns\.test \(127\.0\.0\.6\) does not answer for example\.com \(REFUSED\)/,
        ],
        ["one name server is silent", { "127.0.0.5": mute }, "allRight", "information", /all 1 name servers/],
        [
            "resolvers do not have it yet",
            { "127.0.0.3": sees([NAME, "CNAME", "old.example.net", 41]) },
            "notYetAtResolvers",
            "information",
            /127\.0\.0\.3:\d+ may still remember old\.example\.net for 41 s/,
        ],
        [
            "a resolver remembers that there was none",
            { "127.0.0.3": sees() },
            "notYetAtResolvers",
            "information",
            /may still remember "no such record" for 300 s/,
        ],
        [
            "DNSSEC fails",
            {
                "127.0.0.3": (asked) =>
                    asked.unchecked
                        ? sees(RIGHT)(asked)
                        : { code: "SERVFAIL", flags: RECURSION_AVAILABLE, reason: [9, "no SEP matching the DS"] },
            },
            "dnssec",
            "fatal",
            /DNSSEC validation of _dnsauth.* fails \(9: no SEP matching the DS\)/,
        ],
        [
            "DNSSEC fails at two resolvers that do not say so",
            {
                "127.0.0.2": (asked) =>
                    asked.name === NAME && !asked.unchecked ? { code: "SERVFAIL" } : sees(RIGHT)(asked),
                "127.0.0.3": (asked) =>
                    asked.name === NAME && !asked.unchecked ? { code: "SERVFAIL" } : sees(RIGHT)(asked),
            },
            "dnssec",
            "fatal",
            /^DNSSEC validation of _dnsauth.* fails: /,
        ],
        [
            "one resolver fails, and answers a moment later",
            {
                "127.0.0.3": (asked) =>
                    asked.name === NAME && !asked.unchecked ? { code: "SERVFAIL" } : sees(RIGHT)(asked),
            },
            "dnssec",
            "probable",
            /^DNSSEC validation of _dnsauth.* may fail: 127\.0\.0\.3:\d+ fails, and answers/,
        ],
        [
            "one resolver cannot reach the servers, and answers a moment later",
            {
                "127.0.0.3": (asked) =>
                    asked.unchecked || asked.name !== NAME
                        ? sees(RIGHT)(asked)
                        : { code: "SERVFAIL", flags: RECURSION_AVAILABLE, reason: [22, "No Reachable Authority"] },
            },
            "allRight",
            "information",
            /is right/,
        ],
        [
            "resolvers fail, whether they check DNSSEC or not",
            {
                "127.0.0.2": (asked) => (asked.name === NAME ? { code: "SERVFAIL" } : sees(RIGHT)(asked)),
                "127.0.0.3": (asked) => (asked.name === NAME ? { code: "SERVFAIL" } : sees(RIGHT)(asked)),
            },
            "resolverFails",
            "probable",
            /also without DNSSEC/,
        ],
        [
            "somebody answers in place of the name servers",
            { "127.0.0.4": sees(RIGHT), "127.0.0.5": sees(RIGHT) },
            "dnsIntercepted",
            "information",
            /^DNS \(port 53\) is intercepted on this network/,
        ],
        [
            "name servers get made-up addresses",
            {
                "127.0.0.2": (asked) =>
                    asked.type === "A"
                        ? { answers: [{ name: asked.name, type: "A", ttl: 1, data: "198.18.0.9" }] }
                        : sees(RIGHT)(asked),
            },
            "fakeAddresses",
            "information",
            /made-up addresses/,
        ],
        [
            "the answer depends on the region",
            { "127.0.0.4": regional("114.114.114.0"), "127.0.0.5": regional("114.114.114.0") },
            "splitByRegion",
            "fatal",
            /as from the United States a\.ns\.test .*answers other\.example\.net, as from China www/,
        ],
        [
            "the answer depends on the region, and is wrong for each",
            { "127.0.0.4": regional("114.114.114.0", 24, []), "127.0.0.5": regional("114.114.114.0", 24, []) },
            "splitByRegion",
            "fatal",
            /answers other\.example\.net, as from China no record; neither is www\.example\.com\.eoacme0\.com\.$/,
        ],
        [
            "a server is told the region and does not care",
            {
                "127.0.0.2": sees([NAME, "CNAME", "other.example.net"]),
                "127.0.0.3": sees([NAME, "CNAME", "other.example.net"]),
                "127.0.0.4": regional("none", 0),
                "127.0.0.5": regional("none", 0),
            },
            "wrongValue",
            "fatal",
            /points to other/,
        ],
        [
            "a TXT record stands beside the CNAME",
            {
                "127.0.0.4": (asked) =>
                    asked.type === "TXT" && asked.name === NAME
                        ? {
                              flags: AUTHORITATIVE_ANSWER,
                              answers: [{ name: NAME, type: "TXT", ttl: 60, data: "left over" }],
                          }
                        : zone(RIGHT)(asked),
            },
            "besideOtherData",
            "probable",
            /has a CNAME and a TXT record \(left over\)/,
        ],
        [
            "an address stands beside the CNAME",
            { "127.0.0.4": zone(RIGHT, [NAME, "A", "192.0.2.7"]) },
            "besideOtherData",
            "probable",
            /has a CNAME and an A record \(192\.0\.2\.7\)/,
        ],
    ])("%s", async (_, others, id, severity, en) => {
        const [first, ...rest] = await lookOnce([RIGHT], others);
        expect({ first, rest }).toMatchObject({
            first: { id, severity, certain: id === "wrongValue", sentence: { en: expect.stringMatching(en) } },
        });
        if (id !== "allRight") expect(rest.map((finding) => finding.id)).not.toContain("allRight");
    });

    /** The value is right for this network only, or what is given for it. */
    function regional(network: string, subnetBits = 24, entries: Entry[] = [RIGHT]): Behaviour {
        const right = zone(...entries);
        const other = zone([NAME, "CNAME", "other.example.net"]);
        return (asked) => {
            const response = (asked.subnet === network ? right : other)(asked);
            return response && !Buffer.isBuffer(response) ? { ...response, subnetBits } : response;
        };
    }
});

describe("a name server that cannot be reached", () => {
    const unreachable = async (entries: Entry[], others: Record<string, Behaviour> = {}) =>
        (await lookOnce([RIGHT, ...entries], others)).find(({ id }) => id === "serverUnreachable");

    test("is named", async () => {
        expect(await unreachable([])).toBeUndefined();
        expect(await unreachable([], { "127.0.0.5": mute })).toMatchObject({
            severity: "information",
            sentence: { en: "b.ns.test (127.0.0.5) does not answer from here." },
        });
    });

    test("counts for more where most cannot be", async () => {
        const third: Entry = ["example.com", "NS", "c.ns.test"];
        expect(await unreachable([third], { "127.0.0.5": mute, "127.0.0.6": mute })).toMatchObject({
            severity: "probable",
            sentence: { en: "b.ns.test (127.0.0.5), c.ns.test (127.0.0.6) do not answer from here." },
        });
    });

    test("is told from one that has no address", async () => {
        expect(await unreachable([["example.com", "NS", "nowhere.ns.test"]])).toMatchObject({
            severity: "probable",
            sentence: { en: "The name server nowhere.ns.test of example.com has no address." },
        });
    });
});

describe("where the record is looked for:", () => {
    test("at the servers that the registry names, not at those that the zone names itself", async () => {
        const old = zoneServer("example.com", [
            ["example.com", "NS", "a.ns.test"],
            ["example.com", "NS", "b.ns.test"],
        ]);
        const registry: Behaviour = () => ({
            authorities: [{ name: "example.com", type: "NS", ttl: 60, data: "old.ns.test" }],
        });
        const others = { "127.0.0.2": sees(), "127.0.0.3": sees(), "127.0.0.7": old, "127.0.0.8": registry };
        await using situation = await Situation.of([RIGHT], others);
        for (const round of [1, 2]) {
            const findings = await situation.round();
            expect({ round, ids: findings.map(({ id }) => id) }).toEqual({
                round,
                ids: ["zoneElsewhere", "recordMissing"],
            });
            expect(findings[0]?.sentence.en).toMatch(
                /delegates example\.com to old\.ns\.test, while the zone itself names a\.ns/,
            );
            expect(findings[1]?.sentence.en).toMatch(/\(old\.ns\.test\)/);
        }
    });

    test("where it is itself delegated", async () => {
        const refer: Behaviour = (asked) =>
            asked.name === NAME
                ? { authorities: [{ name: "www.example.com", type: "NS", ttl: 60, data: "c.ns.test" }] }
                : zone()(asked);
        const others = {
            "127.0.0.4": refer,
            "127.0.0.5": refer,
            "127.0.0.6": zoneServer("www.example.com", [RIGHT]),
        };
        const [first, ...rest] = await lookOnce([RIGHT], others);
        expect(first?.id).toBe("allRight");
        expect(rest.map(({ id }) => id)).toContain("challengeDelegated");
    });

    /** A zone that delegates a name to another server. */
    const delegates =
        (apex: string, name: string, server: string): Behaviour =>
        (asked) =>
            asked.name === name || asked.name.endsWith(`.${name}`)
                ? { authorities: [{ name, type: "NS", ttl: 60, data: server }] }
                : zoneServer(apex, apex === "example.com" ? NS : [])(asked);

    test("where it is delegated twice", async () => {
        const refer = delegates("example.com", "www.example.com", "c.ns.test");
        const others = {
            "127.0.0.4": refer,
            "127.0.0.5": refer,
            "127.0.0.6": delegates("www.example.com", NAME, "old.ns.test"),
            "127.0.0.7": zoneServer(NAME, [RIGHT]),
        };
        const [first, ...rest] = await lookOnce([RIGHT], others);
        expect(first?.id).toBe("allRight");
        expect(first?.sentence.en).toContain("all 1 name servers");
        const delegated = rest.find(({ id }) => id === "challengeDelegated");
        expect(delegated?.sentence.en).toContain(`${NAME} is delegated to old.ns.test`);
    });

    test.each<[at: string, advice: RegExp]>([
        ["www.example.com", /^Add: _dnsauth.* Add it at the name servers of www\.example\.com \(c\.ns\.test\)/],
        [
            NAME,
            /^Delete the NS records of _dnsauth\.www\.example\.com in the zone example\.com, and add there: _dnsauth\.www\.example\.com CNAME www/,
        ],
    ])("where it is delegated and missing: %s", async (at, advice) => {
        const refer = delegates("example.com", at, "c.ns.test");
        const own = zoneServer(at, [[at, "NS", "c.ns.test"]]);
        const others = { "127.0.0.4": refer, "127.0.0.5": refer, "127.0.0.6": own };
        const [first] = await lookOnce([], others);
        expect(first).toMatchObject({
            id: "recordMissing",
            certain: true,
            sentence: { en: `There is no record ${NAME} at the name servers of ${at} (c.ns.test).` },
            advice: { en: expect.stringMatching(advice) },
        });
    });

    test.each<[entry: Entry, id: FindingId, en: RegExp]>([
        [[NAME, "TXT", VALUE], "txtInsteadOfCname", /has a TXT record that holds the value/],
        [[NAME, "AAAA", "2001:db8::9"], "flattened", /answers with addresses/],
    ])("what a zone of the record's own name has in its place: %j", async (entry, id, en) => {
        const refer = delegates("example.com", NAME, "c.ns.test");
        const own = zoneServer(NAME, [[NAME, "NS", "c.ns.test"], entry]);
        const [first] = await lookOnce([], { "127.0.0.4": refer, "127.0.0.5": refer, "127.0.0.6": own });
        expect(first).toMatchObject({ id, certain: true, sentence: { en: expect.stringMatching(en) } });
        expect(first?.advice?.en).toMatch(
            /^Delete the NS records of _dnsauth.* in the zone example\.com, and add there: /,
        );
    });

    test("where it is delegated to servers that have no address", async () => {
        const refer = delegates("example.com", "www.example.com", "nowhere.ns.test");
        const findings = await lookOnce([], { "127.0.0.4": refer, "127.0.0.5": refer });
        expect(findings.find(({ id }) => id === "challengeDelegated")?.sentence.en).toContain(
            "www.example.com is delegated to nowhere.ns.test by NS records",
        );
    });

    test("a record that is nearly right at the delegated servers was added there", async () => {
        const registry = answers({ authorities: [{ name: "example.com", type: "NS", ttl: 60, data: "old.ns.test" }] });
        const old = zone([NAME, "CNAME", `"${VALUE}"`]);
        const others = { "127.0.0.4": zone(), "127.0.0.5": zone(), "127.0.0.7": old, "127.0.0.8": registry };
        const findings = await lookOnce([], others);
        expect(findings.map(({ id, severity }) => [id, severity])).toEqual([
            ["valueMalformed", "fatal"],
            ["zoneElsewhere", "information"],
        ]);
    });

    test("where a delegation below the zone leads nowhere, the zone is to be mended, not the registrar's entry", async () => {
        const refer = delegates("example.com", "www.example.com", "c.ns.test");
        const fails: Behaviour = (asked) => (asked.name === NAME ? { code: "SERVFAIL" } : sees()(asked));
        const others = {
            "127.0.0.2": fails,
            "127.0.0.3": fails,
            "127.0.0.4": refer,
            "127.0.0.5": refer,
            "127.0.0.6": answers({ code: "REFUSED" }),
        };
        const findings = await lookOnce([], others);
        expect(findings[0]).toMatchObject({
            id: "allServersLame",
            advice: {
                en: "Set up www.example.com at c.ns.test (127.0.0.6), or correct the NS records of www.example.com in the zone example.com.",
            },
        });
        expect(findings.find(({ id }) => id === "resolverFails")?.advice?.en).toBe(
            "See to the name servers of www.example.com, and to its NS records in the zone example.com.",
        );
    });

    test.each<[what: string, server: Behaviour, id: FindingId, en: RegExp]>([
        [
            "refuse",
            answers({ code: "REFUSED" }),
            "allServersLame",
            /^c\.ns\.test \(127\.0\.0\.6\) does not answer for _dns/,
        ],
        [
            "are mute",
            mute,
            "resolverFails",
            /also without DNSSEC: its name servers \(c\.ns\.test\) may not answer them/,
        ],
    ])(
        "where the record itself is delegated to servers that %s, its NS records are to go",
        async (_, server, id, en) => {
            const refer = delegates("example.com", NAME, "c.ns.test");
            const fails: Behaviour = (asked) => (asked.name === NAME ? { code: "SERVFAIL" } : sees()(asked));
            const [first] = await lookOnce([], {
                "127.0.0.2": fails,
                "127.0.0.3": fails,
                "127.0.0.4": refer,
                "127.0.0.5": refer,
                "127.0.0.6": server,
            });
            expect(first).toMatchObject({ id, sentence: { en: expect.stringMatching(en) } });
            expect(first?.advice?.en).toMatch(
                /^Delete the NS records of _dnsauth\.www\.example\.com in the zone example\.com, and add there: _dnsauth/,
            );
        },
    );

    test("a DS record may be wrong at either delegation", async () => {
        const refer = delegates("example.com", "www.example.com", "c.ns.test");
        const bogus: Behaviour = (asked) =>
            asked.unchecked ? sees(RIGHT)(asked) : { code: "SERVFAIL", reason: [9, "no DNSKEY"] };
        const others = {
            "127.0.0.3": bogus,
            "127.0.0.4": refer,
            "127.0.0.5": refer,
            "127.0.0.6": zoneServer("www.example.com", [RIGHT]),
        };
        const [first] = await lookOnce([RIGHT], others);
        expect(first?.id).toBe("dnssec");
        expect(first?.advice?.en).toMatch(
            /^Correct the DS record of www\.example\.com in the zone example\.com, or that of example\.com at the registrar/,
        );
    });

    test("a server that the registry names and the zone does not counts as delegated", async () => {
        const registry: Behaviour = () => ({
            authorities: ["a.ns.test", "b.ns.test"].map((data) => ({ name: "example.com", type: "NS", ttl: 60, data })),
        });
        const one: Entry[] = [["example.com", "NS", "a.ns.test"]];
        const recursive = resolver({ "example.com": one, "ns.test": ADDRESSES, com: REGISTRY });
        const others = { "127.0.0.2": recursive, "127.0.0.3": recursive, "127.0.0.8": registry };
        const elsewhere = (await lookOnce([], others)).find(({ id }) => id === "zoneElsewhere");
        expect(elsewhere).toMatchObject({
            severity: "information",
            sentence: {
                en: "The registry delegates example.com to a.ns.test, b.ns.test, while the zone itself names a.ns.test: the record must be at all of the former.",
            },
        });
    });

    test("a truncated answer is asked for again over TCP", async () => {
        const truncated: Behaviour = (asked) => {
            const response = zone(RIGHT)(asked);
            return response && !Buffer.isBuffer(response) ? { ...response, truncated: true } : response;
        };
        const [first] = await lookOnce([RIGHT], { "127.0.0.4": truncated, "127.0.0.5": truncated });
        expect(first?.id).toBe("allRight");
    });

    test("a truncated answer without the rest does not say that there is no record", async () => {
        const cut: Behaviour = (asked) => (asked.tcp ? undefined : { flags: AUTHORITATIVE_ANSWER, truncated: true });
        const others = { "127.0.0.2": sees(), "127.0.0.3": sees(), "127.0.0.4": cut, "127.0.0.5": cut };
        const findings = await lookOnce([], others, { limits: { answerMs: 300, roundMs: 4000 } });
        expect(findings[0]).toMatchObject({ id: "recordMissing", certain: false });
        expect(findings[0]?.sentence.en).toContain("as seen by the resolvers");
        const evidence = findings.flatMap(({ evidence: all }) => all.map(({ what }) => what));
        expect(evidence).toContain("only a part of the answer, and none over TCP");
    });

    test("a truncated answer that holds the record needs no rest", async () => {
        const part: Behaviour = (asked) => {
            if (asked.tcp) return undefined;
            const response = zone(RIGHT)(asked);
            return response && !Buffer.isBuffer(response)
                ? { ...response, flags: AUTHORITATIVE_ANSWER | 0x200 }
                : response;
        };
        const others = { "127.0.0.4": part, "127.0.0.5": part };
        const [first] = await lookOnce([RIGHT], others, { limits: { answerMs: 300, roundMs: 4000 } });
        expect(first?.id).toBe("allRight");
        expect(first?.sentence.en).toContain("all 2 name servers");
    });

    test.each<[answer: string, response: ReturnType<Behaviour>]>([
        ["FORMERR", { code: "FORMERR" }],
        ["FORMERR without the question", { code: "FORMERR", withoutQuestion: true }],
        ["NOTIMP", { code: "NOTIMP" }],
    ])("an old server that knows no EDNS is asked without: %s", async (_, response) => {
        const old: Behaviour = (asked) => (asked.edns ? response : zone(RIGHT)(asked));
        const [first] = await lookOnce([RIGHT], { "127.0.0.4": old, "127.0.0.5": old });
        expect(first?.id).toBe("allRight");
        expect(first?.sentence.en).toContain("all 2 name servers");
    });

    test("garbage is no answer", async () => {
        const garbage: Behaviour = () => Buffer.from("this is no DNS message at all");
        const [first] = await lookOnce([RIGHT], { "127.0.0.4": garbage });
        expect(first).toMatchObject({
            id: "allRight",
            sentence: { en: expect.stringContaining("all 1 name servers") },
        });
    });
});

describe("over several rounds:", () => {
    test("how long the record has been right", async () => {
        const clock = new FakeClock();
        await using situation = await Situation.of([RIGHT], {}, { clock });
        await situation.round();
        await clock.advance(120_000);
        const [first] = await situation.round();
        expect(first).toMatchObject({ id: "allRight", sentence: { en: expect.stringContaining("for 2m by now") } });
    });

    test("name servers that differ for ten minutes are a mistake", async () => {
        const clock = new FakeClock();
        await using situation = await Situation.of([RIGHT], { "127.0.0.5": zone() }, { clock });
        await situation.round();
        await clock.advance(600_000);
        const [first] = await situation.round();
        expect(first).toMatchObject({ id: "serversDisagree", severity: "fatal" });
    });

    test("a resolver that keeps another answer beyond its time stands in another region", async () => {
        const clock = new FakeClock();
        const others = { "127.0.0.3": sees([NAME, "CNAME", "line.example.net", 30]) };
        await using situation = await Situation.of([RIGHT], others, { clock });
        const leading = async () => (await situation.round())[0]?.id;
        expect(await leading()).toBe("notYetAtResolvers");
        await clock.advance(30_000);
        expect(await leading()).toBe("notYetAtResolvers");
        await clock.advance(10_000);
        expect(await leading()).toBe("splitByRegion");
    });

    test.each<[what: string, entries: Entry[], id: FindingId]>([
        ["deleted", [], "recordMissing"],
        ["changed", [[NAME, "CNAME", "line.example.net"]], "wrongValue"],
    ])(
        "a record that was %s may be remembered; one that a resolver keeps having may be for another region",
        async (_, entries, id) => {
            const clock = new FakeClock();
            const others = { "127.0.0.3": sees([NAME, "CNAME", VALUE, 30]) };
            await using situation = await Situation.of(entries, others, { clock });
            const [first] = await situation.round();
            expect(first).toMatchObject({ id, severity: "fatal", certain: false });
            await clock.advance(30_000);
            expect((await situation.round())[0]?.id).toBe(id);
            await clock.advance(10_000);
            const [later] = await situation.round();
            expect(later).toMatchObject({ id: "splitByRegion", severity: "probable", certain: false });
        },
    );

    test("the servers of a zone are looked up once for all domains", async () => {
        await using situation = await Situation.of([]);
        await situation.round();
        const lookUps = () =>
            situation.world.asked.filter((asked) => / (NS|A) (example\.com|a\.ns\.test)$/.test(asked)).length;
        const before = lookUps();
        await situation.round({
            domain: "api.example.com",
            dns: { name: "_dnsauth.api.example.com", type: "CNAME", value: VALUE },
        });
        expect(before).toBeGreaterThan(0);
        expect(lookUps()).toBe(before);
    });
});

describe("resolvers that give an address for every name, as a captive portal does,", () => {
    const portal: Behaviour = ({ name, type }) => ({
        flags: RECURSION_AVAILABLE,
        answers: type === "A" ? [{ name, type, ttl: 60, data: "203.0.113.80" }] : [],
    });

    test("say nothing of a record: somebody answers in place of DNS here", async () => {
        const [first, ...others] = await lookOnce([RIGHT], { "127.0.0.2": portal, "127.0.0.3": portal });
        expect(first).toMatchObject({ id: "dnsIntercepted", severity: "information", certain: false });
        expect(first?.sentence.en).toMatch(/^DNS gives an address for every name here \(127\.0\.0\.2:\d+, 127/);
        expect(first?.advice?.en).toMatch(/^Look from another network/);
        expect(others).toEqual([]);
    });

    test("do not decide where another tells", async () => {
        const silent = { "127.0.0.4": mute, "127.0.0.5": mute };
        const [first] = await lookOnce([RIGHT], { ...silent, "127.0.0.3": portal });
        expect(first?.id).toBe("allRight");
    });

    test("make way for others", async () => {
        const resolvers = ["127.0.0.2", "127.0.0.3", "127.0.0.9"];
        const others = { "127.0.0.2": portal, "127.0.0.3": portal, "127.0.0.9": sees() };
        await using situation = await Situation.of([], others, { resolvers, limits: { ...UNHURRIED, resolvers: 2 } });
        expect(await situation.round()).toEqual([]);
        expect((await situation.round())[0]?.id).toBe("recordMissing");
    });

    test("are not looked for where a name server tells", async () => {
        await using situation = await Situation.of([]);
        await situation.round();
        expect(situation.world.asked.filter((asked) => /[0-9a-f]{16}\.com$/.test(asked))).toEqual([]);
    });
});
