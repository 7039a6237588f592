import type * as Teo from "pulumi-teo";
import { Simulator } from "../../simulator";
import { createTestStack } from "./stack";

const zoneId = "zone-28v607hq8d3m";
const hosts = Array.from({ length: 100 }, (_, i) => `host-${i}.xzone.cloud`);

test("a hundred hosts are bound in a few requests, and read in pages", async () => {
    await using simulator = await Simulator.start({ deployDelayMs: 5_000 });
    simulator.domain(zoneId, "*.xzone.cloud").issue();
    for (const host of hosts) simulator.host(zoneId, host).online();
    const stack = await createTestStack({
        env: simulator.environment(),
        parallel: 100,
        program: async () => {
            const teo: typeof Teo = require("pulumi-teo");
            for (const host of hosts) new teo.HostCertificate(host, { zoneId, host, commonName: "*.xzone.cloud" });
        },
    });
    try {
        const count = (action: string) => simulator.calls.filter((call) => call.action === action).length;
        const up = await stack.up();
        expect(up.changes).toEqual({ create: 101 });
        const [first, last] = [simulator.calls[0], simulator.calls.at(-1)];
        const rounds = Math.ceil(((last?.at ?? 0) - (first?.at ?? 0)) / 2_000) + 1;
        expect(count("ModifyHostsCertificate")).toBeLessThanOrEqual(10);
        expect(count("DescribeAccelerationDomains")).toBeLessThanOrEqual(rounds);
        expect(simulator.calls.filter(({ code }) => code !== undefined)).toEqual([]);
        for (const host of hosts) {
            expect(simulator.host(zoneId, host).state.certificate?.mode).toBe("eofreecert_manual");
        }

        simulator.clearCalls();
        expect((await stack.refresh()).changes).toEqual({ same: 101 });
        expect(simulator.callCount()).toBeLessThanOrEqual(5);

        simulator.clearCalls();
        expect((await stack.destroy()).changes).toEqual({ delete: 101 });
        expect(count("ModifyHostsCertificate")).toBeLessThanOrEqual(10);
        for (const host of hosts) expect(simulator.host(zoneId, host).state.certificate?.mode).toBe("disable");
    } finally {
        await stack.dispose();
    }
});
