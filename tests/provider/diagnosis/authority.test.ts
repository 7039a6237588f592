import type { FindingId } from "../../../provider/diagnosis";
import { type Behaviour, type Entry, resolver } from "./dnsWorld";
import { ADDRESSES, lookOnce, mute, NAME, NS, RIGHT, Situation, VALUE } from "./situation";

const caa = (name: string, tag: string, value: string, flags = 0): Entry => [name, "CAA", { flags, tag, value }];

describe("what the certificate authorities make of the CAA records:", () => {
    test.each<[what: string, entries: Entry[], id: FindingId, severity: string, en: RegExp]>([
        [
            "another authority only",
            [caa("example.com", "issue", "pki.goog")],
            "caaForbids",
            "fatal",
            /^The CAA record of example\.com permits only pki\.goog to issue for www\.example\.com; EdgeOne's certificates come from TrustAsia/,
        ],
        [
            "nobody",
            [caa("example.com", "issue", ";")],
            "caaForbids",
            "fatal",
            /permits no certificate authority to issue/,
        ],
        [
            "the record of the domain itself counts before that of the zone",
            [caa("www.example.com", "issue", "pki.goog"), caa("example.com", "issue", "letsencrypt.org")],
            "caaForbids",
            "fatal",
            /record of www\.example\.com permits only pki\.goog/,
        ],
        [
            "an unknown critical tag",
            [caa("example.com", "issue", "letsencrypt.org"), caa("example.com", "tbs", "unknown", 128)],
            "caaForbids",
            "fatal",
            /critical tag "tbs"/,
        ],
        [
            "one of the two",
            [caa("example.com", "issue", "letsencrypt.org; validationmethods=dns-01")],
            "caaMayForbid",
            "information",
            /permits only letsencrypt\.org .*may forbid/,
        ],
        [
            "both",
            [caa("example.com", "issue", "letsencrypt.org"), caa("example.com", "issue", "TrustAsia.com")],
            "allRight",
            "information",
            /is right/,
        ],
        ["wildcards only", [caa("example.com", "issuewild", ";")], "allRight", "information", /is right/],
        ["reports only", [caa("example.com", "iodef", "mailto:a@example.com")], "allRight", "information", /is right/],
    ])("%s", async (_, entries, id, severity, en) => {
        const [first] = await lookOnce([RIGHT, ...entries]);
        expect(first).toMatchObject({ id, severity, certain: false, sentence: { en: expect.stringMatching(en) } });
    });

    test.each<[what: string, entries: Entry[], en: RegExp]>([
        [
            "another authority",
            [caa("example.com", "issue", "pki.goog")],
            /^Add: example\.com CAA 0 issue "letsencrypt\.org" and example\.com CAA 0 issue "trustasia\.com"; or remove the CAA/,
        ],
        [
            "one of the two",
            [caa("example.com", "issue", "letsencrypt.org")],
            /^Add: example\.com CAA 0 issue "trustasia\.com"; or remove/,
        ],
        [
            "both, one under a condition that only one account meets",
            [
                caa("example.com", "issue", "letsencrypt.org; accounturi=https://acme.test/1"),
                caa("example.com", "issue", "trustasia.com"),
            ],
            /^Add: example\.com CAA 0 issue "letsencrypt\.org"; or remove/,
        ],
        [
            "nobody, by an unknown critical tag: another record would not help",
            [caa("example.com", "issue", "letsencrypt.org"), caa("example.com", "tbs", "unknown", 128)],
            /^Remove the CAA record of example\.com with the tag "tbs", or set its flags to 0\.$/,
        ],
    ])("the advice names the records to add or to remove: %s", async (_, entries, en) => {
        const [first] = await lookOnce([RIGHT, ...entries]);
        expect(first?.advice?.en).toMatch(en);
        expect(first?.sentence.zh).not.toMatch(/\w为/);
    });

    test("a condition of an authority is named, as nobody here can tell whether it is met", async () => {
        const entries = [
            caa("example.com", "issue", "letsencrypt.org; accounturi=https://acme.test/1"),
            caa("example.com", "issue", "trustasia.com"),
        ];
        const [first] = await lookOnce([RIGHT, ...entries]);
        expect(first).toMatchObject({ id: "caaMayForbid", severity: "information" });
        expect(first?.sentence.en).toMatch(
            /sets conditions for www\.example\.com \(letsencrypt\.org; accounturi=https/,
        );
        const free = caa("example.com", "issue", "letsencrypt.org");
        expect((await lookOnce([RIGHT, ...entries, free]))[0]?.id).toBe("allRight");
    });

    test("a wildcard certificate goes by issuewild", async () => {
        await using situation = await Situation.of([RIGHT, caa("www.example.com", "issuewild", "pki.goog")]);
        const dns = { name: NAME, type: "CNAME", value: VALUE };
        const [first] = await situation.round({ domain: "*.www.example.com", dns });
        expect(first).toMatchObject({ id: "caaForbids", sentence: { en: expect.stringContaining("only pki.goog") } });
        expect(first?.sentence.en).toContain("to issue for *.www.example.com;");
        expect(first?.advice?.en).toContain('www.example.com CAA 0 issuewild "letsencrypt.org"');
    });

    test("a record that the domain's CNAME target has is named by its owner", async () => {
        const entries: Entry[] = [["www.example.com", "CNAME", "user.pages.test"]];
        const zones = { "example.com": [...NS, RIGHT, ...entries], "ns.test": ADDRESSES };
        const follows: Behaviour = (asked) =>
            asked.type === "CAA" && asked.name === "www.example.com"
                ? {
                      answers: [
                          { name: asked.name, type: "CNAME", ttl: 60, data: "user.pages.test" },
                          { name: "user.pages.test", type: "CAA", ttl: 60, data: { tag: "issue", value: "pki.goog" } },
                      ],
                  }
                : resolver(zones)(asked);
        const [first] = await lookOnce([RIGHT, ...entries], { "127.0.0.2": follows });
        expect(first?.sentence.en).toMatch(
            /record of user\.pages\.test, to which www\.example\.com points, permits only pki\.goog/,
        );
        // That record is not the user's, as a rule.
        expect(first?.advice?.en).toMatch(
            /^Point www\.example\.com to the CNAME target that the EdgeOne console shows/,
        );
    });

    test("a look-up that fails everywhere", async () => {
        const zones = { "example.com": [...NS, RIGHT], "ns.test": ADDRESSES };
        const fails: Behaviour = (asked) => (asked.type === "CAA" ? { code: "SERVFAIL" } : resolver(zones)(asked));
        const [first] = await lookOnce([RIGHT], { "127.0.0.2": fails, "127.0.0.3": fails });
        expect(first).toMatchObject({ id: "caaUnreadable", severity: "probable" });
        const [once] = await lookOnce([RIGHT], { "127.0.0.2": fails });
        expect(once?.id).toBe("allRight");
    });

    test("a look-up that nobody answers, once that is so again, and only of resolvers that answer other questions", async () => {
        const zones = { "example.com": [...NS, RIGHT], "ns.test": ADDRESSES };
        const silent: Behaviour = (asked) => (asked.type === "CAA" ? undefined : resolver(zones)(asked));
        const limits = { answerMs: 300, getMs: 2000, roundMs: 8000 };
        await using situation = await Situation.of([RIGHT], { "127.0.0.2": silent, "127.0.0.3": silent }, { limits });
        const [once] = await situation.round();
        expect(once?.id).toBe("allRight");
        expect(once?.sentence.en).toMatch(
            /Whether CAA records of www\.example\.com, example\.com forbid it is not known\.$/,
        );
        const [again] = await situation.round();
        expect(again).toMatchObject({ id: "caaUnreadable", severity: "probable" });
        expect(again?.sentence.en).toBe(
            "The CAA look-up of www.example.com fails (no answer in time): a certificate authority must then refuse.",
        );
    });

    test("a look-up that nobody answers is asked for twice in a round that may take as long", async () => {
        const zones = { "example.com": [...NS, RIGHT], "ns.test": ADDRESSES };
        const silent: Behaviour = (asked) => (asked.type === "CAA" ? undefined : resolver(zones)(asked));
        const limits = { answerMs: 300, getMs: 2000, roundMs: 8000, datagrams: 120 };
        await using situation = await Situation.of([RIGHT], { "127.0.0.2": silent, "127.0.0.3": silent }, { limits });
        const dns = { name: NAME, type: "CNAME", value: VALUE };
        const [first] = await situation.diagnosis.round(
            { domain: "www.example.com", dns },
            { signal: new AbortController().signal },
        );
        expect(first?.id).toBe("caaUnreadable");
    });

    test("a resolver that is mute altogether is not asked for CAA records where another answers", async () => {
        const limits = { answerMs: 300, getMs: 2000, roundMs: 8000 };
        const forbids = caa("example.com", "issue", "pki.goog");
        await using situation = await Situation.of([RIGHT, forbids], { "127.0.0.2": mute }, { limits });
        const [first] = await situation.round();
        expect(first?.id).toBe("caaForbids");
        expect(situation.world.asked).not.toContain("127.0.0.2 CAA example.com");
    });

    test("records that were not looked at, as a name has too many labels for one round, are named", async () => {
        const domain = "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.example.com";
        const name = `_dnsauth.${domain}`;
        const proof = { domain, dns: { name, type: "CNAME", value: `${domain}.eoacme0.com` } };
        await using situation = await Situation.of([
            [name, "CNAME", `${domain}.eoacme0.com`],
            caa("example.com", "issue", "pki.goog"),
        ]);
        const [first] = await situation.round(proof);
        expect(first?.id).toBe("allRight");
        expect(first?.sentence.en).toMatch(/Whether CAA records of .*example\.com forbid it is not known\.$/);
        // A name that leaves room for it.
        const [whole] = await lookOnce([RIGHT]);
        expect(whole?.sentence.en).not.toContain("CAA records of");
    });

    test("a mistake in the record comes first", async () => {
        const [first] = await lookOnce([[NAME, "CNAME", "other.example.net"], caa("example.com", "issue", "pki.goog")]);
        expect(first?.id).toBe("wrongValue");
    });
});

describe("the domain itself", () => {
    const idsOf = async (entries: Entry[]) => (await lookOnce([RIGHT, ...entries])).map(({ id }) => id);

    test("that points to EdgeOne is nothing to speak of", async () => {
        expect(await idsOf([["www.example.com", "CNAME", "www.example.com.eo.dnse2.com"]])).toEqual(["allRight"]);
    });

    test("that points elsewhere is said to", async () => {
        expect(await idsOf([["www.example.com", "A", "203.0.113.9"]])).toEqual(["allRight", "hostNotOnEdgeOne"]);
    });
});
