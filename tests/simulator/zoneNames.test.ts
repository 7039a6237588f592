import type { Simulator } from "../../simulator";
import { call, ZONE } from "./nodeClient";
import { codeOf, DOMAIN, modify, simulated } from "./simulated";

type Fields = Record<string, unknown>;

describe("zones and their names", () => {
    let simulator: Simulator;
    const { start } = simulated((started) => {
        simulator = started;
    });

    const ask = async (action: string, parameters: Fields): Promise<Fields> => {
        const { fields, error } = await call(simulator, action, { ZoneId: undefined, ...parameters });
        expect(error).toBeUndefined();
        return fields as Fields;
    };
    const createZone = (changes: Fields = {}) =>
        ask("CreateZone", { ZoneName: "example.com", PlanId: "edgeone-1", ...changes });
    const zones = async () => (await ask("DescribeZones", {})).Zones as Fields[];

    test.each(["www.例子.com", "www.xn--fsqu00a.com"])(
        "may be of other letters than ASCII, in both forms: %s",
        async (name) => {
            const { ZoneId } = await createZone({ ZoneName: "例子.com" });
            const OriginInfo = { OriginType: "IP_DOMAIN", Origin: "203.0.113.7" };
            await ask("CreateAccelerationDomain", { ZoneId, DomainName: name, OriginInfo });
            await ask("CreateDnsRecord", { ZoneId, Name: `a.${name}`, Type: "A", Content: "203.0.113.7" });
            await ask("VerifyOwnership", { Domain: name });
            for (const value of ["www.例子.com", "www.xn--fsqu00a.com"]) {
                const Filters = [{ Name: "domain-name", Values: [value] }];
                expect(await ask("DescribeAccelerationDomains", { ZoneId, Filters })).toMatchObject({ TotalCount: 1 });
            }
        },
    );

    test("of one name are verified together", async () => {
        await createZone();
        await createZone({ AllowDuplicates: true });
        expect(await zones()).toMatchObject([{ Status: "pending" }, { Status: "pending" }]);
        await ask("VerifyOwnership", { Domain: "example.com" });
        expect(await zones()).toMatchObject([{ Status: "active" }, { Status: "active" }]);
    });

    test("show what verifies them where they are accessed by CNAME", async () => {
        const { OwnershipVerification } = await createZone();
        expect(OwnershipVerification).toMatchObject({ DnsVerification: { Subdomain: "edgeonereclaim" } });
        expect(await zones()).toMatchObject([{ OwnershipVerification, CNAMEDetail: { OwnershipVerification } }]);
    });

    test("take no record at a host, be it new or changed", async () => {
        await start({ zones: { [ZONE]: { name: "example.com", type: "full" } } });
        simulator.host(ZONE, DOMAIN).online();
        const record = { Name: DOMAIN, Type: "A", Content: "203.0.113.7" };
        const code = "InvalidParameterValue.ConflictWithDomain";
        expect(await codeOf(call(simulator, "CreateDnsRecord", record))).toBe(code);
        const { fields } = await call(simulator, "CreateDnsRecord", { ...record, Name: "a.example.com" });
        const DnsRecords = [{ RecordId: (fields as Fields).RecordId, Name: DOMAIN }];
        expect(await codeOf(call(simulator, "ModifyDnsRecords", { DnsRecords }))).toBe(code);
    });

    test.each([[[""]], [["a", "a"]]])("have no host with certificates of the ids %j", async (ids) => {
        simulator.host(ZONE, DOMAIN).online();
        const ServerCertInfo = ids.map((CertId) => ({ CertId }));
        expect(await codeOf(modify(simulator, { Mode: "sslcert", ServerCertInfo }))).toBe(
            "InvalidParameter.InvalidCertInfo",
        );
    });

    test("of other letters are met by a fault in both forms", async () => {
        simulator.fault({ domain: "www.例子.com", code: "InternalError" });
        for (const Domain of ["www.例子.com", "www.xn--fsqu00a.com"]) {
            expect(await codeOf(call(simulator, "CheckFreeCertificateVerification", { Domain }))).toBe("InternalError");
        }
    });

    test("are named by a fault with the records of CheckCnameStatus, and so is the log", async () => {
        simulator.host(ZONE, DOMAIN).online();
        simulator.fault({ domain: DOMAIN, code: "InternalError", times: 1 });
        const check = () => call(simulator, "CheckCnameStatus", { RecordNames: [DOMAIN] });
        expect(await codeOf(check())).toBe("InternalError");
        expect(await codeOf(check())).toBeUndefined();
        expect(simulator.calls).toMatchObject([{ hosts: [DOMAIN] }, { hosts: [DOMAIN] }]);
    });
});
