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
const managed = "managed.example.com";

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
        for (const domain of [...certified, managed]) simulator.domain(zoneId, domain).issue();
        for (const name of [host, managed]) simulator.host(zoneId, name).online();
        stack = await createTestStack({ plugin: true, env: simulator.environment() });
    }, 300_000);
    afterAll(async () => {
        await stack?.dispose();
        await simulator?.stop();
        await rm(sdks, { recursive: true, force: true });
    });

    const state = async () => (await stack.exportState()).deployment.resources ?? [];
    const modes = () => [host, managed].map((name) => simulator.host(zoneId, name).state.certificate.mode);

    test("becomes one of the plugin in one change, without a replacement or a call, and lives on; a ManagedHostCertificate leaves its children, whose host stays served", async () => {
        stack.program = async () => {
            const teo: typeof Teo = require("pulumi-teo");
            new teo.ManagedHostCertificate("managed", { zoneId, host: managed, publish: () => [] });
            return program(() => teo)();
        };
        await stack.up();
        const outputs = { status: "deployed", names: ["set-a.example.com", "set-b.example.com"] };
        expect(await stack.outputs()).toEqual(outputs);
        const calls = simulator.callCount();

        // The component's children have their URNs as aliases.
        const urns = (await state()).map(({ urn }) => urn);
        const from = (kind: keyof typeof Teo) => ({
            aliases: urns.filter((urn) => urn.includes(`$pulumi-nodejs:dynamic/teo:${kind}::`)),
        });
        stack.program = async () => {
            const teo = sdk() as Kinds;
            const target = { zoneId, domain: managed };
            new teo.FreeCertificate("managed", target, from("FreeCertificate"));
            new teo.FreeCertificateVerification("managed", target, from("FreeCertificateVerification"));
            const binding = { zoneId, host: managed, commonName: managed };
            new teo.HostCertificate("managed", binding, from("HostCertificate"));
            return program(sdk)();
        };
        // The stack, its four resources, and the three; what goes is the component, which is only in state.
        const { changes, events } = await stack.start(["up", "--yes"]).succeeded();
        const previewed = events.find(({ summaryEvent }) => summaryEvent)?.summaryEvent?.resourceChanges;
        expect(previewed).toEqual({ same: 8, delete: 1 });
        expect(changes).toEqual({ same: 8, delete: 1 });
        expect(simulator.callCount()).toBe(calls);
        expect(await stack.outputs()).toEqual(outputs);
        expect(modes()).toEqual(["eofreecert_manual", "eofreecert_manual"]);
        const types = (await state()).map(({ type }) => type);
        expect(types.filter((type) => type.startsWith("teo:index:"))).toHaveLength(7);
        expect(types.filter((type) => type.includes("dynamic/teo"))).toEqual([]);

        // A renewal of all but the managed host's certificate.
        for (const domain of certified) simulator.domain(zoneId, domain).issue({ expireTime: "2027-10-29T07:06:57Z" });
        expect((await stack.refresh()).changes).toEqual({ same: 5, update: 3 });
        expect((await stack.up()).changes).toEqual({ same: 8 });
        expect((await stack.destroy()).changes).toEqual({ delete: 8 });
        expect(modes()).toEqual(["disable", "disable"]);
    });
});
