import type { ApiCall, ApiClient, Target } from "./conformance";

interface Host {
    readonly ZoneId: string;
    readonly DomainName: string;
    readonly DomainStatus: string;
    readonly Certificate: { readonly Mode: string; readonly List: readonly { Status: string }[] | null } | null;
}

/** What holds of the hosts of a zone, be it the vendor's or the simulator. Nothing here changes anything. */
export function describeHostsConformance(client: ApiClient, targetOf: () => Target): void {
    const list = async (parameters: Record<string, unknown> = {}, changes: Partial<ApiCall> = {}) => {
        const { endpoint, credentials, zoneId } = targetOf();
        const action = "DescribeAccelerationDomains";
        const call = { endpoint, credentials, action, parameters: { ZoneId: zoneId, ...parameters }, ...changes };
        const { fields, error } = await client(call);
        return { total: fields?.TotalCount, hosts: (fields?.AccelerationDomains ?? []) as Host[], code: error?.code };
    };
    const byName = (...values: string[]) => [{ Name: "domain-name", Values: values }];

    test("hosts are answered by name, each with its status and its certificate", async () => {
        const { total, hosts } = await list({ Limit: 200 });
        expect(total).toBeGreaterThanOrEqual(hosts.length);
        expect(hosts.length).toBeGreaterThan(0);
        const names = hosts.map(({ DomainName: name }) => name);
        expect(names).toEqual([...names].sort());
        for (const { ZoneId: zoneId, DomainStatus: status, Certificate: certificate } of hosts) {
            expect(zoneId).toBe(targetOf().zoneId);
            expect(status).toMatch(/^(online|process|offline|forbidden|init)$/);
            expect(certificate?.Mode ?? "disable").toMatch(/^(disable|eofreecert|eofreecert_manual|sslcert)$/);
            for (const { Status: binding } of certificate?.List ?? []) {
                expect(binding).toMatch(/^(deployed|processing|applying|failed|issued)$/);
            }
        }
    });

    test("pages of hosts follow one another", async () => {
        const { total, hosts } = await list({ Limit: 2 });
        const [first, second] = [await list({ Limit: 1 }), await list({ Limit: 1, Offset: 1 })];
        expect([...first.hosts, ...second.hosts]).toEqual(hosts);
        expect([first.total, second.total]).toEqual([total, total]);
    });

    test("hosts are found by name, by GET as by POST", async () => {
        const { hosts } = await list({ Limit: 1 });
        const name = hosts[0]?.DomainName ?? "";
        for (const method of ["GET", "POST"] as const) {
            const found = await list({ Filters: byName(name, `none.${name}`), Limit: 20 }, { method });
            expect(found).toMatchObject({ total: 1, hosts: [{ DomainName: name }] });
            expect((await list({ Filters: byName(`none.${name}`) }, { method })).total).toBe(0);
        }
    });

    test("a page of more than 200 hosts, and a filter of more than 20 values, are refused", async () => {
        expect((await list({ Limit: 201 })).code).toMatch(/^InvalidParameter/);
        const names = Array.from({ length: 21 }, (_, index) => `n${index}.example.com`);
        expect((await list({ Filters: byName(...names) })).code).toMatch(/^InvalidParameter/);
    });

    test("hosts of a zone that does not exist are an error", async () => {
        expect((await list({ ZoneId: "no-zone" })).code).toMatch(/\w/);
    });
}
