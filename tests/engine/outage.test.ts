import type * as Teo from "pulumi-teo";
import { Simulator } from "../../simulator";
import { createTestStack } from "./stack";

// In a file of its own, since it takes its minute beside the others.
test("a refresh during an outage fails after its minute, and keeps the resource in state", async () => {
    await using simulator = await Simulator.start();
    simulator.domain("zone-28v607hq8d3m", "aa.xzone.cloud").issue();
    const stack = await createTestStack({
        env: simulator.environment(),
        program: async () => {
            const teo: typeof Teo = require("pulumi-teo");
            new teo.FreeCertificateVerification("www", { zoneId: "zone-28v607hq8d3m", domain: "aa.xzone.cloud" });
        },
    });
    try {
        await stack.up();
        const before = (await stack.exportState()).deployment.resources?.at(-1)?.outputs;
        simulator.fault({ status: 502 });
        await expect(stack.refresh()).rejects.toMatchObject({
            run: {
                output: expect.stringMatching(
                    /failed after 1m.* reading the free certificate of aa\.xzone\.cloud .*HTTP 502/s,
                ),
            },
        });
        const after = (await stack.exportState()).deployment.resources?.at(-1)?.outputs;
        expect(after).toEqual(before);
        expect(after).toMatchObject({ domain: "aa.xzone.cloud" });
    } finally {
        await stack.dispose();
    }
});
