import { apiError } from "../../../../provider/api/errors";
import type { Finding } from "../../../../provider/diagnosis";
import { UNKNOWN } from "../../../../provider/lifecycle/shared/inputs";
import { FreeCertificateVerificationLifecycle } from "../../../../provider/lifecycle/verification/verificationLifecycle";
import { FreeCertificateVerificationSetLifecycle } from "../../../../provider/lifecycle/verificationSet/verificationSetLifecycle";
import { wordsIn } from "../../../../provider/waiting/proof/causes";
import { Rounds } from "../../../../provider/waiting/proof/rounds";
import { type ProofToWatch, WatchedProof } from "../../../../provider/waiting/proof/watchedProof";
import { finding, missing, right, wrong } from "../../waiting/proof/findings";
import { fakeContext } from "../fakeContext";

const zoneId = "zone-28v607hq8d3m";
const domain = "www.example.com";
const record = { fqdn: "_dnsauth.www.example.com", recordType: "CNAME", recordValue: "www.example.com.eoacme0.com" };
const file = { path: "/.well-known/teo-verification/abc.txt", content: "word" };
const pending = apiError("ResourceUnavailable.RecordUnExpected", "not seen", "id-pending");

/** Both lifecycles, before an API that never issues anything, with what is seen of each domain's proof. */
function lifecycles(sees: (domain: string) => Finding[] = () => []) {
    const watched: ProofToWatch[] = [];
    const given = fakeContext({ checkFreeCertificateVerification: () => Promise.reject(pending) });
    const rounds = new Rounds(given.clock, async ({ domain }) => sees(domain));
    const context = {
        ...given.context,
        watchProof: (proof: ProofToWatch, tell: ConstructorParameters<typeof WatchedProof>[4]) => {
            watched.push(proof);
            return new WatchedProof(given.clock, rounds, wordsIn("en"), proof, tell);
        },
    };
    const single = new FreeCertificateVerificationLifecycle(context);
    const set = new FreeCertificateVerificationSetLifecycle(context);
    const message = (creating: Promise<unknown>) =>
        given.clock.until(creating).then(
            () => "issued",
            (error: Error) => error.message,
        );
    return { ...given, single, set, watched, message };
}

describe("check", () => {
    const faultsOf = async (inputs: object) => {
        const { failures } = await lifecycles().single.check({}, { zoneId, domain, ...inputs });
        return failures?.map(({ property, reason }) => `${property} ${reason}`);
    };

    test("takes the outputs of a FreeCertificate, and keeps what is looked for", async () => {
        const news = {
            dnsVerification: { ...record, fqdn: "_DNSauth.www.example.com.", subdomain: "_dnsauth.www" },
            fileVerification: { ...file, url: `http://${domain}${file.path}` },
            failAfterProofMissing: "10m",
            checkIntervalWhileProofMissing: "0s",
        };
        await expect(lifecycles().single.check({}, { zoneId, domain, ...news })).resolves.toEqual({
            inputs: { zoneId, domain, ...news, dnsVerification: record, fileVerification: file },
            failures: [],
        });
    });

    test.each([
        [{ dnsVerification: UNKNOWN, fileVerification: UNKNOWN, failAfterProofMissing: UNKNOWN }],
        [{ dnsVerification: { ...record, recordValue: UNKNOWN } }],
        [{ fileVerification: { ...file, path: UNKNOWN } }],
    ])("lets pass what is not known yet: %j", async (news) => {
        const { inputs, failures } = await lifecycles().single.check({}, { zoneId, domain, ...news });
        expect({ inputs, failures }).toEqual({ inputs: { zoneId, domain, ...news }, failures: [] });
    });

    test("puts nothing into the inputs of who gives nothing", async () => {
        const news = { zoneId, domain, dnsVerification: undefined, fileVerification: null };
        const { inputs } = await lifecycles().single.check({}, news);
        expect(inputs).toStrictEqual({ zoneId, domain });
    });

    test.each([
        [{ dnsVerification: "CNAME x" }, /^dnsVerification must be the dnsVerification of a FreeCertificate/],
        [
            { dnsVerification: { ...record, recordValue: "" } },
            /^dnsVerification must be .* fqdn, recordType, recordValue/,
        ],
        [{ fileVerification: { ...file, path: "no-slash" } }, /^fileVerification must have a path that begins/],
        [{ failAfterProofMissing: "soon" }, /^failAfterProofMissing must be a duration above 0/],
        [{ failAfterProofMissing: "0s" }, /^failAfterProofMissing must be a duration above 0/],
        [{ checkIntervalWhileProofMissing: "2h" }, /^checkIntervalWhileProofMissing must be a duration from/],
        [{ checkIntervalWhileProofMissing: 30 }, /^checkIntervalWhileProofMissing must be a duration from/],
    ])("refuses %j", async (inputs, why) => {
        expect(await faultsOf(inputs)).toEqual([expect.stringMatching(why)]);
    });

    test("of a set takes proofs by the domain, however it is written", async () => {
        const news = { zoneId, domains: [domain], dnsVerification: { "WWW.Example.com.": record } };
        const { inputs, failures } = await lifecycles().set.check({}, news);
        expect({ inputs, failures }).toEqual({
            inputs: { ...news, dnsVerification: { [domain]: record } },
            failures: [],
        });
    });

    test("of a set names the domain whose proof cannot be used", async () => {
        const { failures } = await lifecycles().set.check(
            {},
            { zoneId, domains: [domain], dnsVerification: { [domain]: {}, "a b": record }, fileVerification: [file] },
        );
        expect(failures?.map(({ property }) => property)).toEqual([
            `dnsVerification["${domain}"]`,
            'dnsVerification["a b"]',
            "fileVerification",
        ]);
    });
});

describe("diff", () => {
    const certificate = { commonName: domain, signatureAlgorithm: "RSA 2048", expireTime: "2027-02-21T00:00:00Z" };
    const changes = {
        dnsVerification: record,
        fileVerification: file,
        failAfterProofMissing: "10m",
        checkIntervalWhileProofMissing: "1m",
        secretProof: true,
    };

    test("finds nothing in any change of the proof, for one domain and for many", async () => {
        const { single, set } = lifecycles();
        const none = { changes: false, replaces: [] };
        const outs = { zoneId, domain, ...certificate };
        await expect(single.diff("id", outs, { zoneId, domain, ...changes })).resolves.toEqual(none);
        const setOuts = { zoneId, certificates: { [domain]: { expireTime: certificate.expireTime } } };
        const ofSet = { ...changes, dnsVerification: { [domain]: record }, fileVerification: { [domain]: file } };
        await expect(set.diff("id", setOuts, { zoneId, domains: [domain], ...ofSet })).resolves.toEqual(none);
    });
});

describe("create", () => {
    test("looks for what the inputs say, and every 30 s at the API by default", async () => {
        const { single, watched, message } = lifecycles();
        const customTimeouts = { create: "10s" };
        const proofs = { dnsVerification: record, fileVerification: file, failAfterProofMissing: "10m" };
        await message(single.create({ zoneId, domain, ...proofs, customTimeouts }));
        expect(watched).toEqual([
            {
                domain,
                dns: { name: record.fqdn, type: "CNAME", value: record.recordValue },
                file,
                failAfterMissingMs: 600_000,
                checkIntervalMs: 30_000,
                isSecret: false,
            },
        ]);
    });

    test("looks for whatever EdgeOne may have asked for where the inputs say nothing", async () => {
        const { single, watched, message } = lifecycles();
        await message(single.create({ zoneId, domain, customTimeouts: { create: "10s" } }));
        expect(watched).toMatchObject([{ domain, isSecret: false }]);
        expect(watched[0]).not.toHaveProperty("dns");
    });

    test("of a set says of every group of domains what is wrong, and of each which record to add", async () => {
        const findings: Record<string, Finding> = {
            "a.example.com": missing,
            "b.example.com": missing,
            "c.example.com": { ...wrong, sentence: { en: "It points to x; it must point to y.", zh: "" } },
            "d.example.com": right,
        };
        const { set, watched, message } = lifecycles((of) => [findings[of] ?? finding("cannotLook")]);
        const domains = Object.keys(findings);
        const dnsVerification = { "a.example.com": record };
        const customTimeouts = { create: "60s" };
        const error = await message(set.create({ zoneId, domains, dnsVerification, customTimeouts }));
        expect(watched.find((one) => one.domain === "a.example.com")).toMatchObject({ dns: { name: record.fqdn } });
        const last = "ResourceUnavailable.RecordUnExpected: not seen (RequestId id-pending)";
        const add = "Add the record: _dnsauth.www.example.com CNAME www.example.com.eoacme0.com";
        const lines = error.split("\n").map((line) => line.trim());
        expect(lines.slice(3)).toEqual([
            `2 x record missing; ${last}`,
            `a.example.com: There is recordMissing. ${add}`,
            `b.example.com: There is recordMissing. ${add}`,
            "domains:   a.example.com, b.example.com",
            `1 x wrong value; ${last}`,
            `c.example.com: It points to x; it must point to y. ${add}`,
            "domains:   c.example.com",
            `1 x proof right; ${last}`,
            "d.example.com: There is allRight.",
            expect.stringMatching(/^next step: Publish the DNS record/),
            "domains:   d.example.com",
            expect.stringMatching(/^Nothing is lost/),
        ]);
    });

    test("of a set ends only the waits whose proof has been missing for too long", async () => {
        const { set, message, logged, seconds } = lifecycles((of) => [of === "a.example.com" ? missing : right]);
        const domains = ["a.example.com", "b.example.com"];
        const creating = set.create({ zoneId, domains, failAfterProofMissing: "5m" });
        expect(await message(creating)).toMatch(/0 issued, 1 pending, 1 failed/);
        expect(seconds()).toBe(1800);
        expect(logged).toEqual([
            expect.stringMatching(
                /a\.example\.com .*failed: the proof has been missing for 5m .*There is recordMissing/,
            ),
        ]);
    });
});
