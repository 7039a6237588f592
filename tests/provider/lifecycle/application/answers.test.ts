import { apiError } from "../../../../provider/api/errors";
import { FreeCertificateLifecycle } from "../../../../provider/lifecycle/application/applicationLifecycle";
import { proofOf, recordName } from "../../../../provider/lifecycle/application/proof";
import { fakeContext } from "../fakeContext";

const domain = "www.example.com";
const ref = { zoneId: "zone-1", domain };
const proof = (dns: object | undefined, method = "dns_challenge" as const) =>
    proofOf(domain, method, { dns, file: undefined, requestId: "id" });

test("a record without a type is a CNAME, and one with a type keeps it", () => {
    const dns = { subdomain: "_dnsauth.www", recordValue: "value" };
    expect(proof(dns)).toMatchObject({ value: { dnsVerification: { recordType: "CNAME" } } });
    expect(proof({ ...dns, recordType: "TXT" })).toMatchObject({ value: { dnsVerification: { recordType: "TXT" } } });
});

test("name and value are exchanged only where the value is a name and the name is none", () => {
    const names = (subdomain: string, recordValue: string) => {
        const found = proof({ subdomain, recordValue });
        return found.done && "dnsVerification" in found.value && found.value.dnsVerification;
    };
    expect(names("value", "_dnsauth.www")).toMatchObject({ subdomain: "_dnsauth.www", recordValue: "value" });
    expect(names("_dnsauth.www", "_value")).toMatchObject({ subdomain: "_dnsauth.www", recordValue: "_value" });
    expect(names("www", "value")).toMatchObject({ subdomain: "www", recordValue: "value" });
});

test("an answer without the proof that was asked for says so", () => {
    const both = { dns: { subdomain: "_dnsauth", recordValue: "value" }, file: undefined, requestId: "id" };
    expect(proofOf(domain, "http_challenge", both)).toMatchObject({
        reason: {
            code: "IncompleteAnswer",
            message: "ApplyFreeCertificate succeeded, but its answer has no complete proof for http_challenge",
            advice: expect.stringContaining("report the RequestId"),
        },
    });
});

test("a name under a suffix that is no registered domain is taken by its last two labels", () => {
    expect(recordName("_dnsauth.a.co.uk", "co.uk")).toEqual({ subdomain: "_dnsauth.a", fqdn: "_dnsauth.a.co.uk" });
});

test("a method is checked by itself, and a wildcard wants dns_challenge alone", async () => {
    const { context } = fakeContext({});
    const faults = async (news: object) =>
        (await new FreeCertificateLifecycle(context).check({}, { ...ref, ...news })).failures;
    expect(await faults({ verificationMethod: "http_challenge" })).toEqual([]);
    expect(await faults({ domain: "*.example.com", verificationMethod: "dns_challenge" })).toEqual([]);
    expect(await faults({ domain: "*.example.com" })).toEqual([]);
    expect(await faults({ domain: 5, verificationMethod: "http_challenge" })).toHaveLength(1);
    expect(await faults({ domain: "*.example.com", verificationMethod: "http_challenge" })).toHaveLength(1);
});

test("what ends an application or its refresh says what was done, and what follows", async () => {
    const refused = () => Promise.reject(apiError("AuthFailure", "no"));
    const { context, clock } = fakeContext({
        applyFreeCertificate: refused,
        checkFreeCertificateVerification: refused,
    });
    const lifecycle = new FreeCertificateLifecycle(context);
    const inputs = { ...ref, verificationMethod: "dns_challenge" as const };
    await expect(clock.until(lifecycle.create(inputs))).rejects.toThrow(
        /^failed after 0s applying for the free certificate application of www\.example\.com \(zone-1\).*Nothing is lost: the next `pulumi up` applies again\.$/s,
    );
    await expect(clock.until(lifecycle.read("zone-1/www.example.com", inputs))).rejects.toThrow(
        /^failed after 0s reading the free certificate application of .*a failed read does not mean that the application is gone\. Run again later\.$/s,
    );
});
