import { UNKNOWN } from "../../../../provider/lifecycle/shared/inputs";
import { proofChecks, proofMapChecks } from "../../../../provider/lifecycle/shared/proofInputs";

const domain = "www.example.com";
const record = { fqdn: "_dnsauth.www.example.com", recordType: "CNAME", recordValue: "www.example.com.eoacme0.com" };
const file = { path: "/.well-known/teo-verification/abc.txt", content: "word" };
const checks = { dnsVerification: proofChecks.dnsVerification, fileVerification: proofChecks.fileVerification };
const mapChecks = {
    dnsVerification: proofMapChecks.dnsVerification,
    fileVerification: proofMapChecks.fileVerification,
};

describe("a proof", () => {
    test.each([
        ["dnsVerification", { ...record, fqdn: "_DNSauth.www.example.com.", subdomain: "_dnsauth.www" }, record],
        ["dnsVerification", { ...record, fqdn: UNKNOWN }, { ...record, fqdn: UNKNOWN }],
        ["dnsVerification", { ...record, recordValue: "Case.Counts." }, { ...record, recordValue: "Case.Counts." }],
        ["fileVerification", { ...file, url: "http://www.example.com/x" }, file],
        ["fileVerification", { ...file, path: UNKNOWN }, { ...file, path: UNKNOWN }],
        ["fileVerification", UNKNOWN, UNKNOWN],
        ["fileVerification", undefined, undefined],
        ["fileVerification", null, undefined],
    ] as const)("as %s %j is taken as %j", (property, given, value) => {
        expect(checks[property](given)).toStrictEqual({ value });
    });

    const needed = "must be the dnsVerification of a FreeCertificate: an object with fqdn, recordType, recordValue";
    test.each([
        ["dnsVerification", "CNAME x", needed],
        ["dnsVerification", "", needed],
        ["dnsVerification", false, needed],
        ["dnsVerification", { ...record, recordType: 5 }, needed],
        ["dnsVerification", { ...record, recordValue: "" }, needed],
        [
            "fileVerification",
            { path: file.path },
            "must be the fileVerification of a FreeCertificate: an object with path, content",
        ],
        ["fileVerification", { ...file, path: "a/b" }, "must have a path that begins with a slash"],
    ] as const)("as %s %j is refused: %s", (property, given, reason) => {
        expect(checks[property](given)).toEqual({ reason });
    });
});

describe("proofs by the domain", () => {
    test.each([
        ["dnsVerification", { "WWW.Example.com.": record }, { [domain]: record }],
        [
            "fileVerification",
            { [domain]: file, "a.example.com": UNKNOWN },
            { [domain]: file, "a.example.com": UNKNOWN },
        ],
        ["dnsVerification", { [domain]: null, "a.example.com": undefined }, {}],
        ["dnsVerification", UNKNOWN, UNKNOWN],
        ["dnsVerification", undefined, undefined],
        ["dnsVerification", null, undefined],
    ] as const)("as %s %j are taken as %j", (property, given, value) => {
        expect(mapChecks[property](given)).toStrictEqual({ value });
    });

    test("that are no map are refused", () => {
        for (const given of [[record], "text", 5]) {
            expect(mapChecks.dnsVerification(given)).toEqual({
                reason: "must be a map from each domain to the dnsVerification of its FreeCertificate",
            });
        }
    });

    test("are refused one by one, each under its domain, and none is taken beside one that is refused", () => {
        const given = { [domain]: { path: "a" }, "a b": file, "x y": 5, "c.example.com": file };
        expect(mapChecks.fileVerification(given)).toEqual({
            faults: [
                { property: `fileVerification["${domain}"]`, reason: expect.stringContaining("path, content") },
                { property: 'fileVerification["a b"]', reason: expect.stringContaining("white space") },
                { property: 'fileVerification["x y"]', reason: expect.stringContaining("white space") },
                { property: 'fileVerification["x y"]', reason: expect.stringContaining("path, content") },
            ],
        });
    });
});

describe("how a missing proof is dealt with", () => {
    const { failAfterProofMissing, checkIntervalWhileProofMissing } = proofChecks;

    test.each([
        [undefined, undefined],
        [null, undefined],
        [UNKNOWN, UNKNOWN],
        ["30s", "30s"],
        ["1h", "1h"],
    ])("may be %j", (given, value) => {
        expect(failAfterProofMissing(given)).toEqual({ value });
        expect(checkIntervalWhileProofMissing(given)).toEqual({ value });
    });

    test("differs in the durations that it may have", () => {
        const patience = { reason: 'must be a duration above 0 and up to 168h, such as "10m"' };
        const interval = { reason: 'must be a duration from "0s" (on the usual schedule) to "1h", such as "30s"' };
        for (const wrong of ["soon", 30, "-1s"]) {
            expect(failAfterProofMissing(wrong)).toEqual(patience);
            expect(checkIntervalWhileProofMissing(wrong)).toEqual(interval);
        }
        expect(failAfterProofMissing("0s")).toEqual(patience);
        expect(failAfterProofMissing("168h1s")).toEqual(patience);
        expect(failAfterProofMissing("168h")).toEqual({ value: "168h" });
        expect(checkIntervalWhileProofMissing("0s")).toEqual({ value: "0s" });
        expect(checkIntervalWhileProofMissing("1h1ms")).toEqual(interval);
    });
});
