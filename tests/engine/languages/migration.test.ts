import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type * as pulumi from "@pulumi/pulumi";
import type * as Teo from "pulumi-teo";
import { Simulator } from "../../../simulator";
import { createTestStack } from "../stack";
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

test("a stack of the dynamic resources becomes one of the plugin in one change, without a replacement or a call", async () => {
    const sdks = await mkdtemp(join(tmpdir(), "pulumi-teo-sdks-"));
    await using simulator = await Simulator.start({ deployDelayMs: 100 });
    const names = ["set-a.example.com", "set-b.example.com"];
    for (const domain of [host, ...names]) simulator.domain(zoneId, domain).issue();
    simulator.host(zoneId, host).online();
    const stack = await createTestStack({ plugin: true, env: simulator.environment() });
    try {
        await generateSdks(sdks);
        await symlink(join(__dirname, "..", "..", "..", "node_modules"), join(sdks, "node_modules"), "dir");
        // As the install of a user's compiles it.
        await exec(
            process.execPath,
            [require.resolve("typescript/bin/tsc"), "--ignoreDeprecations", "6.0", "--outDir", "."],
            {
                cwd: join(sdks, "nodejs"),
            },
        );
        const outputs = { status: "deployed", names };

        stack.program = program(() => require("pulumi-teo"));
        expect((await stack.up()).changes).toEqual({ create: 5 });
        expect(await stack.outputs()).toEqual(outputs);
        const calls = simulator.callCount();

        stack.program = program(() => require(join(sdks, "nodejs", "index.js")));
        expect((await stack.preview()).changes).toEqual({ same: 5 });
        expect((await stack.up()).changes).toEqual({ same: 5 });
        expect(simulator.callCount()).toBe(calls);
        expect(await stack.outputs()).toEqual(outputs);
        const types = (await stack.exportState()).deployment.resources?.map(({ type }) => type) ?? [];
        expect(types.filter((type) => type.startsWith("teo:index:"))).toHaveLength(4);
        // The stack no longer needs the package for its state.
        expect(types.filter((type) => type.includes("dynamic/teo"))).toEqual([]);

        for (const domain of [host, ...names])
            simulator.domain(zoneId, domain).issue({ expireTime: "2027-10-29T07:06:57Z" });
        expect((await stack.refresh()).changes).toEqual({ same: 2, update: 3 });
        expect((await stack.up()).changes).toEqual({ same: 5 });
        expect((await stack.destroy()).changes).toEqual({ delete: 5 });
        expect(simulator.host(zoneId, host).state.certificate.mode).toBe("disable");
    } finally {
        await stack.dispose();
        await rm(sdks, { recursive: true, force: true });
    }
});
