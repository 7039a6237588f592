import * as pulumi from "@pulumi/pulumi";
import { Simulator } from "../../simulator";
import { pluginOnPath } from "./pluginOnPath";
import { createTestStack, type TestStack } from "./stack";

const zoneId = "zone-28v607hq8d3m";
const host = "www.xzone.cloud";

const OUTPUTS = {
    commonName: undefined,
    expireTime: undefined,
    status: undefined,
    certificates: undefined,
    dnsVerification: undefined,
};

/** A resource as the SDK of any language registers it. */
class Resource extends pulumi.CustomResource {
    declare readonly commonName: pulumi.Output<string>;
    declare readonly status: pulumi.Output<string>;
    declare readonly certificates: pulumi.Output<Record<string, { commonName: string }>>;

    constructor(kind: string, name: string, inputs: pulumi.Inputs, opts?: pulumi.CustomResourceOptions) {
        super(`teo:index:${kind}`, name, { ...OUTPUTS, ...inputs }, opts);
    }
}

describe("the executable", () => {
    let simulator: Simulator;
    let stack: TestStack;

    beforeAll(async () => {
        simulator = await Simulator.start({ deployDelayMs: 1_000 });
    });
    beforeEach(async () => {
        stack = await createTestStack({ env: { ...simulator.environment(), PATH: await pluginOnPath() } });
    });
    afterEach(async () => {
        await stack.dispose();
        simulator.reset();
    });
    afterAll(() => simulator.stop());

    test("brings all four kinds up, leaves them as they are, shows a renewal, and destroys them", async () => {
        simulator.host(zoneId, host).online();
        simulator.domain(zoneId, host).issueAfter(4_000, { from: "firstCheck" });
        stack.program = async () => {
            const application = new Resource("FreeCertificate", "www", { zoneId, domain: host });
            const proven = { dependsOn: application };
            const verification = new Resource("FreeCertificateVerification", "www", { zoneId, domain: host }, proven);
            const set = new Resource("FreeCertificateVerificationSet", "set", { zoneId, domains: [host] }, proven);
            const { commonName } = verification;
            const { status } = new Resource("HostCertificate", "www", { zoneId, host, commonName });
            return { status, commonName: set.certificates.apply((certificates) => certificates[host]?.commonName) };
        };
        expect((await stack.preview()).changes).toEqual({ create: 5 });
        expect(simulator.callCount()).toBe(0);

        const { output } = await stack.up();
        expect(output).toMatch(/FreeCertificateVerification www creating \(\d+s\) waiting \d+s: RecordUnExpected/);
        expect(await stack.outputs()).toEqual({ status: "deployed", commonName: host });
        const calls = simulator.callCount();
        expect((await stack.up()).changes).toEqual({ same: 5 });
        expect(simulator.callCount()).toBe(calls);

        simulator.domain(zoneId, host).renew();
        const refresh = await stack.refresh("--diff");
        expect(refresh.changes).toEqual({ same: 2, update: 3 });
        expect(refresh.output).not.toMatch(/drift|requestId:.*=>/);
        expect((await stack.up()).changes).toEqual({ same: 5 });

        expect((await stack.destroy()).changes).toEqual({ delete: 5 });
        expect(simulator.host(zoneId, host).state.certificate?.mode).toBe("disable");
    });
});
