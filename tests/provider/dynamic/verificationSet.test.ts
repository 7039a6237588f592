import { providerLine } from "../../../provider/resources/teoResource";
import { Simulator } from "../../../simulator/index";
import { type Host, startHost } from "../../host";
import type { HostError, ResourceClient } from "../../hostClient";

const zoneId = "zone-28v607hq8d3m";
const domains = Array.from({ length: 60 }, (_, i) => `host-${i}.xzone.cloud`);
const major = Number(process.versions.node.split(".")[0]);

// The built package in Pulumi's own host process, before the simulator.
describe("a set in the dynamic-provider host", () => {
    let simulator: Simulator;
    let host: Host;
    let resource: ResourceClient;

    beforeAll(async () => {
        simulator = await Simulator.start();
    });
    beforeEach(async () => {
        host = await startHost({ env: simulator.environment() });
        resource = host.resource(providerLine("FreeCertificateVerificationSet"));
    });
    afterEach(async () => {
        simulator.reset();
        await host?.stop();
    });
    afterAll(() => simulator.stop());

    const issue = (names: string[]) => {
        for (const name of names) simulator.domain(zoneId, name).issue({ expireTime: "2027-07-31T07:06:57Z" });
    };
    const failure = (work: Promise<unknown>): Promise<HostError> =>
        work.then(
            () => undefined as never,
            (error) => error,
        );

    test("sixty waits are within the budget, and show as one line", async () => {
        issue(domains.slice(0, 50));
        for (const name of domains.slice(50)) simulator.domain(zoneId, name).issueAfter(3_000, { from: "firstCheck" });
        const { inputs, failures } = await resource.check({ zoneId, domains });
        expect(failures).toEqual([]);
        const { id, outs } = await resource.create(inputs);
        expect(id).toMatch(/^zone-28v607hq8d3m\/[0-9a-f]{8}$/);
        expect(Object.keys(outs).sort()).toEqual(["certificates", "zoneId"]);
        expect(Object.keys(outs.certificates as object)).toHaveLength(60);
        expect(simulator.calls.filter(({ code }) => code === "RequestLimitExceeded")).toEqual([]);
        expect(host.logs.length).toBeLessThanOrEqual(3);
        await expect(resource.diff(id, outs, { zoneId, domains: domains.toReversed() })).resolves.toMatchObject({
            changes: false,
        });
        await expect(resource.read(id, outs)).resolves.toEqual({ id, outs, inputs: undefined });
        await host.stop();
        expect(host.output).not.toContain("Warning");
    });

    test("a wait that fails records what is issued, with the line of the provider, and an update resumes it", async () => {
        const three = domains.slice(0, 3);
        issue(three.slice(1));
        simulator.domain(zoneId, three[0] as string).apply();
        const { details, partial } = await failure(
            resource.create({ zoneId, domains: three, customTimeouts: { create: "1s" } }),
        );
        expect(details).toMatch(
            /^timed out after 1s .*2 issued, 1 pending, 0 failed.*domains: {3}host-0\.xzone\.cloud/s,
        );
        expect(partial?.reasons).toEqual([details]);
        expect(partial?.properties.__provider).toBe(providerLine("FreeCertificateVerificationSet"));
        const { id, properties } = partial as NonNullable<typeof partial>;
        expect(Object.keys(properties.certificates as object)).toEqual(three.slice(1));
        await expect(resource.diff(id, properties, { zoneId, domains: three })).resolves.toMatchObject({
            changes: true,
            replaces: [],
        });
        issue(three);
        simulator.clearCalls();
        const updated = await resource.update(id, properties, { zoneId, domains: three });
        expect(Object.keys(updated.certificates as object)).toEqual(three);
        expect(simulator.callCount()).toBe(1);
        await host.stop();
        expect(host.output).not.toMatch(/^\s+at /m);
    });

    test("a fault names the element of the list", async () => {
        const { failures } = await resource.check({ zoneId, domains: ["a.xzone.cloud", "b xzone.cloud"] });
        expect(failures).toEqual([{ property: "domains[1]", reason: expect.stringContaining("contains white space") }]);
        expect(simulator.callCount()).toBe(0);
    });

    // Node 20 has no way to hear the engine's Cancel: there a wait ends with its deadline or the second Ctrl-C.
    (major >= 22 ? test : test.failing)(
        "the engine's Cancel ends all waits within a second and records what is issued",
        async () => {
            const three = domains.slice(0, 3);
            issue(three.slice(1));
            simulator.domain(zoneId, three[0] as string).apply();
            const failing = failure(resource.create({ zoneId, domains: three, customTimeouts: { create: "10s" } }));
            await host.logged(/waiting/);
            const cancelled = Date.now();
            await host.cancel();
            const { details, partial } = await failing;
            expect(Date.now() - cancelled).toBeLessThan(1_000);
            expect(details).toMatch(/^cancelled after .*2 issued, 1 pending, 0 failed/s);
            expect(Object.keys(partial?.properties.certificates as object)).toEqual(three.slice(1));
        },
    );
});
