import { Simulator } from "../../../simulator/index";

const zoneId = "zone-28v607hq8d3m";
const domain = "aa.xzone.cloud";

describe("a look-up from a program", () => {
    let simulator: Simulator;
    let getFreeCertificateVerification: typeof import("../../../provider/index").getFreeCertificateVerification;
    let getFreeCertificateVerificationOutput: typeof import("../../../provider/index").getFreeCertificateVerificationOutput;
    const before = { ...process.env };

    beforeAll(async () => {
        simulator = await Simulator.start();
        Object.assign(process.env, simulator.environment());
        ({ getFreeCertificateVerification, getFreeCertificateVerificationOutput } = require("../../../provider"));
    });
    beforeEach(() => simulator.reset());
    afterAll(async () => {
        process.env = before;
        await simulator.stop();
    });

    test("finds an issued certificate with one call", async () => {
        simulator.domain(zoneId, domain).issue({ expireTime: "2027-07-31T07:06:57Z", requestId: "id-1" });
        await expect(getFreeCertificateVerification({ zoneId, domain: "AA.xzone.cloud" })).resolves.toEqual({
            zoneId,
            domain,
            commonName: domain,
            signatureAlgorithm: "RSA 2048",
            expireTime: "2027-07-31T07:06:57Z",
            requestId: "id-1",
        });
        expect(simulator.callCount()).toBe(1);
    });

    test("takes outputs too", async () => {
        simulator.domain(zoneId, domain).issue({ expireTime: "2027-07-31T07:06:57Z" });
        const found = getFreeCertificateVerificationOutput({ zoneId, domain });
        const expireTime = await new Promise((resolve) => found.apply(({ expireTime }) => resolve(expireTime)));
        expect(expireTime).toBe("2027-07-31T07:06:57Z");
    });

    test("does not wait, and says what is wrong without a stack trace", async () => {
        simulator.domain(zoneId, domain).apply();
        const pending = getFreeCertificateVerification({ zoneId, domain });
        await expect(pending).rejects.toMatchObject({ __pulumiRunError: true });
        await expect(pending).rejects.toThrow(/there is no free certificate of aa\.xzone\.cloud .*RecordUnExpected/s);
        expect(simulator.callCount()).toBe(1);
    });

    test("names every bad argument at once, before any call", async () => {
        await expect(getFreeCertificateVerification({ zoneId: "x", domain: "" })).rejects.toThrow(
            /^zoneId is not a zone id.*; domain must not be empty/,
        );
        expect(simulator.callCount()).toBe(0);
    });
});
