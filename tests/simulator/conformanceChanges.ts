import type { ApiClient, Target } from "./conformance";

/** The actions that change something, through an SDK: for the simulator only, since nobody else's zone is to be changed. */
export function describeChangesConformance(client: ApiClient, targetOf: () => Target): void {
    const call = (action: string, parameters: Record<string, unknown>, method: "GET" | "POST" = "POST") => {
        const { endpoint, credentials, zoneId } = targetOf();
        return client({ endpoint, credentials, action, parameters: { ZoneId: zoneId, ...parameters }, method });
    };

    test.each(["GET", "POST"] as const)("an application by %s is answered by what proves it", async (method) => {
        const Domain = targetOf().pendingDomain;
        const apply = (VerificationMethod: string) =>
            call("ApplyFreeCertificate", { Domain, VerificationMethod }, method);
        expect((await apply("dns_challenge")).fields).toMatchObject({
            DnsVerification: {
                Subdomain: expect.any(String),
                RecordType: "CNAME",
                RecordValue: expect.any(String),
            },
        });
        expect((await apply("http_challenge")).fields).toMatchObject({
            FileVerification: { Path: expect.stringMatching(/^\/\.well-known\//), Content: expect.any(String) },
        });
        expect((await apply("no_challenge")).error).toMatchObject({ code: "InvalidParameterValue" });
    });

    test.each(["GET", "POST"] as const)("a binding by %s is accepted, and shows in the host", async (method) => {
        const { issuedDomain, pendingDomain } = targetOf();
        const bind = (parameters: Record<string, unknown>) => call("ModifyHostsCertificate", parameters, method);
        const bindings = [
            { Mode: "eofreecert_manual", Hosts: [issuedDomain] },
            { Mode: "sslcert", Hosts: [issuedDomain, pendingDomain], ServerCertInfo: [{ CertId: "mine" }] },
            { Mode: "disable", Hosts: [issuedDomain] },
        ];
        for (const binding of bindings) {
            expect((await bind(binding)).fields).toEqual({ RequestId: expect.any(String) });
            const Filters = [{ Name: "domain-name", Values: [issuedDomain], Fuzzy: false }];
            expect((await call("DescribeAccelerationDomains", { Filters }, method)).fields).toMatchObject({
                TotalCount: 1,
                AccelerationDomains: [{ DomainName: issuedDomain, Certificate: { Mode: binding.Mode } }],
            });
        }
        expect((await bind({ Mode: "disable", Hosts: ["none.xzone.cloud"] })).error).toMatchObject({
            code: "ResourceUnavailable.HostNotFound",
            message: expect.stringContaining("none.xzone.cloud"),
        });
    });
}
