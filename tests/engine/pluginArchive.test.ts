import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { version } from "../../package.json";
import { Simulator } from "../../simulator";
import { createTestStack } from "./stack";

const exec = promisify(execFile);
const ROOT = join(__dirname, "..", "..");
const zoneId = "zone-28v607hq8d3m";
const domain = "www.example.com";

test("`pulumi plugin install` takes the archive, and the engine finds the plugin without a warning", async () => {
    await using simulator = await Simulator.start();
    simulator.domain(zoneId, domain).issue({ expireTime: "2027-07-31T07:06:57Z" });
    const stack = await createTestStack({
        env: simulator.environment(),
        program: async () => {
            // As the SDK of any language registers it.
            class Verification extends pulumi.CustomResource {
                declare readonly expireTime: pulumi.Output<string>;
            }
            const props = { zoneId, domain, expireTime: undefined };
            const made = new Verification("teo:index:FreeCertificateVerification", "www", props, { version });
            return { expireTime: made.expireTime };
        },
    });
    try {
        const archives = join(stack.folder, "archives");
        await exec(process.execPath, ["--import", "tsx", join(ROOT, "scripts", "pluginArchive.ts"), archives], {
            cwd: ROOT,
        });
        const system = process.platform === "win32" ? "windows" : process.platform;
        const processor = process.arch === "x64" ? "amd64" : process.arch;
        const archive = join(archives, `pulumi-resource-teo-v${version}-${system}-${processor}.tar.gz`);
        await stack.start(["plugin", "install", "resource", "teo", `v${version}`, "--file", archive]).succeeded();

        const { changes, output } = await stack.up();
        expect(changes).toEqual({ create: 2 });
        expect(output).not.toMatch(/warning/);
        expect(await stack.outputs()).toEqual({ expireTime: "2027-07-31T07:06:57Z" });
        await stack.destroy();
    } finally {
        await stack.dispose();
    }
});
