import type { Simulator, SimulatorOptions } from "../../simulator";
import { call, check, ZONE } from "./nodeClient";
import { apply, codeOf, DOMAIN, simulated } from "./simulated";

describe("an application for a free certificate", () => {
    let simulator: Simulator;
    const { clock, start } = simulated((started) => {
        simulator = started;
    });

    const recordOf = async (domain?: string) => {
        const { fields } = (await apply(simulator, domain)) as { fields: Record<string, Record<string, string>> };
        return fields.DnsVerification as { Subdomain: string; RecordType: string; RecordValue: string };
    };

    test("by DNS asks for a CNAME, relative to the zone, and for no file", async () => {
        const { fields } = await apply(simulator);
        expect(fields).toEqual({
            DnsVerification: {
                Subdomain: "_dnsauth.www",
                RecordType: "CNAME",
                RecordValue: expect.stringMatching(/^[0-9a-f]{16}\.dnsauth\.teo\.example$/),
            },
            RequestId: expect.any(String),
        });
    });

    test("by file asks for one at the domain, and for no record", async () => {
        const { fields } = await apply(simulator, DOMAIN, "http_challenge");
        expect(fields).toEqual({
            FileVerification: {
                Path: expect.stringMatching(/^\/\.well-known\/teo-verification\/[0-9a-f]{10}\.txt$/),
                Content: expect.stringMatching(/^[0-9a-f]{32}$/),
            },
            RequestId: expect.any(String),
        });
    });

    test.each([
        ["www.example.com", "_dnsauth.www"],
        ["a.b.example.com", "_dnsauth.a.b"],
        ["*.b.example.com", "_dnsauth.b"],
        ["example.com", "_dnsauth"],
        ["*.example.com", "_dnsauth"],
    ])("for %s asks for %s", async (domain, subdomain) => {
        expect((await recordOf(domain)).Subdomain).toBe(subdomain);
    });

    test("is relative to the zone's apex, where that is declared", async () => {
        await start({ zones: { [ZONE]: "Shop.Example.co.uk" } });
        expect((await recordOf("www.shop.example.co.uk")).Subdomain).toBe("_dnsauth.www");
        expect(await codeOf(apply(simulator, "www.example.co.uk"))).toBe("InvalidParameterValue.DomainNotMatchZone");
        expect(await codeOf(apply(simulator, "evilshop.example.co.uk"))).toBe(
            "InvalidParameterValue.DomainNotMatchZone",
        );
        expect(() => simulator.domain(ZONE, "example.co.uk")).toThrow("must be shop.example.co.uk or a name under it");
    });

    test.each<[SimulatorOptions["subdomain"], string]>([
        ["fqdn", "_acme-challenge.www.example.com"],
        ["fqdn.", "_acme-challenge.www.example.com."],
    ])("may ask for the full name: %s", async (subdomain, expected) => {
        await start({ subdomain });
        expect((await recordOf()).Subdomain).toBe(expected);
        expect(simulator.domain(ZONE, DOMAIN).application?.place).toBe("_acme-challenge.www.example.com");
    });

    test("may ask for a TXT record", async () => {
        await start({ recordType: "TXT" });
        expect(await recordOf()).toMatchObject({ RecordType: "TXT", RecordValue: expect.stringMatching(/^\w{64}$/) });
    });

    test("made again asks for the same, and another domain's, zone's or method's for something else", async () => {
        const first = await recordOf();
        expect(await recordOf()).toEqual(first);
        const others = [
            await recordOf("other.example.com"),
            await call(simulator, "ApplyFreeCertificate", {
                ZoneId: "zone-other",
                Domain: DOMAIN,
                VerificationMethod: "dns_challenge",
            }),
        ];
        for (const other of others) {
            expect(JSON.stringify(other)).not.toContain(first.RecordValue);
        }
        expect(JSON.stringify(await apply(simulator, DOMAIN, "http_challenge"))).not.toContain(
            first.RecordValue.slice(0, 10),
        );
    });

    test("made again may ask for something else", async () => {
        await start({ proofValues: "fresh" });
        expect((await recordOf()).RecordValue).not.toBe((await recordOf()).RecordValue);
    });

    test("shows in the domain, with the place where the proof belongs", async () => {
        expect(simulator.domain(ZONE, DOMAIN).application).toBeUndefined();
        await apply(simulator, DOMAIN, "http_challenge");
        const { application, state } = simulator.domain(ZONE, DOMAIN);
        expect(application).toEqual({
            verificationMethod: "http_challenge",
            fileVerification: { path: expect.any(String), content: expect.any(String) },
            place: `http://www.example.com${application?.fileVerification?.path}`,
        });
        expect(state.status).toBe("pending");
        expect(simulator.domains).toEqual([{ zoneId: ZONE, domain: DOMAIN, application, state }]);
    });

    test("is taken as proven at the first check, and issued so long after it", async () => {
        await start({ issueDelayMs: 1000 });
        await apply(simulator);
        clock.now += 60_000;
        expect(await codeOf(check(simulator, DOMAIN))).toBe("ResourceUnavailable.RecordUnExpected");
        clock.now += 999;
        expect(await codeOf(check(simulator, DOMAIN))).toBe("ResourceUnavailable.RecordUnExpected");
        clock.now += 1;
        expect((await check(simulator, DOMAIN)).fields).toMatchObject({ ExpireTime: "2026-04-01T00:01:01Z" });
    });

    test("made again by the same method leaves the certificate, and by another one takes its place", async () => {
        await apply(simulator);
        await check(simulator, DOMAIN);
        await apply(simulator);
        expect(simulator.domain(ZONE, DOMAIN).state.status).toBe("issued");
        await apply(simulator, DOMAIN, "http_challenge");
        expect(simulator.domain(ZONE, DOMAIN).state.status).toBe("pending");
        expect(simulator.domain(ZONE, DOMAIN).application?.verificationMethod).toBe("http_challenge");
    });

    test("gives way to what a test declares, until it releases the domain", async () => {
        const domain = simulator.domain(ZONE, DOMAIN).pending({ code: "Made.Up" });
        await apply(simulator);
        expect(await codeOf(check(simulator, DOMAIN))).toBe("Made.Up");
        domain.issue({ commonName: "declared.example" });
        expect((await check(simulator, DOMAIN)).fields).toMatchObject({ CommonName: "declared.example" });
        domain.release();
        expect(domain.state.status).toBe("pending");
        expect((await check(simulator, DOMAIN)).fields).toMatchObject({ CommonName: DOMAIN });
    });

    test("is gone once a test removes it, and may be made again", async () => {
        await apply(simulator);
        const domain = simulator.domain(ZONE, DOMAIN).remove();
        expect(await codeOf(check(simulator, DOMAIN))).toMatch(/IsEmpty$/);
        expect(domain.application).toBeUndefined();
        await apply(simulator);
        expect(await codeOf(check(simulator, DOMAIN))).toBeUndefined();
    });

    test("takes the place of what the policy assumed", async () => {
        await start({ undeclared: { issueAfterMs: 0 } });
        expect(await codeOf(check(simulator, DOMAIN))).toBeUndefined();
        await apply(simulator);
        expect(simulator.domain(ZONE, DOMAIN).state.status).toBe("pending");
    });

    test.each([
        ["a wildcard by file", "*.example.com", "http_challenge", /^InvalidParameter.CnameWildHostNotAllow/],
        ["a method that is none", DOMAIN, "DNS_CHALLENGE", /^InvalidParameterValue$/],
        ["a name that is none", "a b", "dns_challenge", /^InvalidParameterValue.InvalidDomainName$/],
        ["a name that begins with a hyphen", "-a.example.com", "dns_challenge", /InvalidDomainName$/],
        ["a label that ends with a hyphen", "a-.example.com", "dns_challenge", /InvalidDomainName$/],
        ["a name with an underscore", "a_b.example.com", "dns_challenge", /InvalidDomainName$/],
    ])("for %s is refused", async (_, domain, method, code) => {
        expect(await codeOf(apply(simulator, domain, method))).toMatch(code);
        expect(simulator.domains).toEqual([]);
    });

    test("in a zone that does not exist is refused", async () => {
        await start({ zones: ["zone-other"] });
        expect(await codeOf(apply(simulator))).toBe("InvalidParameter.ZoneNotFound");
    });

    test("for a host that the zone does not have is refused only where hosts are declared strictly", async () => {
        expect(await codeOf(apply(simulator))).toBeUndefined();
        await start({ undeclaredHosts: "strict" });
        expect(await codeOf(apply(simulator))).toBe("ResourceUnavailable.HostNotFound");
        simulator.host(ZONE, DOMAIN).online();
        expect(await codeOf(apply(simulator))).toBeUndefined();
    });
});
