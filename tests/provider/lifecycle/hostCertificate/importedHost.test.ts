import { apiError } from "../../../../provider/api/errors";
import { importedHost } from "../../../../provider/lifecycle/hostCertificate/importedHost";
import { answered, fakeContext } from "../fakeContext";

const outs = { zoneId: "zone-1", host: "www.example.com", mode: "eofreecert_manual", status: "deployed" };
const certificate = {
    commonName: "*.example.com",
    signatureAlgorithm: "RSA 2048",
    expireTime: "2027-02-21T00:00:00Z",
    requestId: "id",
};
const imported = (change: object = {}, check: typeof certificate | ReturnType<typeof apiError> = certificate) => {
    const { context, clock } = fakeContext({ checkFreeCertificateVerification: async () => answered(check) });
    return clock.until(importedHost(context, { ...outs, ...change }));
};

test("an imported host has the common name of its certificate in state, and the mode in its inputs where it is not the usual", async () => {
    const { zoneId, host } = outs;
    expect(await imported()).toEqual({ inputs: { zoneId, host }, outs: { ...outs, commonName: "*.example.com" } });
    const mode = "eofreecert";
    expect(await imported({ mode })).toMatchObject({ inputs: { zoneId, host, mode } });
});

test("a certificate that is not issued has no common name to import", async () => {
    const pending = apiError("ResourceUnavailable.RecordUnExpected", "not seen");
    expect((await imported({}, pending)).outs).toEqual(outs);
});

test.each([
    [{ mode: "sslcert", certificateId: "own-1" }, /\(mode sslcert, own-1\)\.\n {2}next step: leave the host as it is/],
    [{ mode: "sslcert" }, /\(mode sslcert, no CertId\)/],
    [{ mode: "disable" }, /its mode is disable, so .*\n {2}next step: declare the resource in the program/],
])("a host that serves no free certificate is not imported: %j", async (change, message) => {
    await expect(imported(change)).rejects.toMatchObject({
        name: "ImportError",
        message: expect.stringMatching(
            /^the certificate of the host www\.example\.com \(zone-1\) cannot be imported: /,
        ),
    });
    await expect(imported(change)).rejects.toThrow(message);
});
