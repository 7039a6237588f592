import type * as Teo from "pulumi-teo";
import { failure } from "./cli";
import { simulatedStack } from "./simulatedStack";

const zoneId = "zone-28v607hq8d3m";
const host = "www.xzone.cloud";

describe("a host that serves a certificate of the user's own", () => {
    const given = simulatedStack({ deployDelayMs: 100 }, (simulator) => {
        simulator.domain(zoneId, host).issue();
        simulator.host(zoneId, host).online().setMode("sslcert", { certId: "cert-own" });
    });

    const binding = (replaceOwnCertificate?: boolean) => async () => {
        const teo: typeof Teo = require("pulumi-teo");
        new teo.HostCertificate("www", { zoneId, host, replaceOwnCertificate });
    };
    const declared = () => given.simulator.host(zoneId, host);
    const served = () => {
        const { mode, list } = declared().state.certificate;
        return [mode, ...list.map(({ certId, status }) => `${certId} ${status}`)];
    };
    const own = ["sslcert", "cert-own deployed"];
    const changes = () => given.simulator.calls.filter(({ action }) => action === "ModifyHostsCertificate").length;
    const stateOf = async () =>
        (await given.stack.exportState()).deployment.resources?.find(({ type }) => type.endsWith("HostCertificate"));

    test("keeps it by default, and the error names the certificate and the input that allows it", async () => {
        given.stack.program = binding();
        const { stdout } = await failure(given.stack.up());
        expect(stdout).toMatch(/OwnCertificate: .*sslcert, cert-own/);
        expect(stdout).toContain("replaceOwnCertificate: true");
        expect([served(), changes()]).toEqual([own, 0]);
    });

    test("gives it up where the program says so, and has it back with the destroy", async () => {
        given.stack.program = binding(true);
        const { stdout } = await given.stack.up();
        expect(stdout).toContain("sslcert, cert-own");
        expect(served()[0]).toBe("eofreecert_manual");
        expect((await stateOf())?.outputs).toMatchObject({
            replaced: { mode: "sslcert", certificateIds: ["cert-own"] },
        });
        expect((await given.stack.refresh()).changes).toEqual({ same: 2 });
        expect((await given.stack.up()).changes).toEqual({ same: 2 });
        await given.stack.destroy();
        expect(served()).toEqual(own);
    });

    test("is named in state before anything is changed, whatever ends the run", async () => {
        declared().deployTakes(600_000);
        given.stack.program = binding(true);
        const running = given.stack.start(["up", "--yes", "--skip-preview"]);
        await running.printed(/HostDeploying/);
        await running.terminate();
        const { pending_operations, resources } = (await given.stack.exportState()).deployment;
        const known = JSON.stringify([pending_operations, resources?.map(({ outputs }) => outputs)]);
        expect(known).toContain('"replaced":{"certificateIds":["cert-own"],"mode":"sslcert"}');
    });

    test("has it back when the deployment of the new one fails for good", async () => {
        declared().deployFails("issued", { times: 1 });
        given.stack.program = binding(true);
        const { stdout } = await failure(given.stack.up());
        expect(stdout).toContain("BindingFailed");
        expect(stdout).toContain("serves your own certificate (cert-own) again");
        expect(served()).toEqual(own);
        expect(await stateOf()).toBeUndefined();
    });

    test("keeps one that somebody gave it after us", async () => {
        declared().setMode("disable");
        given.stack.program = binding();
        await given.stack.up();
        declared().setMode("sslcert", { certId: "cert-own" });
        await given.stack.refresh();
        expect((await failure(given.stack.up())).stdout).toContain("OwnCertificate");
        expect(served()).toEqual(own);
        await given.stack.destroy();
        expect(served()).toEqual(own);
    });
});
