import type { Simulator } from "../../simulator";
import { call, ZONE } from "./nodeClient";
import { apply, codeOf, simulated } from "./simulated";

type Fields = Record<string, unknown>;

describe("the life of a stack, by the official Node SDK alone", () => {
    let simulator: Simulator;
    const { clock, start } = simulated(
        (started) => {
            simulator = started;
        },
        { proof: "records", zones: { [ZONE]: "other.example" } },
    );

    /** Calls, and gives the answer's fields; an error fails the test. */
    const ask = async (action: string, parameters: Fields): Promise<Fields> => {
        const { fields, error } = await call(simulator, action, { ZoneId: undefined, ...parameters });
        expect(error).toBeUndefined();
        return fields as Fields;
    };
    const refusal = (action: string, parameters: Fields) =>
        codeOf(call(simulator, action, { ZoneId: undefined, ...parameters }));
    const createZone = async (changes: Fields = {}): Promise<string> =>
        (await ask("CreateZone", { ZoneName: "example.com", PlanId: "edgeone-1", ...changes })).ZoneId as string;
    const zoneOf = async (id: string): Promise<Fields> =>
        ((await ask("DescribeZones", { Filters: [{ Name: "zone-id", Values: [id] }] })).Zones as Fields[])[0] as Fields;
    const createHost = (zoneId: string, name = "www.example.com") =>
        ask("CreateAccelerationDomain", {
            ZoneId: zoneId,
            DomainName: name,
            OriginInfo: { OriginType: "IP_DOMAIN", Origin: "203.0.113.7" },
        });
    const hostOf = async (zoneId: string, name = "www.example.com"): Promise<Fields | undefined> =>
        (
            (
                await ask("DescribeAccelerationDomains", {
                    ZoneId: zoneId,
                    Filters: [{ Name: "domain-name", Values: [name] }],
                })
            ).AccelerationDomains as Fields[]
        )[0];
    const settle = () => {
        clock.now += 1000;
    };

    test("from an empty account to a certificate that is deployed, and back", async () => {
        const zone = await createZone();
        await createHost(zone);
        expect(await hostOf(zone)).toMatchObject({
            DomainStatus: "process",
            OriginDetail: { OriginType: "IP_DOMAIN", Origin: "203.0.113.7" },
        });
        settle();
        expect(await hostOf(zone)).toMatchObject({ DomainStatus: "online" });

        const parameters = { ZoneId: zone, Domain: "www.example.com" };
        const { DnsVerification: proof } = await ask("ApplyFreeCertificate", {
            ...parameters,
            VerificationMethod: "dns_challenge",
        });
        expect(await refusal("CheckFreeCertificateVerification", parameters)).toMatch(/RecordUnExpected$/);
        const { Subdomain: label, RecordType: type, RecordValue: value } = proof as Record<string, string>;
        const { RecordId: record } = await ask("CreateDnsRecord", {
            ZoneId: zone,
            Name: `${label}.example.com`,
            Type: type,
            Content: value,
        });
        expect(await ask("CheckFreeCertificateVerification", parameters)).toMatchObject({
            CommonName: "www.example.com",
        });
        await ask("ModifyHostsCertificate", { ZoneId: zone, Hosts: ["www.example.com"], Mode: "eofreecert_manual" });
        settle();
        expect(await hostOf(zone)).toMatchObject({
            Certificate: { Mode: "eofreecert_manual", List: [{ Status: "deployed" }] },
        });

        await ask("DeleteDnsRecords", { ZoneId: zone, RecordIds: [record] });
        const names = { ZoneId: zone, DomainNames: ["www.example.com"] };
        expect(await refusal("DeleteAccelerationDomains", names)).toBe("InvalidParameterValue.InvalidDomainStatus");
        await ask("ModifyAccelerationDomainStatuses", { ...names, Status: "offline" });
        settle();
        await ask("DeleteAccelerationDomains", names);
        expect(await hostOf(zone)).toBeUndefined();
        expect(await refusal("CheckFreeCertificateVerification", parameters)).toMatch(/IsEmpty$/);
        expect(await refusal("DeleteZone", { ZoneId: zone })).toBe("OperationDenied.DeleteZonePreCheckFailed");
        await ask("ModifyZoneStatus", { ZoneId: zone, Paused: true });
        await ask("DeleteZone", { ZoneId: zone });
        expect(await refusal("DeleteZone", { ZoneId: zone })).toBe("ResourceNotFound");
        expect((await ask("DescribeZones", {})).Zones).toMatchObject([{ ZoneId: ZONE }]);
    });

    describe("a zone", () => {
        test("is created with what shows that it is its owner's, and is its owner's once that is published", async () => {
            const { ZoneId: id, OwnershipVerification: ownership } = await ask("CreateZone", {
                ZoneName: "example.com",
                PlanId: "edgeone-1",
            });
            const { DnsVerification: dns } = ownership as Record<string, Record<string, string>>;
            expect(dns).toMatchObject({ Subdomain: "edgeonereclaim", RecordType: "TXT" });
            expect(await zoneOf(id as string)).toMatchObject({ CnameStatus: "pending", ActiveStatus: "inactive" });
            expect(await ask("VerifyOwnership", { Domain: "example.com" })).toMatchObject({ Status: "fail" });
            simulator.publish({
                name: "edgeonereclaim.example.com",
                type: "TXT",
                value: dns?.RecordValue as string,
            });
            expect(await ask("VerifyOwnership", { Domain: "example.com" })).toMatchObject({
                Status: "success",
                Result: "",
            });
            expect(await zoneOf(id as string)).toMatchObject({ CnameStatus: "finished", ActiveStatus: "active" });
        });

        test.each([
            [
                "partial",
                "zh-CN",
                /^解析 edgeonereclaim 没有得到类型 TXT 的内容 reclaim-\w+。\n 访问 http:\S+ 没有得到验证内容$/,
            ],
            [
                "partial",
                "en-US",
                /^Resolving edgeonereclaim did not give the content reclaim-\w+ of type TXT\.\n Visiting http:/,
            ],
            ["full", "zh-CN", /^当前域名的 DNS 服务器为 空，与预期服务器 \S+ 不符合$/],
            ["full", "en-US", /^The DNS servers of the domain are none, and not the expected [\w.-]+, [\w.-]+$/],
        ])("that is accessed by %s is told in %s why it cannot be verified", async (Type, language, result) => {
            await createZone({ Type });
            const { fields } = await call(
                simulator,
                "VerifyOwnership",
                { ZoneId: undefined, Domain: "example.com" },
                { language },
            );
            expect(fields).toMatchObject({ Status: "fail", Result: expect.stringMatching(result) });
            expect(/[\u4e00-\u9fff]/.test(`${fields?.Result}`)).toBe(language === "zh-CN");
        });

        test("is verified for one domain alone, which goes for the names under it", async () => {
            const id = await createZone();
            const { OwnershipVerification: ownership } = await createHost(id, "a.example.com");
            const { FileVerification: file } = ownership as Record<string, Record<string, string>>;
            expect(await hostOf(id, "a.example.com")).toMatchObject({ IdentificationStatus: "pending" });
            simulator.publishFile(`http://a.example.com${file?.Path}`, file?.Content as string);
            expect(await ask("VerifyOwnership", { Domain: "a.example.com" })).toMatchObject({ Status: "success" });
            expect(await hostOf(id, "a.example.com")).toMatchObject({
                IdentificationStatus: "finished",
                OwnershipVerification: null,
            });
            expect(await createHost(id, "b.a.example.com")).toMatchObject({ OwnershipVerification: null });
            expect((await createHost(id, "b.example.com")).OwnershipVerification).not.toBeNull();
            const { Identifications: all } = await ask("DescribeIdentifications", {
                Filters: [{ Name: "zone-name", Values: ["example.com"] }],
            });
            expect((all as Fields[]).map(({ Domain: domain, Status: status }) => `${domain} ${status}`)).toEqual([
                " pending",
                "a.example.com finished",
                "b.a.example.com finished",
                "b.example.com pending",
            ]);
        });

        test("is asked for the same by IdentifyZone as when it was created", async () => {
            await createZone();
            const { Ascription: ascription } = await ask("IdentifyZone", { ZoneName: "example.com" });
            simulator.publish({
                name: "edgeonereclaim.example.com",
                type: "TXT",
                value: (ascription as Record<string, string>).RecordValue as string,
            });
            expect(await ask("VerifyOwnership", { Domain: "example.com" })).toMatchObject({ Status: "success" });
            expect(await refusal("IdentifyZone", { ZoneName: "nobody.example" })).toBe("ResourceNotFound");
        });

        test("with access by name servers makes no application, and has them in its answer", async () => {
            const { ZoneId: id, OwnershipVerification: ownership } = await ask("CreateZone", {
                Type: "full",
                ZoneName: "example.com",
                PlanId: "edgeone-1",
            });
            expect(ownership).toMatchObject({ NsVerification: { NameServers: ["ns1.teodns.com", "ns2.teodns.com"] } });
            const parameters = { ZoneId: id, Domain: "www.example.com", VerificationMethod: "dns_challenge" };
            expect(await refusal("ApplyFreeCertificate", parameters)).toBe("OperationDenied");
            await ask("ModifyZone", { ZoneId: id, Type: "partial" });
            expect(await refusal("ApplyFreeCertificate", parameters)).toBeUndefined();
        });

        test("that a test declares may have another access type", async () => {
            await start({ zones: { [ZONE]: { name: "example.com", type: "dnsPodAccess" } } });
            expect(await codeOf(apply(simulator))).toBe("OperationDenied");
            expect(await zoneOf(ZONE)).toMatchObject({ Type: "dnsPodAccess", ZoneName: "example.com" });
        });

        test("has the configuration that calls have given it, part by part", async () => {
            const id = await createZone();
            await ask("ModifyZoneSetting", { ZoneId: id, WebSocket: { Switch: "on" }, Ipv6: { Switch: "on" } });
            await ask("ModifyZoneSetting", { ZoneId: id, WebSocket: { Timeout: 60 } });
            expect((await ask("DescribeZoneSetting", { ZoneId: id })).ZoneSetting).toMatchObject({
                ZoneName: "example.com",
                WebSocket: { Switch: "on", Timeout: 60 },
                Ipv6: { Switch: "on" },
                Quic: { Switch: "off" },
            });
            expect(await refusal("ModifyZoneSetting", { ZoneId: id, Ipv6: "on" })).toBe("InvalidParameter");
            expect(await refusal("ModifyZoneSetting", { ZoneId: id, Https2: {} })).toBe("UnknownParameter");
        });

        test("without a plan does not serve until it is bound to one", async () => {
            const id = await createZone({ PlanId: undefined });
            await createHost(id);
            settle();
            expect(await zoneOf(id)).toMatchObject({ Status: "initializing", Resources: [] });
            expect(await hostOf(id)).toMatchObject({ DomainStatus: "init" });
            await ask("BindZoneToPlan", { ZoneId: id, PlanId: "edgeone-2" });
            expect(await hostOf(id)).toMatchObject({ DomainStatus: "online" });
            expect(await refusal("BindZoneToPlan", { ZoneId: id, PlanId: "edgeone-2" })).toBe(
                "InvalidParameter.ZoneHasBeenBound",
            );
        });

        test("that is paused serves nothing, and takes no new host", async () => {
            const id = await createZone();
            await createHost(id);
            expect(await refusal("ModifyZoneStatus", { ZoneId: id, Paused: true })).toBe(
                "OperationDenied.L7HostInProcessStatus",
            );
            settle();
            await ask("ModifyZoneStatus", { ZoneId: id, Paused: true });
            expect(await zoneOf(id)).toMatchObject({ Paused: true, ActiveStatus: "paused" });
            expect(await hostOf(id)).toMatchObject({ DomainStatus: "offline" });
            const host = { DomainName: "b.example.com", OriginInfo: { OriginType: "COS", Origin: "a.example" } };
            const paused = "OperationDenied.ErrZoneIsAlreadyPaused";
            expect(await refusal("CreateAccelerationDomain", { ZoneId: id, ...host })).toBe(paused);
            expect(await refusal("ModifyZone", { ZoneId: id, AliasZoneName: "a" })).toBe(paused);
            await ask("ModifyZoneStatus", { ZoneId: id, Paused: false });
            expect(await zoneOf(id)).toMatchObject({ Paused: false, ActiveStatus: "inactive" });
            expect(await hostOf(id)).toMatchObject({ DomainStatus: "online" });
        });

        test.each<[string, Fields, string]>([
            ["a name that is taken", { ZoneName: "other.example" }, "ResourceInUse.Cname"],
            ["a name that is none", { ZoneName: "a b" }, "InvalidParameterValue.ZoneNameInvalid"],
            ["no name", { ZoneName: undefined }, "InvalidParameterValue.ZoneNameInvalid"],
            ["punycode", { ZoneName: "xn--fiq228c.example" }, "InvalidParameterValue.ZoneNameNotSupportPunyCode"],
            ["a plan that is none", { PlanId: "gold" }, "InvalidParameter.PlanNotFound"],
            ["a type that is none", { Type: "cname" }, "InvalidParameterValue"],
            ["an area that is none", { Area: "moon" }, "InvalidParameterValue"],
            ["a name without access", { Type: "noDomainAccess" }, "InvalidParameterValue"],
            ["a long alias", { AliasZoneName: "a".repeat(201) }, "InvalidParameter.LengthExceedsLimit"],
            ["another parameter", { Name: "example.com" }, "UnknownParameter"],
        ])("is refused for %s", async (_, changes, code) => {
            expect(await refusal("CreateZone", { ZoneName: "example.com", ...changes })).toBe(code);
            expect((await ask("DescribeZones", {})).TotalCount).toBe(1);
        });

        test("of the same name is told apart by its alias", async () => {
            await createZone();
            await createZone({ AliasZoneName: "second" });
            expect(await refusal("CreateZone", { ZoneName: "example.com", AliasZoneName: "second" })).toBe(
                "InvalidParameterValue.ZoneSameAsName",
            );
            const filters = [{ Name: "alias-zone-name", Values: ["sec"], Fuzzy: true }];
            expect(await ask("DescribeZones", { Filters: filters })).toMatchObject({
                TotalCount: 1,
                Zones: [{ AliasZoneName: "second", IsFake: 1 }],
            });
        });
    });
});
