// Runs the stack of this folder with the real engine before a simulated EdgeOne: no account, no network. Needs the `pulumi` CLI.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { Simulator } from "pulumi-teo/simulator";

const zoneId = "zone-28v607hq8d3m";
const host = "www.example.com";
let simulator: Simulator;
let stack: Stack;
let backend: string;

before(async () => {
    simulator = await Simulator.start();
    backend = await mkdtemp(join(tmpdir(), "stack-"));
    const envVars = {
        ...simulator.environment(),
        PULUMI_BACKEND_URL: `file://${backend}`,
        PULUMI_CONFIG_PASSPHRASE: "test",
    };
    const program = async () => ({ ...require("./index") });
    const inline = { stackName: "test", projectName: "pulumi-teo-offline-simulator", program };
    stack = await LocalWorkspace.createStack(inline, { workDir: __dirname, envVars });
    await stack.setAllConfig({ zoneId: { value: zoneId }, host: { value: host } });
});

after(async () => {
    await stack?.workspace.removeStack("test", { force: true });
    await simulator?.stop();
    await rm(backend, { recursive: true, force: true });
});

test("waits for the certificate, and binds it", async () => {
    simulator.host(zoneId, host).online();
    simulator.domain(zoneId, host).issueAfter(3_000, { from: "firstCheck" });

    const { outputs } = await stack.up();
    assert.equal(outputs.status?.value, "deployed");
    assert.equal(simulator.host(zoneId, host).state.certificate.mode, "eofreecert_manual");
});

test("an outage never removes a resource from state", async () => {
    const mend = simulator.fault({ action: "CheckFreeCertificateVerification", code: "InternalError", times: 2 });
    const { summary } = await stack.refresh();
    assert.deepEqual(summary.resourceChanges, { same: 3 });
    mend();
});

test("destroy disables the host's certificate", async () => {
    await stack.destroy();
    assert.equal(simulator.host(zoneId, host).state.certificate.mode, "disable");
});
