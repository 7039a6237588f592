import { proofOf, recordName } from "../../../../provider/lifecycle/application/proof";

describe("a record's name", () => {
    test.each([
        // Relative to the DNS zone: it ends with the first labels of the domain.
        ["_dnsauth.www", "www.example.com", "_dnsauth.www", "_dnsauth.www.example.com"],
        ["_dnsauth.www", "www.example.com.cn", "_dnsauth.www", "_dnsauth.www.example.com.cn"],
        ["_dnsauth.a.b", "a.b.example.com", "_dnsauth.a.b", "_dnsauth.a.b.example.com"],
        ["_dnsauth.a", "*.a.example.com", "_dnsauth.a", "_dnsauth.a.example.com"],
        ["_DNSAuth.WWW", "www.example.com", "_dnsauth.www", "_dnsauth.www.example.com"],
        // For the zone's own name, or a wildcard below it.
        ["_dnsauth", "example.com", "_dnsauth", "_dnsauth.example.com"],
        ["_dnsauth", "*.example.com", "_dnsauth", "_dnsauth.example.com"],
        // A whole name.
        [
            "_acme-challenge.www.example.com",
            "www.example.com",
            "_acme-challenge.www",
            "_acme-challenge.www.example.com",
        ],
        ["_acme-challenge.example.com.", "*.example.com", "_acme-challenge", "_acme-challenge.example.com"],
        ["_acme-challenge.example.com.cn", "www.example.com.cn", "_acme-challenge", "_acme-challenge.example.com.cn"],
        [
            "_acme-challenge.www.example.com.cn",
            "www.example.com.cn",
            "_acme-challenge.www",
            "_acme-challenge.www.example.com.cn",
        ],
    ])("%s for %s is %s, in whole %s", (answered, domain, subdomain, fqdn) => {
        expect(recordName(answered, domain)).toEqual({ subdomain, fqdn });
    });
});

describe("a proof", () => {
    const dns = { subdomain: "_dnsauth.www", recordType: "CNAME", recordValue: "www.example.com.eoacme2.com" };
    const file = { path: "/.well-known/teo-verification/a.txt", content: "secret" };
    const answer = (parts: object) => ({ dns: undefined, file: undefined, requestId: "id-1", ...parts });

    test("by DNS has both forms of its name", () => {
        expect(proofOf("www.example.com", "dns_challenge", answer({ dns }))).toEqual({
            done: true,
            value: { dnsVerification: { ...dns, fqdn: "_dnsauth.www.example.com" } },
        });
    });

    test("by DNS whose name and value have changed places is put right", () => {
        const swapped = { ...dns, subdomain: dns.recordValue, recordValue: dns.subdomain };
        expect(proofOf("www.example.com", "dns_challenge", answer({ dns: swapped }))).toEqual({
            done: true,
            value: { dnsVerification: { ...dns, fqdn: "_dnsauth.www.example.com" } },
        });
    });

    test("by a file has its whole address", () => {
        const url = "http://www.example.com/.well-known/teo-verification/a.txt";
        expect(proofOf("www.example.com", "http_challenge", answer({ file }))).toEqual({
            done: true,
            value: { fileVerification: { ...file, url } },
        });
        const relative = { ...file, path: file.path.slice(1) };
        expect(proofOf("www.example.com", "http_challenge", answer({ file: relative }))).toMatchObject({
            value: { fileVerification: { path: file.path, url } },
        });
    });

    test.each([
        ["nothing", "dns_challenge", {}],
        ["no value", "dns_challenge", { dns: { ...dns, recordValue: undefined } }],
        ["the other method's proof", "dns_challenge", { file }],
        ["no content", "http_challenge", { file: { ...file, content: undefined } }],
    ] as const)("is not taken from an answer with %s", (_, method, parts) => {
        expect(proofOf("www.example.com", method, answer(parts))).toMatchObject({
            reason: { code: "IncompleteAnswer", kind: "unknown", requestId: "id-1" },
        });
    });
});
