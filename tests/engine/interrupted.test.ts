import type * as Teo from "pulumi-teo";
import { Simulator } from "../../simulator";
import { createTestStack, type TestStack } from "./stack";

const zoneId = "zone-28v607hq8d3m";
const host = "www.xzone.cloud";

// The tests go on from each other's state: one stack lives through its life.
describe("a run that was killed", () => {
    let simulator: Simulator;
    let stack: TestStack;

    beforeAll(async () => {
        simulator = await Simulator.start({ deployDelayMs: 1_000 });
        simulator.host(zoneId, host).online();
        stack = await createTestStack({
            env: simulator.environment(),
            program: async () => {
                const teo: typeof Teo = require("pulumi-teo");
                const { domain } = new teo.FreeCertificate("www", { zoneId, domain: host });
                const { commonName } = new teo.FreeCertificateVerification("www", { zoneId, domain });
                const binding = new teo.HostCertificate("www", { zoneId, host, commonName });
                return { status: binding.status };
            },
        });
    });
    afterAll(async () => {
        await stack?.dispose();
        await simulator?.stop();
    });

    const killed = async (verb: "up" | "destroy", at: RegExp) => {
        const running = stack.start([verb, "--yes", "--skip-preview"]);
        await running.printed(at);
        expect((await running.terminate()).code).not.toBe(0);
    };
    const mode = () => simulator.host(zoneId, host).state.certificate?.mode;

    test("while the certificate was waited for, and then while the host was being deployed, goes on with the next up, without binding twice", async () => {
        const seen = simulator.fault({
            action: "CheckFreeCertificateVerification",
            code: "ResourceUnavailable.RecordUnExpected",
        });
        await killed("up", /waiting \d+s: RecordUnExpected/);
        seen();
        simulator.host(zoneId, host).deployTakes(5_000);
        await killed("up", /waiting \d+s: HostDeploying/);
        await stack.up();
        expect(await stack.outputs()).toEqual({ status: "deployed" });
        expect(simulator.calls.filter(({ action }) => action === "ModifyHostsCertificate")).toHaveLength(1);
        expect((await stack.up()).changes).toEqual({ same: 4 });
    });

    test("while it was being destroyed can be created anew", async () => {
        const slow = simulator.fault({ action: "DescribeAccelerationDomains", latencyMs: 60_000 });
        await killed("destroy", /HostCertificate www deleting/);
        slow();
        await stack.up();
        expect(await stack.outputs()).toEqual({ status: "deployed" });
        expect(mode()).toBe("eofreecert_manual");
    });

    test("after it had disabled the host is told by Pulumi's warning, and repaired by refresh and up, or destroyed", async () => {
        simulator.host(zoneId, host).deployTakes(20_000);
        await killed("destroy", /waiting \d+s: HostDeploying/);
        simulator.host(zoneId, host).deploySucceeds();
        const { output } = await stack.up();
        expect(output).toMatch(/HostCertificate::www, interrupted while deleting.*`pulumi refresh`/s);
        await stack.refresh();
        await stack.up();
        expect(mode()).toBe("eofreecert_manual");
        expect((await stack.destroy()).changes).toEqual({ delete: 4 });
        expect(mode()).toBe("disable");
    });
});
