import { readdirSync } from "node:fs";
import { join } from "node:path";
import type * as Teo from "pulumi-teo";
import { Simulator } from "../../simulator";
import { createTestStack } from "./stack";

const STATES = join(__dirname, "..", "fixtures", "state");
const zoneId = "zone-28v607hq8d3m";
const certificate = { expireTime: "2027-07-31T07:06:57Z", requestId: "00000000-0000-4000-8000-000000000001" };
const hosts = ["www.example.com", "a.example.com", "b.example.com"];

/** The program that made the states, with the version whose name the file bears. */
const program = async () => {
    const teo: typeof Teo = require("pulumi-teo");
    const { domain } = new teo.FreeCertificate("www", { zoneId, domain: "www.example.com" });
    const customTimeouts = { create: "45m" };
    const { commonName } = new teo.FreeCertificateVerification("www", { zoneId, domain }, { customTimeouts });
    new teo.HostCertificate("www", { zoneId, host: "www.example.com", commonName });
    new teo.FreeCertificateVerificationSet("set", { zoneId, domains: ["set-b.example.com", "set-a.example.com"] });
    for (const host of ["a.example.com", "b.example.com"]) {
        const certificateDomain = "*.example.com";
        new teo.ManagedHostCertificate(host, { zoneId, host, certificateDomain, publish: () => [] });
    }
};

test.each(readdirSync(STATES))(
    "state of version %s is refreshed, updated and destroyed, without a replacement",
    async (name) => {
        await using simulator = await Simulator.start({ deployDelayMs: 100 });
        for (const domain of ["www", "*", "set-a", "set-b"])
            simulator.domain(zoneId, `${domain}.example.com`).issue(certificate);
        for (const host of hosts) simulator.host(zoneId, host).online().setMode("eofreecert_manual");
        const stack = await createTestStack({ program, env: simulator.environment() });
        try {
            await stack.start(["stack", "import", "--file", join(STATES, name)]).succeeded();
            const count = (await stack.exportState()).deployment.resources?.length ?? 0;
            expect((await stack.up()).changes).toEqual({ same: count - 1 });
            expect(simulator.callCount()).toBe(0);
            // The hosts have certificates of other ids by now: the refresh shows them, and that is all.
            expect(Object.keys((await stack.refresh()).changes).sort()).toEqual(["same", "update"]);
            expect(Object.keys((await stack.up()).changes)).not.toContain("replace");
            expect((await stack.up()).changes).toEqual({ same: count - 1 });
            await stack.destroy();
            for (const host of hosts) expect(simulator.host(zoneId, host).state.certificate.mode).toBe("disable");
        } finally {
            await stack.dispose();
        }
    },
);
