import type * as Teo from "pulumi-teo";
import { Simulator } from "../../simulator";
import { failure } from "./cli";
import { createTestStack, type TestStack } from "./stack";

const zoneId = "zone-28v607hq8d3m";
const kept = "kept.xzone.cloud";
const given = "given.xzone.cloud";
const failing = "failing.xzone.cloud";
const later = "later.xzone.cloud";
const slow = "slow.xzone.cloud";
const OWN = ["sslcert", "cert-own deployed"];

describe("a host that serves a certificate of the user's own", () => {
    let simulator: Simulator;
    let stack: TestStack;

    const host = (name: string) => simulator.host(zoneId, name);
    const serveOwn = (name: string) => host(name).setMode("sslcert", { certId: "cert-own" });
    const served = (name: string) => {
        const { mode, list } = host(name).state.certificate;
        return [mode, ...list.map(({ certId, status }) => `${certId} ${status}`)];
    };
    const changed = (name: string) =>
        simulator.calls.filter(({ action, hosts }) => action === "ModifyHostsCertificate" && hosts?.includes(name));
    /** Binds each host; true where its own certificate may be replaced. */
    const binding = (hosts: Record<string, boolean | undefined>) => async () => {
        const teo: typeof Teo = require("pulumi-teo");
        for (const [name, replaceOwnCertificate] of Object.entries(hosts))
            new teo.HostCertificate(name, { zoneId, host: name, replaceOwnCertificate });
    };
    const stateOf = async (name: string) =>
        (await stack.exportState()).deployment.resources?.find(({ id }) => id === `${zoneId}/${name}`);

    // The tests go on from one another.
    beforeAll(async () => {
        simulator = await Simulator.start({ deployDelayMs: 100 });
        for (const name of [kept, given, failing, later, slow]) {
            simulator.domain(zoneId, name).issue();
            host(name).online();
            if (name !== later) serveOwn(name);
        }
        stack = await createTestStack({ env: simulator.environment() });
    });
    afterAll(async () => {
        await stack?.dispose();
        await simulator?.stop();
    });

    describe("in one run", () => {
        let stdout: string;
        const diagnosticsOf = (name: string) =>
            new RegExp(`HostCertificate \\(${name}\\):\\n.*?\\n\\n`, "s").exec(stdout)?.[0];

        beforeAll(async () => {
            host(failing).deployFails("issued", { times: 1 });
            stack.program = binding({ [kept]: undefined, [given]: true, [failing]: true, [later]: undefined });
            ({ stdout } = await failure(stack.up("--continue-on-error")));
        });

        test("keeps it by default, and the error names the certificate and the input that allows it", () => {
            expect(diagnosticsOf(kept)).toMatch(/OwnCertificate: .*sslcert, cert-own/);
            expect(diagnosticsOf(kept)).toContain("replaceOwnCertificate: true");
            expect([served(kept), changed(kept)]).toEqual([OWN, []]);
        });

        test("gives it up where the program says so", async () => {
            expect(stdout).toMatch(new RegExp(`The host ${given} .*sslcert, cert-own`));
            expect(served(given)[0]).toBe("eofreecert_manual");
            expect((await stateOf(given))?.outputs).toMatchObject({
                replaced: { mode: "sslcert", certificateIds: ["cert-own"] },
            });
        });

        test("has it back when the deployment of the new one fails for good", async () => {
            expect(diagnosticsOf(failing)).toContain("BindingFailed");
            expect(stdout).toMatch(
                new RegExp(`The host ${failing} .*serves your own certificate \\(cert-own\\) again`),
            );
            expect(served(failing)).toEqual(OWN);
            expect(await stateOf(failing)).toBeUndefined();
        });
    });

    test("keeps one that somebody gave it after us; and a destroy puts back the one that we had replaced", async () => {
        stack.program = binding({ [given]: true, [later]: undefined });
        serveOwn(later);
        // Of the stack and two bindings, only that of the host that somebody has changed.
        expect((await stack.refresh()).changes).toEqual({ same: 2, update: 1 });
        const { stdout, changes } = await failure(stack.up());
        expect(stdout).toContain("OwnCertificate");
        expect(changes).toEqual({ same: 2 });
        expect(served(later)).toEqual(OWN);
        await stack.destroy();
        expect([served(given), served(later)]).toEqual([OWN, OWN]);
    });

    test("is named in state before anything is changed, whatever ends the run", async () => {
        host(slow).deployTakes(600_000);
        stack.program = binding({ [slow]: true });
        const running = stack.start(["up", "--yes", "--skip-preview"]);
        await running.printed(/HostDeploying/);
        await running.terminate();
        const { pending_operations, resources } = (await stack.exportState()).deployment;
        const known = JSON.stringify([pending_operations, resources?.map(({ outputs }) => outputs)]);
        expect(known).toContain('"replaced":{"certificateIds":["cert-own"],"mode":"sslcert"}');
    });
});
