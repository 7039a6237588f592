import type { Simulator, SimulatorOptions } from "../../simulator";
import { call, check, ZONE } from "./nodeClient";
import { apply, codeOf, simulated } from "./simulated";

interface Answer {
    TotalCount: number;
    AccelerationDomains: Array<Record<string, unknown> & { DomainName: string }>;
}

describe("the hosts of a zone", () => {
    let simulator: Simulator;
    const { clock, start } = simulated((started) => {
        simulator = started;
    });

    const declare = (...names: string[]) => {
        for (const name of names) {
            simulator.host(ZONE, name).online();
        }
    };
    const describeHosts = (parameters: Record<string, unknown> = {}) =>
        call(simulator, "DescribeAccelerationDomains", parameters);
    const list = async (parameters?: Record<string, unknown>) => {
        const { fields, error } = await describeHosts(parameters);
        expect(error).toBeUndefined();
        const { TotalCount: total, AccelerationDomains: found } = fields as unknown as Answer;
        return { total, found, names: found.map(({ DomainName: name }) => name) };
    };
    const byName = (...values: string[]) => ({ Name: "domain-name", Values: values });

    test("are none at first", async () => {
        expect(await list()).toEqual({ total: 0, found: [], names: [] });
        expect(simulator.hosts).toEqual([]);
        expect(simulator.host(ZONE, "a.example.com").state).toEqual({
            domainStatus: "unknown",
            cname: "",
            certificate: { mode: "disable", list: [] },
        });
    });

    test("are answered with all that the API says of a host", async () => {
        declare("A.example.com");
        clock.now += 5000;
        simulator.host(ZONE, "a.example.com").offline();
        expect((await list()).found).toEqual([
            {
                ZoneId: ZONE,
                DomainName: "a.example.com",
                DomainStatus: "offline",
                Cname: "a.example.com.teo.example",
                IPv6Status: "follow",
                IdentificationStatus: "finished",
                OwnershipVerification: null,
                OriginDetail: null,
                OriginProtocol: "FOLLOW",
                HttpOriginPort: 80,
                HttpsOriginPort: 443,
                Certificate: { Mode: "disable", List: null },
                CreatedOn: "2026-01-01T00:00:00Z",
                ModifiedOn: "2026-01-01T00:00:05Z",
            },
        ]);
    });

    test.each<[SimulatorOptions["disabledCertificate"], unknown]>([
        ["null", null],
        ["nullList", { Mode: "disable", List: null }],
        ["emptyList", { Mode: "disable", List: [] }],
    ])("without a certificate may be answered as %s", async (disabledCertificate, expected) => {
        await start({ disabledCertificate });
        declare("a.example.com");
        expect((await list()).found[0]?.Certificate).toEqual(expected);
        simulator.host(ZONE, "a.example.com").setMode("sslcert");
        expect((await list()).found[0]?.Certificate).toMatchObject({ Mode: "sslcert", List: [{ Status: "deployed" }] });
    });

    test("have every status there is, and can be removed", async () => {
        const host = simulator.host(ZONE, "a.example.com");
        const statuses = [host.online(), host.process(), host.offline(), host.forbid(), host.init()].map(() => 0);
        expect(statuses).toHaveLength(5);
        const statusOf = async () => (await list()).found.map(({ DomainStatus: status }) => status);
        expect(await statusOf()).toEqual(["init"]);
        for (const [declareIt, expected] of [
            [() => host.online(), "online"],
            [() => host.process(), "process"],
            [() => host.offline(), "offline"],
            [() => host.forbid(), "forbidden"],
        ] as const) {
            declareIt();
            expect(host.state.domainStatus).toBe(expected);
            expect(await statusOf()).toEqual([expected]);
        }
        host.remove();
        expect(await statusOf()).toEqual([]);
        expect(host.state.domainStatus).toBe("unknown");
    });

    test("come in pages of 20 or as many as asked for, by name, each once", async () => {
        const names = Array.from({ length: 45 }, (_, index) => `h${String(index).padStart(2, "0")}.example.com`);
        declare(...[...names].reverse());
        expect(await list()).toMatchObject({ total: 45, names: names.slice(0, 20) });
        expect(await list({ Offset: 20, Limit: 200 })).toMatchObject({ total: 45, names: names.slice(20) });
        expect(await list({ Offset: 45 })).toMatchObject({ total: 45, names: [] });
        declare("a.example.com");
        expect((await list({ Limit: 1 })).names).toEqual(["a.example.com"]);
        simulator.host(ZONE, "a.example.com").remove();
        expect((await list({ Limit: 1 })).names).toEqual(["h00.example.com"]);
    });

    test("come in other orders, too", async () => {
        for (const name of ["b.example.com", "c.example.com", "a.example.com"]) {
            declare(name);
            clock.now += 1000;
        }
        const inOrder = async (parameters: object) =>
            (await list({ ...parameters })).names.map((name) => name[0]).join("");
        expect(await inOrder({ Direction: "desc" })).toBe("cba");
        expect(await inOrder({ Order: "created_on" })).toBe("bca");
        expect(await inOrder({ Order: "created_on", Direction: "desc" })).toBe("acb");
        expect(await inOrder({})).toBe("abc");
    });

    test("are found by name, in full or in part, all filters or any", async () => {
        declare("www.example.com", "api.example.com", "www.example.org");
        const find = async (...filters: unknown[]) => (await list({ Filters: filters })).names;
        const fuzzy = (...values: string[]) => ({ ...byName(...values), Fuzzy: true });
        expect(await find(byName("WWW.example.com", "none.example.com"))).toEqual(["www.example.com"]);
        expect(await find(byName("www"))).toEqual([]);
        expect(await find(fuzzy("WWW"))).toEqual(["www.example.com", "www.example.org"]);
        expect(await find(fuzzy("www"), fuzzy("com"))).toEqual(["www.example.com"]);
        expect((await list({ Filters: [fuzzy("api"), fuzzy("org")], Match: "any" })).names).toEqual([
            "api.example.com",
            "www.example.org",
        ]);
        expect((await list({ Filters: [fuzzy("www")], Limit: 1, Offset: 1 })).total).toBe(2);
    });

    test("are the zone's own", async () => {
        declare("a.example.com");
        expect((await list({ ZoneId: "zone-other" })).total).toBe(0);
        expect(simulator.hosts.map(({ zoneId, host }) => `${zoneId} ${host}`)).toEqual([`${ZONE} a.example.com`]);
    });

    test("are there where all are online once a check or an application has named them, even if read in pages", async () => {
        await start({ undeclaredHosts: "online", undeclared: "issued", zones: { [ZONE]: "example.com" } });
        await check(simulator, "checked.example.com");
        await apply(simulator, "applied.example.com");
        expect(simulator.hosts.map(({ host }) => host).sort()).toEqual(["applied.example.com", "checked.example.com"]);
    });

    test("need not be declared where all are online: they are there once a call names them in full", async () => {
        await start({ undeclaredHosts: "online", zones: { [ZONE]: "example.com" } });
        expect((await list()).total).toBe(0);
        expect((await list({ Filters: [{ ...byName("www.example.com"), Fuzzy: true }] })).total).toBe(0);
        const wanted = byName("www.example.com", "www.example.org", "no name");
        expect((await list({ Filters: [wanted] })).names).toEqual(["www.example.com"]);
        expect((await list()).names).toEqual(["www.example.com"]);
    });

    test.each<[string, Record<string, unknown>, string]>([
        ["pages that are too long", { Limit: 201 }, "InvalidParameterValue"],
        ["pages of nothing", { Limit: 0 }, "InvalidParameterValue"],
        ["pages before the first", { Offset: -1 }, "InvalidParameterValue"],
        ["half a page", { Limit: 1.5 }, "InvalidParameter"],
        ["a page as text", { Limit: "20" }, "InvalidParameter"],
        ["filters that are no list", { Filters: byName("a") }, "InvalidParameter"],
        ["a filter that is no object", { Filters: ["a"] }, "InvalidParameter"],
        ["a filter without a name", { Filters: [{ Values: ["a"] }] }, "MissingParameter"],
        ["a filter without values", { Filters: [byName()] }, "InvalidParameterValue"],
        ["21 values", { Filters: [byName(..."abcdefghijklmnopqrstu")] }, "InvalidParameter.TooManyFilterValues"],
        ["an unknown filter", { Filters: [{ Name: "name", Values: ["a"] }] }, "InvalidParameter.InvalidFilterName"],
        ["a filter's unknown field", { Filters: [{ ...byName("a"), Exact: true }] }, "UnknownParameter"],
        ["an unknown match", { Match: "none" }, "InvalidParameterValue"],
        ["an unknown order", { Order: "cname" }, "InvalidParameter.InvalidSortBy"],
        ["an unknown direction", { Direction: "up" }, "InvalidParameter.InvalidSortOrder"],
        ["a zone that is none", { ZoneId: "z" }, "ResourceNotFound"],
    ])("are refused for %s", async (_, parameters, code) => {
        expect(await codeOf(describeHosts(parameters))).toBe(code);
    });

    test("are forgotten at a reset", async () => {
        declare("a.example.com");
        simulator.reset();
        expect(simulator.hosts).toEqual([]);
    });

    test("are 100,000 and no more, and a page of them takes no long time", async () => {
        const host = (number: number) => simulator.host(ZONE, `h${number}.example.com`);
        for (let number = 0; number < 100_000; number += 1) {
            host(number).online();
        }
        expect(() => host(100_000).online()).toThrow("host: the simulator holds at most 100000 hosts");
        await list();
        const from = performance.now();
        for (let page = 0; page < 20; page += 1) {
            await list({ Offset: page * 200, Limit: 200 });
        }
        // A sort for each call would take several times as long.
        expect(performance.now() - from).toBeLessThan(2000);
        host(7).remove();
        host(100_000).online();
    });
});
