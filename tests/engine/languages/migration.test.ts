import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type * as pulumi from "@pulumi/pulumi";
import type * as Teo from "pulumi-teo";
import { Simulator } from "../../../simulator";
import { createTestStack, type TestStack } from "../stack";
import { generateSdks } from "./sdks";

const exec = promisify(execFile);
const zoneId = "zone-28v607hq8d3m";
const host = "www.example.com";

/** A class of the dynamic resources, or of the SDK that is generated: both are declared in the same way. */
type Kind = new (name: string, args: pulumi.Inputs, opts?: pulumi.CustomResourceOptions) => pulumi.CustomResource;
type Kinds = Record<keyof typeof Teo, Kind>;

/** One program for both: only what it imports changes. */
const program = (load: () => unknown) => async () => {
    const teo = load() as Kinds;
    const application = new teo.FreeCertificate("www", { zoneId, domain: host });
    const opts = { customTimeouts: { create: "45m" }, dependsOn: application };
    const verification = new teo.FreeCertificateVerification("www", { zoneId, domain: "WWW.example.com" }, opts);
    const { commonName } = verification as unknown as Teo.FreeCertificateVerification;
    const binding = new teo.HostCertificate("www", { zoneId, host, commonName });
    const domains = ["set-b.example.com", "set-a.example.com"];
    const set = new teo.FreeCertificateVerificationSet("set", { zoneId, domains });
    const { status } = binding as unknown as Teo.HostCertificate;
    const { certificates } = set as unknown as Teo.FreeCertificateVerificationSet;
    return { status, names: certificates.apply((all) => Object.keys(all).sort()) };
};

describe("a stack of the dynamic resources", () => {
    const certified = [host, "set-a.example.com", "set-b.example.com"];
    let sdks: string;
    let sdk: () => unknown;
    let simulator: Simulator;
    let stack: TestStack;

    beforeAll(async () => {
        sdks = await mkdtemp(join(tmpdir(), "pulumi-teo-sdks-"));
        await generateSdks(sdks);
        await symlink(join(__dirname, "..", "..", "..", "node_modules"), join(sdks, "node_modules"), "dir");
        const cwd = join(sdks, "nodejs");
        const flags = ["--ignoreDeprecations", "6.0", "--outDir", "."];
        // As a user's install compiles it.
        await exec(process.execPath, [require.resolve("typescript/bin/tsc"), ...flags], { cwd });
        sdk = () => require(join(cwd, "index.js"));
        simulator = await Simulator.start({ deployDelayMs: 100 });
    }, 300_000);
    beforeEach(async () => {
        for (const domain of certified) simulator.domain(zoneId, domain).issue();
        simulator.host(zoneId, host).online();
        stack = await createTestStack({ plugin: true, env: simulator.environment() });
    });
    afterEach(async () => {
        await stack?.dispose();
        simulator.reset();
    });
    afterAll(async () => {
        await simulator?.stop();
        await rm(sdks, { recursive: true, force: true });
    });

    const state = async () => (await stack.exportState()).deployment.resources ?? [];
    const mode = () => simulator.host(zoneId, host).state.certificate.mode;

    test("becomes one of the plugin in one change, without a replacement or a call, and lives on", async () => {
        const outputs = { status: "deployed", names: certified.slice(1) };
        stack.program = program(() => require("pulumi-teo"));
        expect((await stack.up()).changes).toEqual({ create: 5 });
        expect(await stack.outputs()).toEqual(outputs);
        const calls = simulator.callCount();

        stack.program = program(sdk);
        expect((await stack.preview()).changes).toEqual({ same: 5 });
        expect((await stack.up()).changes).toEqual({ same: 5 });
        expect(simulator.callCount()).toBe(calls);
        expect(await stack.outputs()).toEqual(outputs);
        const types = (await state()).map(({ type }) => type);
        expect(types.filter((type) => type.startsWith("teo:index:"))).toHaveLength(4);
        expect(types.filter((type) => type.includes("dynamic/teo"))).toEqual([]);

        for (const domain of certified) simulator.domain(zoneId, domain).issue({ expireTime: "2027-10-29T07:06:57Z" });
        expect((await stack.refresh()).changes).toEqual({ same: 2, update: 3 });
        expect((await stack.up()).changes).toEqual({ same: 5 });
        expect((await stack.destroy()).changes).toEqual({ delete: 5 });
        expect(mode()).toBe("disable");
    });

    test("leaves its ManagedHostCertificate with the URNs of its children as aliases, and the host stays served", async () => {
        stack.program = async () => {
            const teo: typeof Teo = require("pulumi-teo");
            new teo.ManagedHostCertificate("www", { zoneId, host, publish: () => [] });
        };
        await stack.up();
        const calls = simulator.callCount();
        const urns = (await state()).map(({ urn }) => urn);
        const from = (kind: keyof typeof Teo) => ({
            aliases: urns.filter((urn) => urn.includes(`$pulumi-nodejs:dynamic/teo:${kind}::`)),
        });
        stack.program = async () => {
            const teo = sdk() as Kinds;
            new teo.FreeCertificate("www", { zoneId, domain: host }, from("FreeCertificate"));
            new teo.FreeCertificateVerification("www", { zoneId, domain: host }, from("FreeCertificateVerification"));
            new teo.HostCertificate("www", { zoneId, host, commonName: host }, from("HostCertificate"));
        };
        // The stack and the three; what goes is the component, which is only in state.
        expect((await stack.up()).changes).toEqual({ same: 4, delete: 1 });
        expect(simulator.callCount()).toBe(calls);
        expect(mode()).toBe("eofreecert_manual");
    });
});
