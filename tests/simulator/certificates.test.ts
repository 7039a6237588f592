import type { Simulator } from "../../simulator";
import { check, ZONE } from "./nodeClient";
import { codeOf, simulated } from "./simulated";

const DAY_MS = 24 * 3600 * 1000;

describe("a domain", () => {
    let simulator: Simulator;
    const { clock, start } = simulated((started) => {
        simulator = started;
    });
    // Half a second on, as certificates are issued at any time, but theirs are whole seconds.
    beforeEach(() => {
        clock.now += 500;
    });

    const domain = (name = "aa.xzone.cloud") => simulator.domain(ZONE, name);
    const checkedCode = (name = "aa.xzone.cloud") => codeOf(check(simulator, name));
    const certificateOf = async (name = "aa.xzone.cloud") => {
        const answer = await check(simulator, name);
        return answer.error ?? answer.fields;
    };

    test("that was never applied for is an error of its own, and takes no memory", async () => {
        expect(await checkedCode()).toMatch(/\.FreeCertificateVerificationIsEmpty$/);
        expect(simulator.domains).toEqual([]);
        expect(domain().state).toEqual({ status: "neverApplied" });
    });

    test("that was applied for waits for its validation value to be seen", async () => {
        domain().apply();
        expect(await checkedCode()).toBe("ResourceUnavailable.RecordUnExpected");
        expect(domain().state).toEqual({ status: "pending", code: "ResourceUnavailable.RecordUnExpected" });
    });

    test("waits for any other reason that a test gives", async () => {
        domain().pending({
            code: "FailedOperation.ApplyCertDnsVerificationFailed",
            message: "no record",
            requestId: "r-1",
        });
        expect((await check(simulator, "aa.xzone.cloud")).error).toEqual({
            code: "FailedOperation.ApplyCertDnsVerificationFailed",
            message: "no record",
            requestId: "r-1",
        });
    });

    test("that is issued has a certificate for 90 days, in whole seconds", async () => {
        domain().issue();
        expect(await certificateOf()).toMatchObject({
            CommonName: "aa.xzone.cloud",
            SignatureAlgorithm: "RSA 2048",
            ExpireTime: "2026-04-01T00:00:00Z",
        });
        clock.now += DAY_MS;
        expect(await certificateOf()).toMatchObject({ ExpireTime: "2026-04-01T00:00:00Z" });
    });

    test("is issued the certificate that a test gives", async () => {
        const expireTime = "2026-02-03T04:05:06Z";
        domain().issue({ commonName: "other.example", signatureAlgorithm: "ECC", expireTime, requestId: "r-2" });
        expect(await certificateOf()).toEqual({
            CommonName: "other.example",
            SignatureAlgorithm: "ECC",
            ExpireTime: expireTime,
            RequestId: "r-2",
        });
    });

    test("is the same in capitals", async () => {
        domain("AA.xzone.cloud").issue();
        expect(await certificateOf("aa.XZONE.cloud")).toMatchObject({ CommonName: "aa.xzone.cloud" });
    });

    test("is not the same in another zone", async () => {
        simulator.domain("zone-other", "aa.xzone.cloud").issue();
        expect(await checkedCode()).toMatch(/IsEmpty$/);
    });

    test("issued after a time is pending until then, checked or not", async () => {
        domain().issueAfter(1000);
        clock.now += 999;
        expect(await checkedCode()).toBe("ResourceUnavailable.RecordUnExpected");
        clock.now += 1;
        expect(await certificateOf()).toMatchObject({ ExpireTime: "2026-04-01T00:00:01Z" });
    });

    test("issued some time after its first check waits for that check", async () => {
        domain().issueAfter(1000, { from: "firstCheck", commonName: "*.xzone.cloud" });
        clock.now += 60_000;
        expect(domain().state.status).toBe("pending");
        expect(await checkedCode()).toBe("ResourceUnavailable.RecordUnExpected");
        clock.now += 999;
        expect(await checkedCode()).toBe("ResourceUnavailable.RecordUnExpected");
        clock.now += 1;
        expect(await certificateOf()).toMatchObject({ CommonName: "*.xzone.cloud" });
    });

    test("that is expired still answers its certificate, with a time that is past", async () => {
        domain().issue({ commonName: "*.xzone.cloud" }).expire();
        expect(await certificateOf()).toMatchObject({
            CommonName: "*.xzone.cloud",
            ExpireTime: "2025-12-31T23:59:59Z",
        });
        expect(domain().state.status).toBe("expired");
    });

    test("expires by itself when its time is over", () => {
        domain().issue();
        clock.now += 89 * DAY_MS;
        expect(domain().state.status).toBe("issued");
        clock.now += DAY_MS;
        expect(domain().state.status).toBe("expired");
    });

    test("that is renewed answers the same certificate with a new time", async () => {
        domain().issue({ commonName: "*.xzone.cloud" });
        clock.now += 75 * DAY_MS;
        domain().renew();
        expect(await certificateOf()).toMatchObject({
            CommonName: "*.xzone.cloud",
            ExpireTime: "2026-06-15T00:00:00Z",
        });
        domain().renew({ expireTime: "2027-01-01T00:00:00Z" });
        expect(await certificateOf()).toMatchObject({ ExpireTime: "2027-01-01T00:00:00Z" });
    });

    test("that is removed was never applied for", async () => {
        domain().issue().remove();
        expect(await checkedCode()).toMatch(/IsEmpty$/);
    });

    test.each([
        ["nothing", {}],
        ["no name", { SignatureAlgorithm: "RSA 2048", ExpireTime: "2026-04-01T00:00:00Z" }],
        ["a time that cannot be read", { CommonName: "a", SignatureAlgorithm: "RSA 2048", ExpireTime: "soon" }],
    ])("answers %s where a test wants that", async (_, response) => {
        domain().answer(response);
        expect(await certificateOf()).toEqual({ ...response, RequestId: expect.any(String) });
    });

    describe("under a wildcard that is issued", () => {
        beforeEach(() => domain("*.xzone.cloud").issue());

        test.each(["neverApplied", "pending"])("is answered the wildcard's, though it is %s itself", async (status) => {
            if (status === "pending") {
                domain().apply();
            }
            expect(await certificateOf()).toMatchObject({ CommonName: "*.xzone.cloud" });
            expect(domain().state.status).toBe(status);
        });

        test("is answered its own, where it has one", async () => {
            domain().issue();
            expect(await certificateOf()).toMatchObject({ CommonName: "aa.xzone.cloud" });
        });

        test("is not covered two labels down, nor at the wildcard's parent", async () => {
            expect(await checkedCode("deep.aa.xzone.cloud")).toMatch(/IsEmpty$/);
            expect(await checkedCode("xzone.cloud")).toMatch(/IsEmpty$/);
        });

        test("is not covered while the wildcard is pending", async () => {
            domain("*.xzone.cloud").apply();
            expect(await checkedCode()).toMatch(/IsEmpty$/);
        });
    });

    describe("that no test has declared", () => {
        test("may be issued", async () => {
            await start({ undeclared: "issued" });
            expect(await certificateOf()).toMatchObject({ ExpireTime: "2026-04-01T00:00:00Z" });
            clock.now += DAY_MS;
            expect(await certificateOf()).toMatchObject({ ExpireTime: "2026-04-01T00:00:00Z" });
        });

        test("may be issued some time after its first check", async () => {
            await start({ undeclared: { issueAfterMs: 20_000 } });
            expect(await checkedCode()).toBe("ResourceUnavailable.RecordUnExpected");
            clock.now += 19_999;
            expect(await checkedCode()).toBe("ResourceUnavailable.RecordUnExpected");
            clock.now += 1;
            expect(await checkedCode()).toBeUndefined();
        });

        test("is gone once it is removed, whatever the others are", async () => {
            await start({ undeclared: "issued" });
            domain().remove();
            expect(await checkedCode()).toMatch(/IsEmpty$/);
        });
    });

    test("of a zone that does not exist is an error of its own", async () => {
        await start({ zones: ["zone-other"] });
        expect(await checkedCode()).toBe("InvalidParameter.ZoneNotFound");
        expect(() => domain()).toThrow("zoneId: must be one of zone-other");
    });
});
