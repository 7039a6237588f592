import type * as Teo from "pulumi-teo";
import { Simulator } from "../../simulator";
import { createTestStack, type TestStack } from "./stack";

const zoneId = "zone-28v607hq8d3m";
const host = "www.xzone.cloud";

describe("a run that was killed", () => {
    let simulator: Simulator;
    let stack: TestStack;

    beforeAll(async () => {
        simulator = await Simulator.start({ deployDelayMs: 1_000 });
    });
    beforeEach(async () => {
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
    afterEach(async () => {
        await stack.dispose();
        simulator.reset();
    });
    afterAll(() => simulator.stop());

    const killAt = async (what: RegExp) => {
        const running = stack.start(["up", "--yes", "--skip-preview"]);
        await running.printed(what);
        const { code } = await running.terminate();
        expect(code).not.toBe(0);
    };

    test("while the certificate was waited for goes on with the next up, and can be destroyed", async () => {
        const seen = simulator.fault({
            action: "CheckFreeCertificateVerification",
            code: "ResourceUnavailable.RecordUnExpected",
        });
        await killAt(/waiting \d+s: RecordUnExpected/);
        seen();
        await stack.up();
        expect(await stack.outputs()).toEqual({ status: "deployed" });
        expect((await stack.up()).changes).toEqual({ same: 4 });
        expect((await stack.destroy()).changes).toEqual({ delete: 4 });
    });

    test("while the host was being deployed goes on with the next up, without binding twice", async () => {
        simulator.host(zoneId, host).deployTakes(5_000);
        await killAt(/waiting \d+s: HostDeploying/);
        await stack.up();
        expect(await stack.outputs()).toEqual({ status: "deployed" });
        expect(simulator.calls.filter(({ action }) => action === "ModifyHostsCertificate")).toHaveLength(1);
        await stack.destroy();
        expect(simulator.host(zoneId, host).state.certificate?.mode).toBe("disable");
        await stack.up();
        expect(await stack.outputs()).toEqual({ status: "deployed" });
    });

    test("while it was being destroyed can be destroyed again, or created anew", async () => {
        await stack.up();
        simulator.fault({ action: "DescribeAccelerationDomains", latencyMs: 60_000, times: 1 });
        const running = stack.start(["destroy", "--yes", "--skip-preview"]);
        await running.printed(/HostCertificate www deleting/);
        await running.terminate();
        await stack.up();
        expect(await stack.outputs()).toEqual({ status: "deployed" });
        expect((await stack.destroy()).changes).toEqual({ delete: 4 });
    });

    test("after it had disabled the host is told by Pulumi's warning, and repaired by refresh and up", async () => {
        await stack.up();
        simulator.host(zoneId, host).deployTakes(60_000);
        const running = stack.start(["destroy", "--yes", "--skip-preview"]);
        await running.printed(/waiting \d+s: HostDeploying/);
        await running.terminate();
        simulator.host(zoneId, host).deploySucceeds();
        const { output } = await stack.up();
        expect(output).toMatch(/HostCertificate::www, interrupted while deleting.*`pulumi refresh`/s);
        await stack.refresh();
        await stack.up();
        expect(simulator.host(zoneId, host).state.certificate?.mode).toBe("eofreecert_manual");
    });
});
