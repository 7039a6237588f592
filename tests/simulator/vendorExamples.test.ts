import { readFileSync } from "node:fs";
import { declareVendorExamples, type Simulator, type SimulatorOptions } from "../../simulator";
import { VERSIONS } from "../../simulator/actions";
import { call } from "./nodeClient";
import { simulated } from "./simulated";

type Fields = Record<string, unknown>;

interface Example {
    readonly action: string;
    readonly request: Fields;
    readonly response: Fields;
}

/**
 * The examples of the vendor's pages for the actions that the simulator has, as its command line (tccli 3.1.189.1,
 * Apache-2.0) carries them. Two values that look like keys are others here.
 */
const EXAMPLES: readonly Example[] = JSON.parse(readFileSync(`${__dirname}/vendorExamples.json`, "utf8"));

/** Values that the cloud chooses, or that go by the time: of these, only the type has to be the vendor's. */
const CHOSEN =
    /(^RequestId|^CreateZone\.ZoneId|RecordId|\.RecordValue|Verification\.(Path|Content)|\.Identify(Path|Content)|\.Cname|\.CreatedOn|\.ModifiedOn|\.(Create|Enable|Effective)Time|Plans\.0\.(EnabledTime|ExpiredTime|\w+Capacity|ZonesInfo\.0\.ZoneId)|DefaultServerCertInfo\.0\.(CertId|ExpireTime)|Zones\.0\.ZoneId)$/;

/** Where the simulator's value is knowingly another one than the example's. */
const DIFFERENCES: Readonly<Record<string, string>> = {
    "ApplyFreeCertificate.DnsVerification.Subdomain": "the example has it and the value the wrong way round",
    "DescribePlans.TotalCount": "how many there are, is the account's",
    "CheckCnameStatus.CnameStatus.0.RecordName": "the example answers another name than it asks for",
    "DescribeZones.Zones.0.CNAMEDetail": "by its description, only for a zone with access by CNAME",
    "VerifyOwnership.Result": "the example has xx where the findings stand",
};

interface Stage {
    readonly simulator: Simulator;
    readonly request: Fields;
    readonly response: Fields;
    ask(action: string, parameters: Fields): Promise<Fields>;
    start(options: SimulatorOptions): Promise<void>;
}

/** What there is before the call, and what of the request has to be other than in the example, such as ids. */
const STAGES: Readonly<Record<string, (stage: Stage) => unknown>> = {
    BindZoneToPlan: async ({ ask }) => ({ ZoneId: (await ask("CreateZone", { ZoneName: "example.com" })).ZoneId }),
    CheckCnameStatus: ({ simulator, request }) => declareHosts(simulator, request, "RecordNames"),
    CheckFreeCertificateVerification: ({ simulator }) => declareVendorExamples(simulator),
    DeleteAccelerationDomains: ({ simulator, request }) => {
        declareHosts(simulator, request, "DomainNames");
        simulator.host(request.ZoneId as string, "qq.com").offline();
    },
    DeleteDnsRecords: async (stage) => ({ RecordIds: [await record(stage, "a"), await record(stage, "b")] }),
    DeleteZone: ({ ask, request }) => ask("ModifyZoneStatus", { ...request, Paused: true }),
    DescribeAccelerationDomains: async ({ ask, request, simulator }) => {
        const [ZoneId, host] = [request.ZoneId as string, "www.qq.com"];
        const OriginInfo = { OriginType: "IP_DOMAIN", Origin: "origin.qq.com" };
        await ask("CreateAccelerationDomain", { ZoneId, DomainName: host, OriginInfo });
        simulator.host(ZoneId, host).online();
        const certificates = [{ CertId: "J2JqATrsx" }];
        const on = { Switch: "on", CertInfos: certificates };
        await ask("ModifyHostsCertificate", {
            ZoneId,
            Hosts: [host],
            Mode: "sslcert",
            ServerCertInfo: certificates,
            ClientCertInfo: on,
            UpstreamCertInfo: { UpstreamMutualTLS: on },
        });
    },
    DescribeDefaultCertificates: ({ simulator }) => {
        simulator.host("zone-fafcasdf", "www.test.com").online();
    },
    DescribeDnsRecords: async ({ ask, request, response }) => {
        let RecordId: unknown;
        for (const { Name, Type, Location, Content, TTL, Weight, Priority } of response.DnsRecords as Fields[]) {
            const fields = { Name, Type, Location, Content, TTL, Weight, Priority };
            ({ RecordId } = await ask("CreateDnsRecord", { ZoneId: request.ZoneId, ...fields }));
        }
        const [filter] = request.Filters as Fields[];
        return filter?.Name === "id" ? { Filters: [{ ...filter, Values: [RecordId] }] } : {};
    },
    DescribeIdentifications: ({ ask }) => ask("CreateZone", { ZoneName: "example.com", PlanId: "edgeone-1" }),
    DescribeZones: async ({ ask, response }) => {
        const [zone] = response.Zones as { NSDetail: Fields; WorkModeInfos: unknown }[];
        const Type = "full";
        const { ZoneId } = await ask("CreateZone", {
            Type,
            ZoneName: "example.com",
            Area: "global",
            PlanId: "edgeone-2noz3qqkvqth",
        });
        await ask("ModifyZone", { ZoneId, VanityNameServers: zone?.NSDetail.VanityNameServers });
        await ask("ModifyZoneWorkMode", { ZoneId, WorkModeInfos: zone?.WorkModeInfos });
    },
    DescribePlans: async ({ ask, response }) => {
        const [plan] = response.Plans as { PlanId: string; ZonesInfo: { ZoneName: string }[] }[];
        await ask("CreateZone", { ZoneName: plan?.ZonesInfo[0]?.ZoneName, PlanId: plan?.PlanId, Area: "overseas" });
    },
    DescribeZoneSetting: async ({ ask, request, response, start }) => {
        const { ZoneName, Origin } = response.ZoneSetting as { ZoneName: string; Origin: Fields };
        await start({ zones: { [request.ZoneId as string]: ZoneName } });
        await ask("ModifyZoneSetting", { ZoneId: request.ZoneId, Origin });
    },
    IdentifyZone: ({ ask }) => ask("CreateZone", { ZoneName: "example.com", PlanId: "edgeone-1" }),
    ModifyAccelerationDomain: ({ simulator, request }) => declareHosts(simulator, request, "DomainName"),
    ModifyAccelerationDomainStatuses: ({ simulator, request }) => declareHosts(simulator, request, "DomainNames"),
    ModifyDnsRecords: async (stage) => {
        const type = stage.response.Location === undefined ? "CNAME" : "A";
        const DnsRecords: Fields[] = [];
        for (const [index, fields] of (stage.request.DnsRecords as Fields[]).entries()) {
            DnsRecords.push({ ...fields, RecordId: await record(stage, `r${index}`, type) });
        }
        return { DnsRecords };
    },
    ModifyDnsRecordsStatus: async (stage) => ({
        RecordsToEnable: [await record(stage, "a"), await record(stage, "b")],
        RecordsToDisable: [await record(stage, "c"), await record(stage, "d")],
    }),
    ModifyHostsCertificate: ({ simulator, request }) => declareHosts(simulator, request, "Hosts"),
    // The example's id is hidden.
    ModifyZoneWorkMode: () => ({ ZoneId: "zone-27q0p0bali16" }),
    VerifyOwnership: async ({ ask, start, request, response }) => {
        const isOfServers = (response.Result as string).includes("DNS 服务器");
        // What is not published is not found.
        await start({ proof: response.Status === "success" ? "auto" : "records" });
        const Type = isOfServers ? "full" : "partial";
        const ZoneName = (request.Domain as string).replace(/^test\./, "");
        await ask("CreateZone", { ZoneName, Type, PlanId: "edgeone-1" });
    },
};

function declareHosts(simulator: Simulator, request: Fields, field: string): void {
    for (const host of [request[field]].flat() as string[]) {
        simulator.host(request.ZoneId as string, host).online();
    }
}

async function record({ ask, request }: Stage, label: string, type = "A"): Promise<string> {
    const Content = type === "A" ? "203.0.113.7" : "target.example.com";
    const fields = { ZoneId: request.ZoneId, Name: `${label}.example.com`, Type: type, Content };
    return (await ask("CreateDnsRecord", fields)).RecordId as string;
}

/** Each field of the vendor's answer that the simulator's lacks, or that is another one there. */
function differences(vendor: unknown, own: unknown, path: string): string[] {
    if (DIFFERENCES[path] !== undefined || vendor === null) {
        return [];
    }
    if (Array.isArray(vendor)) {
        // One element stands for all: how many there are is the account's.
        const [first, ownFirst] = [vendor[0], (own as unknown[] | undefined)?.[0]];
        const isEmpty = Array.isArray(own) && (first === undefined || ownFirst === undefined);
        return isEmpty ? [] : differences(first, ownFirst, `${path}.0`);
    }
    if (typeof vendor === "object") {
        return Object.entries(vendor as Fields).flatMap(([name, value]) =>
            differences(value, (own as Fields | undefined)?.[name], path === "" ? name : `${path}.${name}`),
        );
    }
    if (typeof own !== typeof vendor) {
        return [`${path} is ${JSON.stringify(own)}, not ${JSON.stringify(vendor)}`];
    }
    return CHOSEN.test(path) || own === vendor
        ? []
        : [`${path} is ${JSON.stringify(own)}, not ${JSON.stringify(vendor)}`];
}

describe("the examples of the vendor's pages, through the official Node SDK", () => {
    let simulator: Simulator;
    const { start } = simulated((started) => {
        simulator = started;
    });

    test("are those of all actions of the simulator", () => {
        const actions = Object.keys(VERSIONS["2022-09-01"]?.actions ?? {});
        expect([...new Set(EXAMPLES.map(({ action }) => action))]).toEqual(actions);
    });

    test.each(EXAMPLES.map((example, index) => [index, example.action, example] as const))(
        "%i, of %s, is answered as on the page, field by field",
        async (_, action, { request, response }) => {
            const ask = async (name: string, parameters: Fields): Promise<Fields> => {
                const { fields, error } = await call(simulator, name, { ZoneId: undefined, ...parameters });
                expect(error).toBeUndefined();
                return fields as Fields;
            };
            const stage = { simulator, request, response, ask, start };
            const changes = (await STAGES[action]?.(stage)) as Fields | undefined;
            const parameters = { ...request, ...(changes === undefined || "RequestId" in changes ? {} : changes) };
            const { Error: expected } = response as { Error?: { Code: string; Message: string } };
            if (expected !== undefined) {
                const { error } = await call(simulator, action, parameters);
                expect(error).toMatchObject({ code: expected.Code, requestId: response.RequestId });
                return;
            }
            const answer = await ask(action, parameters);
            const found = Object.entries(response).flatMap(([name, value]) =>
                differences(value, answer[name], name === "RequestId" ? name : `${action}.${name}`),
            );
            expect(found).toEqual([]);
        },
    );

    test("of an application that failed has the vendor's words", async () => {
        declareVendorExamples(simulator);
        const { error } = await call(simulator, "CheckFreeCertificateVerification", { Domain: "cc.xzone.cloud" });
        expect(error?.message).toBe("无法正确检测到验证值，请检查当前域名是否配置了分区域解析或者安全策略拦截。");
    });
});
