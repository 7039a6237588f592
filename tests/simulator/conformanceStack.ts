import type { ApiClient, Target } from "./conformance";

type Fields = Record<string, unknown>;

/** The life of a stack, through an SDK: for the simulator only, since nobody else's account is to be changed. */
export function describeStackConformance(client: ApiClient, targetOf: () => Target): void {
    test.each(["GET", "POST"] as const)("a stack is made, changed and deleted by %s", async (method) => {
        const { endpoint, credentials } = targetOf();
        const ask = async (action: string, parameters: Fields): Promise<Fields> => {
            const { fields, error } = await client({ endpoint, credentials, action, parameters, method });
            expect(error).toBeUndefined();
            return fields as Fields;
        };
        const name = `${method.toLowerCase()}.example`;
        const { ZoneId } = await ask("CreateZone", { Type: "full", ZoneName: name, PlanId: "edgeone-1" });
        const Filters = [{ Name: "zone-name", Values: [name], Fuzzy: false }];
        expect(await ask("DescribeZones", { Filters, Limit: 1 })).toMatchObject({
            TotalCount: 1,
            Zones: [{ ZoneId, ZoneName: name, Type: "full", Paused: false, Status: "pending" }],
        });
        expect(await ask("VerifyOwnership", { Domain: name })).toMatchObject({ Status: "success" });

        const record = { Name: `a.${name}`, Type: "A", Content: "203.0.113.7", TTL: 60 };
        const { RecordId } = await ask("CreateDnsRecord", { ZoneId, ...record });
        await ask("ModifyDnsRecords", { ZoneId, DnsRecords: [{ RecordId, TTL: 600 }] });
        expect(
            await ask("DescribeDnsRecords", { ZoneId, Filters: [{ Name: "id", Values: [RecordId] }] }),
        ).toMatchObject({
            DnsRecords: [{ ...record, RecordId, TTL: 600, Status: "enable" }],
        });
        await ask("DeleteDnsRecords", { ZoneId, RecordIds: [RecordId] });

        const DomainName = `www.${name}`;
        const OriginInfo = { OriginType: "IP_DOMAIN", Origin: "203.0.113.7" };
        await ask("CreateAccelerationDomain", { ZoneId, DomainName, OriginInfo, HttpOriginPort: 8080 });
        expect(await ask("DescribeAccelerationDomains", { ZoneId })).toMatchObject({
            AccelerationDomains: [
                { DomainName, DomainStatus: "process", OriginDetail: OriginInfo, HttpOriginPort: 8080 },
            ],
        });
        expect(await ask("CheckCnameStatus", { ZoneId, RecordNames: [DomainName] })).toMatchObject({
            CnameStatus: [{ RecordName: DomainName, Status: "active" }],
        });
    });

    test("a zone that is not there is an error of each action's own", async () => {
        const { endpoint, credentials } = targetOf();
        const codes: Readonly<Record<string, Fields>> = {
            DeleteZone: {},
            DescribeDnsRecords: {},
            BindZoneToPlan: { PlanId: "edgeone-1" },
            DeleteAccelerationDomains: { DomainNames: ["www.example.com"] },
        };
        const found = [];
        for (const [action, rest] of Object.entries(codes)) {
            const parameters = { ZoneId: "no-zone", ...rest };
            found.push((await client({ endpoint, credentials, action, parameters })).error?.code);
        }
        const byId = "InvalidParameter.ZoneNotFound";
        expect(found).toEqual(["ResourceNotFound", "ResourceNotFound", byId, byId]);
    });
}
