import { covers, parseCertificate } from "../../../../provider/lifecycle/verification/certificate";

const now = Date.parse("2026-11-23T00:00:00Z");
const ref = { zoneId: "zone-1", domain: "aa.xzone.cloud" };
const whole = {
    commonName: "aa.xzone.cloud",
    signatureAlgorithm: "RSA 2048",
    expireTime: "2027-01-01T00:00:00Z",
    requestId: "id-1",
};

test("a whole answer for the domain, in force, is a certificate", () => {
    expect(parseCertificate(ref, whole, now)).toEqual({ done: true, value: whole });
});

test.each([
    ["2027-01-01T08:00:00+08:00", "2027-01-01T00:00:00Z"],
    ["2027-01-01T00:00:00.123Z", "2027-01-01T00:00:00Z"],
    ["2027-01-01T00:00:00", "2027-01-01T00:00:00Z"],
])("its time of expiry, %s, is told in UTC to the second", (given, told) => {
    expect(parseCertificate(ref, { ...whole, expireTime: given }, now)).toMatchObject({ value: { expireTime: told } });
});

test.each([
    ["no CommonName", { commonName: undefined }],
    ["no ExpireTime", { expireTime: undefined }],
    ["an invalid ExpireTime", { expireTime: "soon" }],
    ["an invalid ExpireTime", { expireTime: "2027-13-01T00:00:00Z" }],
    ["an invalid ExpireTime", { expireTime: "2027-02-31T00:00:00Z" }],
    ["an invalid ExpireTime", { expireTime: "2027-01-01" }],
    ["an invalid ExpireTime", { expireTime: "1798761600" }],
    ["an invalid ExpireTime", { expireTime: "on 2027-01-01T00:00:00Z" }],
    ["an invalid ExpireTime", { expireTime: "2027-01-01T00:00:00Z or so" }],
])("an answer with %s is not a success", (why, change) => {
    expect(parseCertificate(ref, { ...whole, ...change }, now)).toMatchObject({
        reason: {
            code: "IncompleteAnswer",
            kind: "unknown",
            message: expect.stringContaining(why),
            requestId: "id-1",
            advice: expect.stringContaining("EdgeOne console"),
        },
    });
});

test("a certificate that has expired is still to come", () => {
    expect(parseCertificate(ref, { ...whole, expireTime: "2026-11-22T23:00:00Z" }, now)).toMatchObject({
        reason: {
            code: "CertificateExpired",
            kind: "pending",
            message: expect.stringContaining("expired 1h ago"),
            advice: expect.stringContaining("of the application again"),
        },
    });
    expect(parseCertificate(ref, { ...whole, expireTime: "2026-11-23T00:00:00Z" }, now)).toMatchObject({
        reason: { code: "CertificateExpired" },
    });
});

test("a common name that does not cover the domain is an error", () => {
    expect(parseCertificate(ref, { ...whole, commonName: "bb.xzone.cloud" }, now)).toMatchObject({
        reason: {
            code: "CommonNameMismatch",
            kind: "fatal",
            message: expect.stringContaining("bb.xzone.cloud"),
            advice: expect.stringContaining("the wildcard one level above"),
        },
    });
});

test.each([
    ["aa.xzone.cloud", "aa.xzone.cloud", true],
    ["AA.xzone.cloud", "aa.xzone.cloud", true],
    ["*.xzone.cloud", "aa.xzone.cloud", true],
    ["*.xzone.cloud", "*.xzone.cloud", true],
    ["*.xzone.cloud", "xzone.cloud", false],
    ["*.xzone.cloud", "b.aa.xzone.cloud", false],
    ["*.aa.xzone.cloud", "aa.xzone.cloud", false],
    ["*.cloud", "xzone.cloud", true],
    ["aa.xzone.cloud", "*.xzone.cloud", false],
    ["xzone.cloud", "aa.xzone.cloud", false],
    ["b.xzone.cloud", "aa.xzone.cloud", false],
    ["*xzone.cloud", "axzone.cloud", false],
])("%s covers %s: %s", (commonName, domain, expected) => {
    expect(covers(commonName, domain)).toBe(expected);
});

test.each([
    ["例え.テスト", "xn--r8jz45g.xn--zckzah", "xn--r8jz45g.xn--zckzah"],
    ["*.例え.テスト.", "*.xn--r8jz45g.xn--zckzah", "www.xn--r8jz45g.xn--zckzah"],
    ["AA.xzone.cloud.", "aa.xzone.cloud", "aa.xzone.cloud"],
    ["*.XZONE。cloud", "*.xzone.cloud", "aa.xzone.cloud"],
])("a CommonName is a name, however it is written: %s", (answered, commonName, domain) => {
    expect(parseCertificate({ ...ref, domain }, { ...whole, commonName: answered }, now)).toEqual({
        done: true,
        value: { ...whole, commonName },
    });
});

test("a name above 64 characters has no CommonName, and is not waited for in vain", () => {
    const domain = `${"a".repeat(53)}.xzone.cloud`;
    expect(domain).toHaveLength(65);
    const answer = { ...whole, commonName: "" };
    expect(parseCertificate({ ...ref, domain }, answer, now)).toEqual({
        done: true,
        value: { ...whole, commonName: domain },
    });
    expect(parseCertificate({ ...ref, domain }, { ...answer, expireTime: undefined }, now)).toMatchObject({
        reason: { code: "IncompleteAnswer" },
    });
    expect(parseCertificate({ ...ref, domain }, { ...answer, commonName: "bb.xzone.cloud" }, now)).toMatchObject({
        reason: { code: "CommonNameMismatch" },
    });
    expect(parseCertificate({ ...ref, domain: domain.slice(1) }, answer, now)).toMatchObject({
        reason: { code: "IncompleteAnswer" },
    });
});
