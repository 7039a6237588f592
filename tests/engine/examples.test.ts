import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { Simulator } from "../../simulator";
import { cleanEnv } from "../cleanEnv";
import { ensureEngine } from "./engine";
import { createTestStack, type StackOptions, type TestStack } from "./stack";

const exec = promisify(execFile);
const ROOT = join(__dirname, "..", "..");
const EXAMPLES = join(ROOT, "examples");
const zoneId = "zone-28v607hq8d3m";
const host = "www.example.com";

/** A resource of another package, made by the dynamic-provider host: `handler` is the source of its create and delete. */
class StandIn extends pulumi.CustomResource {
    constructor(
        type: string,
        name: string,
        props: pulumi.Inputs,
        handler: string,
        opts?: pulumi.CustomResourceOptions,
    ) {
        super(
            `pulumi-nodejs:dynamic/standin:${type}`,
            name,
            { ...props, __provider: `exports.handler = () => (${handler})` },
            opts,
        );
    }
}

/** Publishes a record in the simulator, in place of a DNS provider. `record` is source that makes it of the inputs. */
const published = (record: string) => `{
    async create(inputs) {
        const url = process.env.TENCENTCLOUD_TEO_ENDPOINT + "/simulator/records";
        const body = JSON.stringify(${record});
        const response = await fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body });
        if (!response.ok) throw new Error(await response.text());
        return { id: "1", outs: inputs };
    },
}`;

/** Runs on this machine what the example would run on its server. */
const commanded = `{
    async create(inputs) {
        const { spawnSync } = require("node:child_process");
        const { status, stderr } = spawnSync("sh", ["-c", inputs.create], { input: inputs.stdin });
        if (status !== 0) throw new Error(String(stderr));
        return { id: "1", outs: inputs };
    },
    async delete(id, inputs) { require("node:child_process").spawnSync("sh", ["-c", inputs.delete]); },
}`;

type Rest = [name: string, props: pulumi.Inputs, opts?: pulumi.CustomResourceOptions];
const standIn = (type: string, handler: string) =>
    class extends StandIn {
        constructor(...[name, props, opts]: Rest) {
            super(type, name, props, handler, opts);
        }
    };

/** The packages that need an account, replaced by what needs none. */
const PACKAGES: Record<string, unknown> = {
    "@pulumi/cloudflare": {
        DnsRecord: standIn("DnsRecord", published("{ name: inputs.name, type: inputs.type, value: inputs.content }")),
    },
    "@tencentcloud_iac/pulumi": {
        dnspod: {
            Record: standIn(
                "Record",
                published(
                    '{ name: inputs.subDomain + "." + inputs.domain, type: inputs.recordType, value: inputs.value }',
                ),
            ),
        },
    },
    "@pulumi/command": { remote: { Command: standIn("Command", commanded) } },
};

/** Runs an example's program anew, as the language host would, in the SDK that this process shares with the engine. */
const program = (example: string) => async () => {
    let outputs: object | (() => Promise<object>) = {};
    jest.isolateModules(() => {
        jest.doMock("@pulumi/pulumi", () => pulumi);
        const teo = jest.requireActual("pulumi-teo");
        jest.doMock("pulumi-teo", () => teo);
        for (const [name, replaced] of Object.entries(PACKAGES)) jest.doMock(name, () => replaced, { virtual: true });
        outputs = require(join(EXAMPLES, example, "index.ts"));
    });
    return typeof outputs === "function" ? outputs() : { ...outputs };
};

describe("the stack of", () => {
    let webRoot: string;
    let origin: Server;
    let simulator: Simulator;
    let stack: TestStack;

    beforeAll(async () => {
        webRoot = await mkdtemp(join(tmpdir(), "pulumi-teo-web-"));
        origin = createServer((request, response) => {
            readFile(join(webRoot, request.url ?? "")).then(
                (content) => response.end(content),
                () => response.writeHead(404).end(),
            );
        }).listen(0, "127.0.0.1");
        await new Promise((resolve) => origin.once("listening", resolve));
        const { port } = origin.address() as AddressInfo;
        simulator = await Simulator.start({
            proof: { mode: "http", address: `127.0.0.1:${port}` },
            undeclaredHosts: "online",
            deployDelayMs: 500,
        });
        // What a program looks up by itself, it looks up from this process.
        Object.assign(process.env, simulator.environment());
    });
    afterEach(async () => {
        await stack?.dispose();
        simulator.reset();
    });
    afterAll(async () => {
        for (const name of Object.keys(simulator.environment())) delete process.env[name];
        await simulator?.stop();
        origin?.close();
        await rm(webRoot, { recursive: true, force: true });
    });

    /** Ends with the outputs that an `up` from nothing leaves; a second changes nothing, and a destroy leaves nothing. */
    const upAndDown = async (example: string, config: Record<string, string>, options: StackOptions = {}) => {
        const projectName = `pulumi-teo-${example}`;
        const env = simulator.environment();
        stack = await createTestStack({ projectName, program: program(example), config, env, ...options });
        const created = (await stack.up()).changes.create;
        const outputs = await stack.outputs();
        expect((await stack.up()).changes).toEqual({ same: created });
        expect((await stack.destroy()).changes).toEqual({ delete: created });
        return outputs;
    };
    const countCalls = (action: string) => simulator.calls.filter((call) => call.action === action).length;
    const mode = () => simulator.host(zoneId, host).state.certificate.mode;

    test("quickstart", async () => {
        simulator.domain(zoneId, host).issue();
        const outputs = await upAndDown("quickstart", { zoneId, domain: host });
        expect(outputs).toEqual({ commonName: host, expireTime: expect.stringMatching(/Z$/) });
    });

    const deployed = { status: "deployed", expireTime: expect.stringMatching(/Z$/) };

    test("chain-dnspod", async () => {
        expect(await upAndDown("chain-dnspod", { zoneId, host, dnsDomain: "example.com" })).toEqual(deployed);
        expect(simulator.records).toMatchObject([{ name: expect.stringMatching(/\.www\.example\.com$/) }]);
        expect(mode()).toBe("disable");
    });

    test("chain-cloudflare", async () => {
        expect(await upAndDown("chain-cloudflare", { zoneId, host, dnsZoneId: "023e" })).toEqual(deployed);
        expect(simulator.records).toMatchObject([{ name: expect.stringMatching(/\.www\.example\.com$/) }]);
    });

    test("file-proof", async () => {
        const config = { server: "203.0.113.10", user: "deploy", privateKey: "key", webRoot };
        expect(await upAndDown("file-proof", { zoneId, host, ...config })).toEqual(deployed);
    });

    test("wildcard-many-hosts", async () => {
        const hosts = Array.from({ length: 10 }, (_, n) => `www${n}.example.com`);
        const config = { zoneId, domain: "example.com", hosts: JSON.stringify(hosts), dnsZoneId: "023e" };
        const outputs = await upAndDown("wildcard-many-hosts", config);
        expect(outputs).toEqual({ statuses: hosts.map(() => "deployed") });
        expect(countCalls("ApplyFreeCertificate")).toBe(1);
        expect(simulator.records).toHaveLength(1);
    });

    const listed = async (example: string) =>
        (await readFile(join(EXAMPLES, example, "domains.txt"), "utf8")).trim().split("\n");

    test("hundred-domains", async () => {
        for (const domain of await listed("hundred-domains")) {
            simulator.host(zoneId, domain).online();
            simulator.domain(zoneId, domain).issueAfter(2_000, { from: "firstCheck" });
        }
        expect(await upAndDown("hundred-domains", { zoneId }, { parallel: 200 })).toEqual({ deployed: 100 });
    }, 240_000);

    test("thousand-domains", async () => {
        const expireTime = "2027-07-31T07:06:57Z";
        for (const domain of await listed("thousand-domains")) {
            simulator.domain(zoneId, domain).issueAfter(2_000, { from: "firstCheck", expireTime });
        }
        expect(await upAndDown("thousand-domains", { zoneId })).toEqual({ issued: 20, nextExpiry: expireTime });
    });

    test("bind-all-hosts", async () => {
        simulator.domain(zoneId, "*.example.com").issue();
        const hosts = ["*.example.com", ...Array.from({ length: 20 }, (_, n) => `www${n}.example.com`).sort()];
        for (const name of [...hosts, "example.com", "a.www0.example.com"]) simulator.host(zoneId, name).online();
        const config = { zoneId, domain: "example.com" };
        const outputs = await upAndDown("bind-all-hosts", config, { parallel: 50 });
        expect(outputs).toEqual({ hosts, statuses: hosts.map(() => "deployed") });
    });

    test("bind-existing", async () => {
        simulator.domain(zoneId, "*.example.com").issue();
        const outputs = await upAndDown("bind-existing", { zoneId, host });
        expect(outputs).toEqual({ ...deployed, commonName: "*.example.com" });
    });
});

test("the test of offline-simulator passes", async () => {
    const engine = await ensureEngine();
    const home = await mkdtemp(join(tmpdir(), "pulumi-teo-offline-"));
    try {
        const folder = join(home, "offline-simulator");
        await cp(join(EXAMPLES, "offline-simulator"), folder, {
            recursive: true,
            filter: (source) => !source.includes("node_modules"),
        });
        await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"), "dir");
        const env = cleanEnv(home, { PATH: engine.searchPath, PULUMI_SKIP_UPDATE_CHECK: "true" });
        const { scripts } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
        const { stdout } = await exec("sh", ["-c", scripts.test], { cwd: folder, env });
        expect(stdout).toMatch(/^# pass 3$|^ℹ pass 3$/m);
    } finally {
        await rm(home, { recursive: true, force: true });
    }
});
