import type { Finding } from "../../../../provider/diagnosis";
import { finding, missing, right, wrong } from "../../waiting/proof/findings";
import { a, b, c, domains, failing, id, lifecycle, neverApplied, outs, pending, zoneId } from "./setFixture";

const record = { fqdn: "_dnsauth.www.example.com", recordType: "CNAME", recordValue: "www.example.com.eoacme0.com" };
const file = { path: "/.well-known/teo-verification/abc.txt", content: "word" };
const seeing = (sees: (domain: string) => Finding[]) => lifecycle(() => pending, 0, sees);
const linesOf = ({ message }: Error) => message.split("\n").map((line) => line.trim());

describe("check", () => {
    test("takes proofs by the domain, however it is written", async () => {
        const news = { zoneId, domains, dnsVerification: { "A.XZone.Cloud.": record } };
        await expect(lifecycle().it.check({}, news)).resolves.toEqual({
            inputs: { ...news, dnsVerification: { [a]: record } },
            failures: [],
        });
    });

    test("names the domain whose proof cannot be used", async () => {
        const proofs = { dnsVerification: { [a]: {}, "a b": record }, fileVerification: [file] };
        const { failures } = await lifecycle().it.check({}, { zoneId, domains, ...proofs });
        expect(failures?.map(({ property }) => property)).toEqual([
            `dnsVerification["${a}"]`,
            'dnsVerification["a b"]',
            "fileVerification",
        ]);
    });
});

test("diff finds nothing in any change of the proofs", async () => {
    const news = {
        dnsVerification: { [a]: record },
        fileVerification: { [a]: file },
        failAfterProofMissing: "10m",
        checkIntervalWhileProofMissing: "1m",
        secretProof: true,
    };
    await expect(lifecycle().it.diff(id, outs, { zoneId, domains, ...news })).resolves.toEqual({
        changes: false,
        replaces: [],
    });
});

describe("create", () => {
    const customTimeouts = { create: "60s" };

    test("looks for the proof of each domain, or for whatever EdgeOne may have asked for", async () => {
        const given = seeing(() => []);
        const proofs = { dnsVerification: { [a]: record }, fileVerification: { [b]: file } };
        await failing(given, (it) => it.create({ zoneId, domains, ...proofs, customTimeouts }));
        expect(given.watched).toEqual([
            expect.objectContaining({ domain: a, dns: expect.objectContaining({ name: record.fqdn }) }),
            expect.objectContaining({ domain: b, file }),
            expect.objectContaining({ domain: c }),
        ]);
        expect(given.watched.map((one) => ["dns" in one, "file" in one])).toEqual([
            [true, false],
            [false, true],
            [false, false],
        ]);
    });

    test("says of every group of domains what is wrong, and of each which record to add", async () => {
        const findings: Record<string, Finding> = {
            [a]: missing,
            [b]: missing,
            [c]: { ...wrong, sentence: { en: "It points to x; it must point to y.", zh: "" } },
            "d.xzone.cloud": right,
        };
        const given = seeing((of) => [findings[of] ?? finding("cannotLook")]);
        const { error } = await failing(given, (it) =>
            it.create({ zoneId, domains: Object.keys(findings), customTimeouts }),
        );
        const last = "ResourceUnavailable.RecordUnExpected: not seen (RequestId id-pending)";
        const add = "Add the record: _dnsauth.www.example.com CNAME www.example.com.eoacme0.com";
        expect(linesOf(error).slice(3)).toEqual([
            `2 x record missing; ${last}`,
            `${a}: There is recordMissing. ${add}`,
            `${b}: There is recordMissing. ${add}`,
            `domains:   ${a}, ${b}`,
            `1 x wrong value; ${last}`,
            `${c}: It points to x; it must point to y. ${add}`,
            `domains:   ${c}`,
            `1 x proof correct; ${last}`,
            "d.xzone.cloud: There is allRight.",
            expect.stringMatching(/^next step: Publish the DNS record/),
            "domains:   d.xzone.cloud",
            expect.stringMatching(/^Nothing is lost/),
        ]);
    });

    test("puts the largest group first, and tells twenty of it which record to add", async () => {
        const many = Array.from({ length: 21 }, (_, i) => `host-${i}.xzone.cloud`);
        const given = seeing((of) => [of === a ? wrong : missing]);
        const { error } = await failing(given, (it) => it.create({ zoneId, domains: [a, ...many], customTimeouts }));
        const lines = linesOf(error).slice(3);
        expect(lines[0]).toMatch(/^21 x record missing; /);
        expect(lines.slice(1, 21).map((line) => line.split(":")[0])).toEqual(many.slice(0, 20));
        expect(lines[21]).toMatch(/^next step: Publish the DNS record/);
        expect(lines[22]).toBe(`domains:   ${many.join(", ")}`);
        expect(lines[23]).toMatch(/^1 x wrong value; /);
        const twenty = seeing(() => [missing]);
        const told = await failing(twenty, (it) => it.create({ zoneId, domains: many.slice(1), customTimeouts }));
        expect(told.error.message).not.toContain("next step:");
    });

    test("ends only the waits whose proof has been missing for too long, and says of the first what was seen", async () => {
        const given = seeing((of) => [of === a ? missing : right]);
        const { error, seconds } = await failing(given, (it) =>
            it.create({ zoneId, domains: [a, b], failAfterProofMissing: "5m" }),
        );
        const why = "the proof has been missing for 5m without a break (failAfterProofMissing)";
        const add = "Add the record: _dnsauth.www.example.com CNAME www.example.com.eoacme0.com";
        expect(error.message).toMatch(/0 issued, 1 pending, 1 failed/);
        expect(error.message).toContain(`\n    ${a}: ${why} There is recordMissing. ${add}\n`);
        expect(seconds()).toBe(1800);
        expect(given.logged).toEqual([
            `the free certificate of ${a} (${zoneId}) failed: ${why}; There is recordMissing.; ResourceUnavailable.RecordUnExpected: not seen (RequestId id-pending). ${add} The wait for the other domain goes on.`,
        ]);
    });

    test("says of a failure of another kind what the API says, and how many are waited for", async () => {
        const given = lifecycle((domain) => (domain === b ? neverApplied : pending));
        await failing(given, (it) => it.create({ zoneId, domains, customTimeouts: { create: "2m" } }));
        expect(given.logged).toEqual([
            expect.stringMatching(
                /^the free certificate of b\.xzone\.cloud \(zone-28v607hq8d3m\) failed: FailedOperation\.FreeCertificateVerificationIsEmpty: none \(RequestId id-none\)\. .+ The waits for the 2 other domains go on\.$/,
            ),
        ]);
    });
});
