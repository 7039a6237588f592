import { apiError } from "../../../../provider/api/errors";
import { FreeCertificateVerificationLifecycle } from "../../../../provider/lifecycle/verification/verificationLifecycle";
import { wordsIn } from "../../../../provider/waiting/proof/causes";
import { Rounds } from "../../../../provider/waiting/proof/rounds";
import { type ProofToWatch, WatchedProof } from "../../../../provider/waiting/proof/watchedProof";
import { fakeContext } from "../fakeContext";

const zoneId = "zone-28v607hq8d3m";
const domain = "www.example.com";
const record = { fqdn: "_dnsauth.www.example.com", recordType: "CNAME", recordValue: "www.example.com.eoacme0.com" };
const file = { path: "/.well-known/teo-verification/abc.txt", content: "word" };
const pending = apiError("ResourceUnavailable.RecordUnExpected", "not seen", "id-pending");

/** The lifecycle before an API that never issues anything, and for which proofs it looks. */
function lifecycle() {
    const watched: ProofToWatch[] = [];
    const given = fakeContext({ checkFreeCertificateVerification: () => Promise.reject(pending) });
    const rounds = new Rounds(given.clock, async () => []);
    const context = {
        ...given.context,
        watchProof: (proof: ProofToWatch, tell: ConstructorParameters<typeof WatchedProof>[4]) => {
            watched.push(proof);
            return new WatchedProof(given.clock, rounds, wordsIn("en"), proof, tell);
        },
    };
    const it = new FreeCertificateVerificationLifecycle(context);
    const message = (creating: Promise<unknown>) =>
        given.clock.until(creating).then(
            () => "issued",
            (error: Error) => error.message,
        );
    return { it, watched, message };
}

describe("check", () => {
    test("takes the outputs of a FreeCertificate, and keeps what is looked for", async () => {
        const news = {
            dnsVerification: { ...record, fqdn: "_DNSauth.www.example.com.", subdomain: "_dnsauth.www" },
            fileVerification: { ...file, url: `http://${domain}${file.path}` },
            failAfterProofMissing: "10m",
            checkIntervalWhileProofMissing: "0s",
        };
        await expect(lifecycle().it.check({}, { zoneId, domain, ...news })).resolves.toEqual({
            inputs: { zoneId, domain, ...news, dnsVerification: record, fileVerification: file },
            failures: [],
        });
    });

    test("puts nothing into the inputs of who gives nothing", async () => {
        const news = { zoneId, domain, dnsVerification: undefined, fileVerification: null };
        const { inputs } = await lifecycle().it.check({}, news);
        expect(inputs).toStrictEqual({ zoneId, domain });
    });

    test("refuses what cannot be used of a proof, by name", async () => {
        const news = {
            zoneId,
            domain,
            dnsVerification: "CNAME x",
            fileVerification: {},
            failAfterProofMissing: "soon",
            checkIntervalWhileProofMissing: "2h",
        };
        const { failures } = await lifecycle().it.check({}, news);
        expect(failures?.map(({ property }) => property)).toEqual(Object.keys(news).slice(2));
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

    test("finds nothing in any change of the proof", async () => {
        const { it } = lifecycle();
        const outs = { zoneId, domain, ...certificate };
        await expect(it.diff("id", outs, { zoneId, domain, ...changes })).resolves.toEqual({
            changes: false,
            replaces: [],
        });
    });
});

describe("create", () => {
    test("looks for what the inputs say, and every 30 s at the API by default", async () => {
        const { it, watched, message } = lifecycle();
        const customTimeouts = { create: "10s" };
        const proofs = { dnsVerification: record, fileVerification: file, failAfterProofMissing: "10m" };
        await message(it.create({ zoneId, domain, ...proofs, customTimeouts }));
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
        const { it, watched, message } = lifecycle();
        await message(it.create({ zoneId, domain, customTimeouts: { create: "10s" } }));
        expect(watched).toMatchObject([{ domain, isSecret: false }]);
        expect(watched[0]).not.toHaveProperty("dns");
    });
});
