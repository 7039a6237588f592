import * as pulumi from "@pulumi/pulumi";
import { getAccelerationDomains, getAccelerationDomainsOutput } from "../../../provider/index";
import { readHosts } from "../../../provider/resources/lookUps";
import { Simulator } from "../../../simulator/index";

const zoneId = "zone-28v607hq8d3m";

describe("the acceleration domains of a zone", () => {
    let simulator: Simulator;
    const saved = { ...process.env };

    beforeAll(async () => {
        simulator = await Simulator.start();
        Object.assign(process.env, simulator.environment());
        for (let n = 0; n < 401; n++) simulator.host(zoneId, `w${n}.example.com`).online();
        simulator.host(zoneId, "example.com").offline();
        simulator.host(zoneId, "a.w0.example.com").online();
    });
    beforeEach(() => simulator.clearCalls());
    afterAll(async () => {
        process.env = saved;
        await simulator.stop();
    });

    test("are listed by name, 200 with each call", async () => {
        const hosts = await getAccelerationDomains({ zoneId });
        expect(hosts).toHaveLength(403);
        expect(hosts.slice(0, 3)).toEqual([
            { host: "a.w0.example.com", status: "online" },
            { host: "example.com", status: "offline" },
            { host: "w0.example.com", status: "online" },
        ]);
        expect(simulator.callCount()).toBe(3);
    });

    test("are those that a wildcard covers, where one is given, in whatever spelling", async () => {
        const output = getAccelerationDomainsOutput({ zoneId, coveredBy: pulumi.output("*.Example。com") });
        const hosts = await new Promise<{ host: string }[]>((resolve) => output.apply(resolve));
        expect(hosts).toHaveLength(401);
        expect(hosts.map(({ host }) => host)).not.toContain("example.com");
    });

    test("are not asked for with wrong arguments, which are all named", async () => {
        await expect(getAccelerationDomains({ zoneId: "x", coveredBy: "https://a.b" })).rejects.toThrow(
            /zoneId is not a zone id.*coveredBy is a URL/,
        );
        expect(simulator.callCount()).toBe(0);
    });

    test("are an error where the zone is not found", async () => {
        simulator.fault({ code: "ResourceNotFound.ZoneNotFound" });
        await expect(readHosts({ zoneId }, () => undefined)).rejects.toThrow(/ZoneNotFound/);
    });
});
