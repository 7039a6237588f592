import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { Simulator } from "../../../simulator";
import { madeOnce } from "../../madeOnce";
import { ensureEngine } from "../engine";
import { createTestStack } from "../stack";

const run = promisify(execFile);
const EXAMPLE = join(__dirname, "..", "..", "..", "examples", "quickstart-yaml");
const HOST = join(__dirname, "yamlHost");
const PACKAGE = "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml";
const toStderr = (line: string) => void process.stderr.write(`${line}\n`);

/** Pulumi's language host for YAML, as `yamlHost/go.mod` pins it. Its release needs modules of other versions than the engine. */
async function yamlHost(): Promise<string> {
    const version = /pulumi-yaml (v\S+)/.exec(await readFile(join(HOST, "go.mod"), "utf8"))?.[1];
    return madeOnce(`yaml-host-${version}-${process.platform}-${process.arch}`, toStderr, async (draft) => {
        toStderr("Building Pulumi's language host for YAML: a minute or two on two cores, the first time only.");
        await run("go", ["build", "-o", join(draft, "pulumi-language-yaml"), PACKAGE], { cwd: HOST });
    });
}

test("a stack in YAML waits, is quiet with a second up, and is destroyed: examples/quickstart-yaml", async () => {
    const zoneId = "zone-28v607hq8d3m";
    const domain = "aa.xzone.cloud";
    await using simulator = await Simulator.start({ deployDelayMs: 300 });
    simulator.host(zoneId, domain).online();
    simulator.domain(zoneId, domain).issueAfter(2_000, { from: "firstCheck", expireTime: "2027-07-31T07:06:57Z" });
    const path = [await yamlHost(), (await ensureEngine()).searchPath].join(delimiter);
    const env = { ...simulator.environment(), PATH: path };
    const stack = await createTestStack({ folder: EXAMPLE, plugin: true, env });
    try {
        // In a checkout, what npm would put there does not stay executable.
        const project = join(stack.folder, "Pulumi.yaml");
        await writeFile(project, (await readFile(project, "utf8")).replace("./node_modules/.bin", "./plugin"));
        expect((await stack.up()).changes).toEqual({ create: 3 });
        const expireTime = "2027-07-31T07:06:57Z";
        expect(await stack.outputs()).toEqual({ commonName: domain, expireTime, status: "deployed" });
        const calls = simulator.callCount();
        expect((await stack.up()).changes).toEqual({ same: 3 });
        expect(simulator.callCount()).toBe(calls);
        expect((await stack.destroy()).changes).toEqual({ delete: 3 });
    } finally {
        await stack.dispose();
    }
}, 600_000);
