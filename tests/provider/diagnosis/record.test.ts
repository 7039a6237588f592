import { AUTHORITATIVE_ANSWER, RECURSION_AVAILABLE } from "dns-packet";
import type { FindingId } from "../../../provider/diagnosis";
import { type Behaviour, type Entry, resolver, zoneServer } from "./dnsWorld";
import { ADDRESSES, lookOnce, mute, NAME, NS, REGISTRY, RIGHT, Situation, VALUE } from "./situation";

describe("the leading finding names the mistake in the record:", () => {
    test.each<[id: string, entries: Entry[], en: RegExp, zh: RegExp]>([
        [
            "recordMissing",
            [],
            /^There is no record _dnsauth\.www\.example\.com at the name servers of example\.com \(a\.ns\.test, b\.ns\.test\)\.$/,
            /权威服务器.*没有 _dnsauth\.www\.example\.com 记录/,
        ],
        [
            "recordMissing",
            [["deeper.below._dnsauth.www.example.com", "TXT", "another record below"]],
            /^There is no record _dnsauth/,
            /没有/,
        ],
        ["recordMissing", [["*.example.com", "A", "192.0.2.7"]], /^There is no record _dnsauth/, /没有/],
        ...[
            ["A", "192.0.2.7"],
            ["AAAA", "2001:db8::7"],
            ["TXT", "v=spf1 -all"],
            ["TXT", VALUE],
        ].map(([type = "", data = ""]): [string, Entry[], RegExp, RegExp] => [
            "recordMissing",
            [["*.www.example.com", type, data]],
            new RegExp(
                `^There is no record _dnsauth.*; a wildcard record \\(${type} ${data}\\) answers in its place\\.$`,
            ),
            /没有 _dnsauth.*泛解析/,
        ]),
        [
            "recordMissing",
            [
                ["*.example.com", "TXT", "v=spf1 -all"],
                ["*.example.com", "A", "192.0.2.7"],
            ],
            /^There is no record _dnsauth.*a wildcard record \(TXT v=spf1 -all\)/,
            /没有/,
        ],
        [
            // It stands for the doubled name too, and not for the name itself: there is something at www.
            "recordMissing",
            [
                ["*.example.com", "CNAME", "cdn.example.net"],
                ["www.example.com", "A", "192.0.2.1"],
            ],
            /^There is no record _dnsauth/,
            /没有/,
        ],
        [
            "nameDoubled",
            [[`${NAME}.example.com`, "CNAME", VALUE]],
            /added as _dnsauth\.www\.example\.com\.example\.com: the DNS console adds the zone by itself/,
            /自动补上域名/,
        ],
        [
            "valueMalformed",
            [[NAME, "CNAME", `CNAME ${VALUE}`]],
            /^The value of _dnsauth.* has quotes, spaces or other characters .*: cname\\032www/,
            /多余字符/,
        ],
        ["nameDoubled", [[`${NAME}.www.example.com`, "CNAME", VALUE]], /www\.example\.com\.www\.example\.com/, /自动/],
        [
            "nameDoubled",
            [[`${NAME}.example.com`, "CNAME", `"${VALUE}"`]],
            /added as _dnsauth.*com\.example\.com:/,
            /自动/,
        ],
        [
            "nameDoubled",
            [[`${NAME}.example.com`, "CNAME", "other.test"]],
            /added as _dnsauth.*com\.example\.com:/,
            /自动/,
        ],
        [
            "nameDoubled",
            [
                [`${NAME}.example.com`, "CNAME", VALUE],
                ["*.example.com", "A", "192.0.2.7"],
            ],
            /added as _dnsauth.*com\.example\.com:/,
            /自动/,
        ],
        [
            "nameDoubled",
            [[`${NAME}.example.com`, "TXT", VALUE]],
            /added as _dnsauth.*com\.example\.com, and as TXT: the DNS console/,
            /TXT.*自动/,
        ],
        [
            "txtInsteadOfCname",
            [[NAME, "TXT", VALUE]],
            /has a TXT record that holds the value; EdgeOne wants a CNAME/,
            /TXT/,
        ],
        ["txtInsteadOfCname", [[NAME, "TXT", "unrelated"]], /has a TXT record; EdgeOne wants a CNAME/, /TXT/],
        [
            "txtInsteadOfCname",
            [
                [NAME, "TXT", VALUE],
                ["*.example.com", "CNAME", "cdn.example.net"],
            ],
            /has a TXT record that holds the value/,
            /TXT/,
        ],
        ["flattened", [[NAME, "AAAA", "2001:db8::9"]], /answers with addresses \(2001:db8::9\)/, /IP 地址/],
        ["flattened", [[NAME, "A", "203.0.113.9"]], /answers with addresses \(203\.0\.113\.9\)/, /IP 地址/],
        [
            "wrongValue",
            [[NAME, "CNAME", "other.example.net"]],
            /points to other\.example\.net; it must point to www/,
            /应指向/,
        ],
        [
            "wrongValue",
            [
                [NAME, "CNAME", "other.example.net"],
                ["*.www.example.com", "CNAME", "cdn.example.net"],
            ],
            /points to other\.example\.net; it must/,
            /应指向/,
        ],
        [
            "severalCnames",
            [
                [NAME, "CNAME", "other.example.net"],
                [NAME, "CNAME", "third.example.net"],
            ],
            /has 2 CNAME records \(other\.example\.net, third\.example\.net\), and none is right/,
            /2 条 CNAME.*均不正确/,
        ],
        ["wrongValue", [[NAME, "CNAME", "www.example.com.eoacme2.com"]], /applying again/, /重新申请/],
        ["wrongValue", [[NAME, "CNAME", "api.example.com.eoacme0.com"]], /the value for api\.example\.com/, /api/],
        ["valueDoubled", [[NAME, "CNAME", `${VALUE}.example.com`]], /put the zone behind the value/, /追加了域名/],
        ["valueDoubled", [[NAME, "CNAME", `${VALUE}.www.example.com`]], /put the zone behind the value/, /追加/],
        ["valueMalformed", [[NAME, "CNAME", `"${VALUE}"`]], /has quotes, spaces or other characters/, /引号/],
        [
            "valueMalformed",
            [[NAME, "CNAME", `"${VALUE}".example.com`]],
            /has quotes.*, and the DNS console has put the zone behind it\.$/,
            /引号.*追加了域名/,
        ],
        ["valueMalformed", [[NAME, "CNAME", `${VALUE} `]], /has quotes, spaces.*eoacme0\.com\\032\.$/, /多余字符/],
        ["valueMalformed", [[NAME, "CNAME", `http://${VALUE}`]], /other characters/, /多余字符/],
        [
            "nameDoubled",
            [
                [`${NAME}.example.com`, "CNAME", VALUE],
                ["*.example.com", "CNAME", "cdn.example.net"],
                ["*.www.example.com", "CNAME", "cdn.example.net"],
            ],
            /added as _dnsauth.*com\.example\.com:/,
            /自动/,
        ],
        [
            "wrongValue",
            [[NAME, "CNAME", "www.example.com.eo.dnse2.com"]],
            /of the host itself, not of the proof\.$/,
            /域名自身/,
        ],
        [
            "wildcardShadows",
            [["*.example.com", "CNAME", "cdn.example.net"]],
            /a wildcard record that points to cdn/,
            /泛解析/,
        ],
        ["allRight", [[NAME, "CNAME", VALUE]], /is right at all 2 name servers and 2 resolvers/, /均正确/],
        ["allRight", [[NAME.toUpperCase().toLowerCase(), "CNAME", VALUE.toUpperCase()]], /is right/, /均正确/],
    ])("%s %j", async (id, entries, en, zh) => {
        const [first] = await lookOnce(entries);
        expect(first).toMatchObject({
            id,
            severity: id === "allRight" ? "information" : "fatal",
            certain: id !== "allRight",
            sentence: { en: expect.stringMatching(en), zh: expect.stringMatching(zh) },
        });
        if (id !== "allRight") expect(first?.advice?.en).toContain(`${NAME} CNAME ${VALUE}`);
        expect(first?.evidence.length).toBeGreaterThanOrEqual(4);
    });
});

describe("a TXT record of the name's own beside a wildcard's", () => {
    const own: Entry[] = [
        [NAME, "TXT", VALUE],
        ["*.www.example.com", "TXT", "v=spf1 -all"],
    ];
    test("is told, and is not certain", async () => {
        const [first] = await lookOnce(own);
        expect(first).toMatchObject({ id: "txtInsteadOfCname", certain: false });
    });
});

describe("two CNAME records at one name", () => {
    const OTHER: Entry = [NAME, "CNAME", "other.example.net"];

    test("of which one is right are a mistake, and the proof may be seen all the same", async () => {
        // Servers give them in any order, and may tell regions apart.
        const rotating = (...entries: Entry[]): Behaviour => {
            const answer = zoneServer("example.com", entries);
            return (asked) => ({ ...(answer(asked) as object), subnetBits: 24 });
        };
        let asked = 0;
        const inTurn: Behaviour = (question) =>
            (asked++ % 2 === 0 ? rotating(OTHER, RIGHT) : rotating(RIGHT, OTHER))(question);
        const others = { "127.0.0.4": inTurn, "127.0.0.5": rotating(RIGHT, OTHER) };
        const [first] = await lookOnce([OTHER, RIGHT], others);
        expect(first).toMatchObject({
            id: "severalCnames",
            severity: "fatal",
            certain: false,
            sentence: {
                en: `${NAME} has 2 CNAME records (other.example.net, ${VALUE}), and a name may have one: resolvers may see either.`,
            },
            advice: { en: `Keep ${NAME} CNAME ${VALUE}, and delete the other.` },
        });
    });

    test("that are the same are one", async () => {
        expect((await lookOnce([RIGHT, RIGHT]))[0]?.id).toBe("allRight");
    });
});

describe("what is only seen from here says so:", () => {
    test("with silent name servers the resolvers decide, and it is not certain", async () => {
        const [first] = await lookOnce([[NAME, "CNAME", "other.example.net"]], {
            "127.0.0.4": mute,
            "127.0.0.5": mute,
        });
        expect(first).toMatchObject({ id: "wrongValue", severity: "fatal", certain: false });
        expect(first?.sentence.en).toMatch(
            /as seen by the resolvers 127\.0\.0\.2:\d+, 127\.0\.0\.3:\d+; .* could not be asked/,
        );
    });

    test("no DNS server answers", async () => {
        const [first, ...others] = await lookOnce([], { "127.0.0.2": mute, "127.0.0.3": mute });
        expect(first).toMatchObject({ id: "cannotLook", severity: "information", certain: false });
        expect(others).toEqual([]);
    });

    test("one name server that is silent makes a missing record uncertain", async () => {
        const [first] = await lookOnce([], { "127.0.0.5": mute });
        expect(first).toMatchObject({ id: "recordMissing", certain: false });
    });
});

test("a record of another type than CNAME is not judged as one", async () => {
    await using situation = await Situation.of([[NAME, "TXT", VALUE]]);
    const findings = await situation.round({
        domain: "www.example.com",
        dns: { name: NAME, type: "TXT", value: VALUE },
    });
    expect(findings.map(({ id }) => id)).toEqual(["proofUnknown"]);
    expect(situation.world.asked).toEqual([]);
});

test("a domain that the registry does not know is not registered", async () => {
    const [first] = await lookOnce([], {
        "127.0.0.2": resolver({ com: [] }),
        "127.0.0.3": resolver({ com: [] }),
    });
    expect(first).toMatchObject({ id: "domainUnregistered", severity: "fatal" });
});

describe("a DNAME above the record", () => {
    const moved = (flags: number, base: Behaviour): Behaviour => {
        const moves = ({ name }: Parameters<Behaviour>[0]) => name.endsWith(".www.example.com");
        return (asked) =>
            moves(asked)
                ? {
                      flags,
                      answers: [
                          { name: "www.example.com", type: "DNAME", ttl: 60, data: "moved.example.net" } as never,
                          { name: asked.name, type: "CNAME", ttl: 60, data: "_dnsauth.moved.example.net" },
                      ],
                  }
                : base(asked);
    };

    test("is named, as no record below it counts", async () => {
        const server = moved(AUTHORITATIVE_ANSWER, zoneServer("example.com", NS));
        const recursive = moved(
            RECURSION_AVAILABLE,
            resolver({ "example.com": NS, "ns.test": ADDRESSES, com: REGISTRY }),
        );
        const [first] = await lookOnce([], {
            "127.0.0.2": recursive,
            "127.0.0.3": recursive,
            "127.0.0.4": server,
            "127.0.0.5": server,
        });
        expect(first).toMatchObject({ id: "recordMissing", severity: "fatal", certain: true });
        expect(first?.sentence.en).toBe(
            `There is no record ${NAME}: the DNAME record of www.example.com, which points to moved.example.net, stands for all names below www.example.com.`,
        );
        expect(first?.sentence.zh).toContain("www.example.com 的 DNAME 记录");
        expect(first?.advice?.en).toMatch(/^Delete the DNAME record of www\.example\.com, .* and add: _dnsauth/);
    });
});

test("each round names addresses that stand in place of the record, however many servers there are to ask", async () => {
    const zone: Entry[] = ["a", "b", "c", "old"].map((label): Entry => ["example.com", "NS", `${label}.ns.test`]);
    zone.push([NAME, "AAAA", "2001:db8::7"]);
    const recursive = resolver({ "example.com": zone, "ns.test": ADDRESSES, com: REGISTRY });
    const others: Record<string, Behaviour> = {};
    for (const last of [2, 3, 9]) others[`127.0.0.${last}`] = recursive;
    for (const last of [4, 5, 6, 7]) others[`127.0.0.${last}`] = zoneServer("example.com", zone);
    await using situation = await Situation.of([], others, { resolvers: ["127.0.0.2", "127.0.0.3", "127.0.0.9"] });
    for (const _ of ["first", "second"]) expect((await situation.round())[0]?.id).toBe("flattened");
});

test("addresses that a server gives in turn read the same in each round", async () => {
    let turn = 0;
    const server = zoneServer("example.com", [...NS, [NAME, "A", "192.0.2.7"]]);
    const inTurn: Behaviour = (asked) => {
        if (asked.name !== NAME || asked.type !== "A") return server(asked);
        const addresses = turn++ % 2 === 0 ? ["192.0.2.7", "192.0.2.8"] : ["192.0.2.8", "192.0.2.7"];
        return {
            flags: AUTHORITATIVE_ANSWER,
            answers: addresses.map((data) => ({ name: NAME, type: "A", ttl: 60, data })),
        };
    };
    await using situation = await Situation.of([], { "127.0.0.4": inTurn, "127.0.0.5": inTurn });
    const [first] = await situation.round();
    const [second] = await situation.round();
    expect(first?.id).toBe("flattened");
    expect(second?.sentence).toEqual(first?.sentence);
});

describe("without a proof", () => {
    test("the evidence tells the two records apart, and the advice names the inputs", async () => {
        const [first] = await lookWithout([[ACME, "CNAME", "x.acme-dns.io"]]);
        const evidence = first?.evidence.map(({ who, what }) => `${who}: ${what}`) ?? [];
        expect(evidence).toContain(`a.ns.test (127.0.0.4), ${NAME}: NXDOMAIN`);
        expect(evidence).toContain(`a.ns.test (127.0.0.4), ${ACME}: ${ACME} CNAME x.acme-dns.io, for 60 s`);
        expect(first?.advice?.en).toMatch(/"dnsVerification" or "fileVerification"/);
    });

    const ACME = "_acme-challenge.www.example.com";
    const unknownProof = { domain: "www.example.com" };
    const lookWithout = async (entries: Entry[]) => {
        await using situation = await Situation.of(entries);
        return await situation.round(unknownProof);
    };
    const others: [what: string, entry: Entry][] = [
        ["a TXT record", [ACME, "TXT", "6gDu8v0aCC4lTqCv8kVZqg"]],
        ["a delegation", [ACME, "CNAME", "x.acme-dns.io"]],
        ["an address", [ACME, "A", "192.0.2.1"]],
    ];

    test.each(others)("%s of another authority's is nothing to change", async (_, entry) => {
        const findings = await lookWithout([entry]);
        expect(findings.map(({ id }) => id)).toEqual(["proofUnknown"]);
        expect(findings[0]?.severity).toBe("information");
        expect(JSON.stringify(findings)).not.toMatch(/eoacme0/);
    });

    test("a record that is right is not said to be missing where something else is wrong", async () => {
        const caa: Entry = ["example.com", "CAA", { flags: 0, tag: "issue", value: "pki.goog" }];
        expect((await lookWithout([RIGHT, caa])).map(({ id }) => id)).toEqual(["caaForbids", "hostNotOnEdgeOne"]);
    });

    test("another authority's record at a doubled name is nothing to change", async () => {
        const findings = await lookWithout([[`${ACME}.example.com`, "CNAME", "x.acme-dns.io"]]);
        expect(findings.map(({ id }) => id)).toEqual(["proofUnknown"]);
    });

    const OF_EDGE_ONE = "www.example.com.eoacme2.com";
    test.each<[what: string, entries: Entry[], id: FindingId]>([
        ["at a doubled name", [[`${ACME}.example.com`, "CNAME", OF_EDGE_ONE]], "nameDoubled"],
        ["with the zone behind it", [[ACME, "CNAME", `${OF_EDGE_ONE}.example.com`]], "valueDoubled"],
        ["in quotes", [[ACME, "CNAME", `"${OF_EDGE_ONE}"`]], "valueMalformed"],
        ["as TXT", [[ACME, "TXT", `${OF_EDGE_ONE}.`]], "txtInsteadOfCname"],
        [
            "beside another",
            [
                [ACME, "CNAME", "x.acme-dns.io"],
                [ACME, "CNAME", OF_EDGE_ONE],
            ],
            "severalCnames",
        ],
    ])("a value of EdgeOne's %s leads, and is the one to set", async (_, entries, id) => {
        const [first] = await lookWithout(entries);
        expect(first).toMatchObject({ id, severity: "information", certain: false });
        expect(first?.advice?.en).toContain(`${ACME} CNAME ${OF_EDGE_ONE}`);
    });

    test.each(others)("a record that is right leads, beside %s", async (_, entry) => {
        const findings = await lookWithout([RIGHT, entry]);
        expect(findings.map(({ id }) => id)).toEqual(["allRight", "hostNotOnEdgeOne"]);
    });
});
