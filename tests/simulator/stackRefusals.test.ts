import type { Simulator } from "../../simulator";
import { call, ZONE } from "./nodeClient";
import { codeOf, DOMAIN, simulated } from "./simulated";

type Fields = Record<string, unknown>;

const ORIGIN = { OriginType: "IP_DOMAIN", Origin: "203.0.113.7" };

describe("what the API refuses of a stack", () => {
    let simulator: Simulator;
    const { start } = simulated(
        (started) => {
            simulator = started;
        },
        { proof: "records", zones: { [ZONE]: "example.com" } },
    );
    const refusal = (action: string, parameters: Fields) => codeOf(call(simulator, action, parameters));
    const ask = async (action: string, parameters: Fields): Promise<Fields> => {
        const { fields, error } = await call(simulator, action, parameters);
        expect(error).toBeUndefined();
        return fields as Fields;
    };
    const hosts = () => simulator.hosts.map(({ host, state }) => `${host} ${state.domainStatus}`);

    describe("a new acceleration domain", () => {
        test.each<[string, Fields, string]>([
            ["of another zone", { DomainName: "www.example.org" }, "InvalidParameterValue.DomainNotMatchZone"],
            ["with an underscore", { DomainName: "a_b.example.com" }, "InvalidParameterValue.InvalidDomainName"],
            ["of a zone that is none", { ZoneId: "z" }, "ResourceNotFound"],
            ["without an origin", { OriginInfo: undefined }, "MissingParameter"],
            ["with an origin of no type", { OriginInfo: { Origin: "a.example" } }, "MissingParameter"],
            ["with another type", { OriginInfo: { ...ORIGIN, OriginType: "CDN" } }, "InvalidParameter.InvalidOrigin"],
            ["with an empty origin", { OriginInfo: { ...ORIGIN, Origin: "" } }, "InvalidParameter.InvalidOrigin"],
            ["from itself", { OriginInfo: { ...ORIGIN, Origin: DOMAIN } }, "InvalidParameter.ConflictHostOrigin"],
            [
                "from a private address",
                { OriginInfo: { ...ORIGIN, Origin: "10.1.2.3" } },
                "InvalidParameter.InvalidOriginIp",
            ],
            [
                "from a loopback address",
                { OriginInfo: { ...ORIGIN, Origin: "::1" } },
                "InvalidParameter.InvalidOriginIp",
            ],
            [
                "with a Host header for a bucket",
                { OriginInfo: { OriginType: "COS", Origin: "b.example", HostHeader: "h.example" } },
                "InvalidParameter.InvalidServerName",
            ],
            [
                "with private access and no key",
                { OriginInfo: { OriginType: "AWS_S3", Origin: "b.example", PrivateAccess: "on" } },
                "InvalidParameter.InvalidPrivateAccessParams",
            ],
            ["with a port that is none", { HttpOriginPort: 0 }, "InvalidParameterValue"],
            ["with a protocol that is none", { OriginProtocol: "FTP" }, "InvalidParameterValue"],
            ["with IPv6 as it is none", { IPv6Status: "yes" }, "InvalidParameter.InvalidIpv6Switch"],
        ])("%s", async (_, changes, code) => {
            const parameters = { DomainName: DOMAIN, OriginInfo: ORIGIN, ...changes };
            expect(await refusal("CreateAccelerationDomain", parameters)).toBe(code);
            expect(hosts()).toEqual([]);
        });

        test("that is there already, or has a DNS record where EdgeOne has the zone's DNS", async () => {
            const parameters = { DomainName: DOMAIN, OriginInfo: ORIGIN };
            await ask("CreateAccelerationDomain", parameters);
            expect(await refusal("CreateAccelerationDomain", parameters)).toBe(
                "ResourceUnavailable.DomainAlreadyExists",
            );
            await start({ zones: { [ZONE]: { name: "example.com", type: "full" } } });
            await ask("CreateDnsRecord", { Name: DOMAIN, Type: "A", Content: "203.0.113.7" });
            expect(await refusal("CreateAccelerationDomain", parameters)).toBe("ResourceInUse.DnsRecord");
            simulator.host(ZONE, "b.example.com").online();
            const record = { Name: "B.example.com.", Type: "CNAME", Content: "c.example.com" };
            expect(await refusal("CreateDnsRecord", record)).toBe("InvalidParameterValue.ConflictWithDomain");
        });
    });

    describe("a change of acceleration domains", () => {
        beforeEach(() => {
            simulator.host(ZONE, DOMAIN).online();
            simulator.host(ZONE, "p.example.com").process();
            simulator.host(ZONE, "f.example.com").forbid();
        });

        test.each<[string, string, Fields, string]>([
            [
                "that is not there",
                "ModifyAccelerationDomain",
                { DomainName: "x.example.com" },
                "ResourceUnavailable.DomainNotFound",
            ],
            [
                "that is on its way",
                "ModifyAccelerationDomain",
                { DomainName: "p.example.com" },
                "InvalidParameterValue.InvalidDomainStatus",
            ],
            [
                "to a status that is none",
                "ModifyAccelerationDomainStatuses",
                { Status: "off" },
                "InvalidParameter.ErrInvalidActionParamValue",
            ],
            [
                "of none",
                "ModifyAccelerationDomainStatuses",
                { DomainNames: [] },
                "InvalidParameter.ErrInvalidActionParamValue",
            ],
            [
                "one on its way",
                "ModifyAccelerationDomainStatuses",
                { DomainNames: [DOMAIN, "p.example.com"] },
                "OperationDenied.ResourceLockedTemporary",
            ],
            [
                "one that is banned",
                "ModifyAccelerationDomainStatuses",
                { DomainNames: [DOMAIN, "f.example.com"] },
                "OperationDenied",
            ],
            [
                "one not there",
                "DeleteAccelerationDomains",
                { DomainNames: ["x.example.com"] },
                "ResourceUnavailable.DomainNotFound",
            ],
            ["of a zone that is none", "DeleteAccelerationDomains", { ZoneId: "z" }, "InvalidParameter.ZoneNotFound"],
        ])("%s", async (_, action, changes, code) => {
            const defaults: Readonly<Record<string, Fields>> = {
                ModifyAccelerationDomain: { OriginInfo: ORIGIN },
                ModifyAccelerationDomainStatuses: { DomainNames: [DOMAIN], Status: "offline" },
                DeleteAccelerationDomains: { DomainNames: [DOMAIN] },
            };
            expect(await refusal(action, { ...defaults[action], ...changes })).toBe(code);
            // All or none.
            expect(hosts()).toEqual(["www.example.com online", "p.example.com process", "f.example.com forbidden"]);
        });
    });

    describe("a DNS record", () => {
        const RECORD = { Name: "a.example.com", Type: "A", Content: "203.0.113.7" };

        test.each<[string, Fields, string]>([
            ["of a type that is none", { Type: "PTR" }, "InvalidParameterValue"],
            ["of another zone", { Name: "a.example.org" }, "InvalidParameterValue.InvalidDNSName"],
            [
                "of name servers for the apex",
                { Name: "example.com", Type: "NS", Content: "n.example" },
                "InvalidParameterValue.InvalidDNSName",
            ],
            ["whose address is none", { Content: "203.0.113" }, "InvalidParameterValue.InvalidDNSContent"],
            [
                "that points at itself",
                { Type: "CNAME", Content: "A.example.com." },
                "InvalidParameterValue.ContentSameAsName",
            ],
            ["with a TTL below 60", { TTL: 59 }, "InvalidParameterValue"],
            ["with a weight above 100", { Weight: 101 }, "InvalidParameterValue"],
            ["with a priority above 50", { Priority: 51 }, "InvalidParameterValue"],
            ["of text with a line", { Type: "TXT", Content: "t", Location: "CN.BJ" }, "InvalidParameterValue"],
            ["that is there already", { Name: "b.example.com" }, "InvalidParameterValue.ConflictRecord"],
            ["beside a CNAME", { Name: "c.example.com" }, "InvalidParameterValue.ConflictRecord"],
        ])("%s", async (_, changes, code) => {
            await ask("CreateDnsRecord", { ...RECORD, Name: "b.example.com" });
            await ask("CreateDnsRecord", { Name: "c.example.com", Type: "CNAME", Content: "t.example.com" });
            expect(await refusal("CreateDnsRecord", { ...RECORD, ...changes })).toBe(code);
            expect((await ask("DescribeDnsRecords", {})).TotalCount).toBe(2);
        });

        test("changes with all that a call names, or not at all", async () => {
            const { RecordId: first } = await ask("CreateDnsRecord", RECORD);
            const DnsRecords = [
                { RecordId: first, TTL: 600 },
                { RecordId: "record-none", TTL: 600 },
            ];
            expect(await refusal("ModifyDnsRecords", { DnsRecords })).toBe("ResourceNotFound");
            expect(await refusal("DeleteDnsRecords", { RecordIds: [first, "record-none"] })).toBe("ResourceNotFound");
            expect(await refusal("ModifyDnsRecordsStatus", { RecordsToDisable: [first, "record-none"] })).toBe(
                "ResourceNotFound",
            );
            expect(await ask("DescribeDnsRecords", {})).toMatchObject({ DnsRecords: [{ TTL: 300, Status: "enable" }] });
        });

        test("that is disabled is not answered, and so is no proof", async () => {
            const parameters = { Domain: DOMAIN, VerificationMethod: "dns_challenge" };
            const { DnsVerification } = await ask("ApplyFreeCertificate", parameters);
            const { RecordType: Type, RecordValue: Content } = DnsVerification as Record<string, string>;
            const Name = simulator.domain(ZONE, DOMAIN).application?.place;
            const { RecordId } = await ask("CreateDnsRecord", { Name, Type, Content });
            await ask("ModifyDnsRecordsStatus", { RecordsToDisable: [RecordId] });
            expect(await refusal("CheckFreeCertificateVerification", { Domain: DOMAIN })).toMatch(/RecordUnExpected$/);
            await ask("ModifyDnsRecordsStatus", { RecordsToEnable: [RecordId] });
            expect(await refusal("CheckFreeCertificateVerification", { Domain: DOMAIN })).toBeUndefined();
        });

        test("tells whether a host's CNAME leads to EdgeOne, to the host of another, or elsewhere", async () => {
            simulator.host(ZONE, DOMAIN).online();
            simulator.host(ZONE, "b.example.com").online();
            const status = async () =>
                ((await ask("CheckCnameStatus", { RecordNames: [DOMAIN] })).CnameStatus as Fields[])[0]?.Status;
            expect(await status()).toBe("moved");
            const { RecordId } = await ask("CreateDnsRecord", {
                Name: DOMAIN,
                Type: "CNAME",
                Content: "elsewhere.example",
            });
            expect(await status()).toBe("moved");
            const pointAt = (Content: string) => ask("ModifyDnsRecords", { DnsRecords: [{ RecordId, Content }] });
            await pointAt(`${simulator.host(ZONE, "b.example.com").state.cname}.`);
            expect(await status()).toBe("invalid");
            await pointAt(simulator.host(ZONE, DOMAIN).state.cname.toUpperCase());
            expect(await status()).toBe("active");
        });
    });

    test("is met by quota, keys and faults as any other call", async () => {
        await start({ quotaPerSecond: 1 });
        expect(await refusal("DescribeZones", { ZoneId: undefined })).toBeUndefined();
        expect(await refusal("DescribeZones", { ZoneId: undefined })).toBe("RequestLimitExceeded");
        const credentials = { secretId: "AKIDNOBODY", secretKey: "none" };
        expect(await codeOf(call(simulator, "DescribeDnsRecords", {}, { credentials }))).toBe(
            "AuthFailure.SecretIdNotFound",
        );
        simulator.fault({ action: "CreateAccelerationDomain", domain: DOMAIN, code: "OperationDenied.DomainNoICP" });
        const parameters = { DomainName: DOMAIN, OriginInfo: ORIGIN };
        expect(await refusal("CreateAccelerationDomain", parameters)).toBe("OperationDenied.DomainNoICP");
    });

    test("of zones that nobody declared, one that was deleted is gone", async () => {
        await start({});
        await ask("ModifyZoneStatus", { Paused: true });
        await ask("DeleteZone", {});
        expect(await refusal("DescribeAccelerationDomains", {})).toBe("ResourceNotFound");
        simulator.reset();
        expect(await refusal("DescribeAccelerationDomains", {})).toBeUndefined();
    });
});
