import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Simulator } from "../../simulator";
import { cleanEnv } from "../cleanEnv";
import type { Finished } from "./cli";
import { ensureEngine } from "./engine";
import { EXAMPLES, runExample } from "./exampleProgram";
import { createTestStack, type TestStack } from "./stack";

const exec = promisify(execFile);
const ROOT = join(__dirname, "..", "..");
const host = "www.example.com";

/** A zone of the simulator, which an example has for itself: none sees the domains of another. */
interface Zone {
    readonly zoneId: string;
    readonly simulator: Simulator;
}
interface Example {
    readonly config: Readonly<Record<string, string>>;
    /** Declares what EdgeOne has before the stack goes up. */
    prepare?(zone: Zone): void;
    readonly outputs: object;
    /** What holds besides, while the stack is up and after it was destroyed. */
    holds?(zone: Zone): void;
    holdsDestroyed?(zone: Zone): void;
}

const webRoot = mkdtempSync(join(tmpdir(), "pulumi-teo-web-"));
afterAll(() => rm(webRoot, { recursive: true, force: true }));
const listed = (example: string) =>
    readFileSync(join(EXAMPLES, example, "domains.txt"), "utf8")
        .trim()
        .split("\n");
const deployed = { status: "deployed", expireTime: expect.stringMatching(/Z$/) };
const expireTime = "2027-07-31T07:06:57Z";
const manyHosts = Array.from({ length: 10 }, (_, n) => `www${n}.example.com`);
const coveredHosts = ["*.example.com", ...Array.from({ length: 20 }, (_, n) => `www${n}.example.com`).sort()];

/** The records of proofs that are published right below a domain. */
const recordsBelow = (domain: string, { simulator }: Zone) =>
    simulator.records.filter(({ name }) => name.replace(/^[^.]+\./, "") === domain);

const examples: Readonly<Record<string, Example>> = {
    quickstart: {
        config: { domain: host },
        prepare: ({ simulator, zoneId }) => simulator.domain(zoneId, host).issue(),
        outputs: { commonName: host, expireTime: expect.stringMatching(/Z$/) },
    },
    "chain-dnspod": {
        config: { host, dnsDomain: "example.com" },
        outputs: deployed,
        holds: (zone) => expect(recordsBelow(host, zone)).toHaveLength(1),
        holdsDestroyed: ({ simulator, zoneId }) =>
            expect(simulator.host(zoneId, host).state.certificate.mode).toBe("disable"),
    },
    "chain-cloudflare": {
        config: { host, dnsZoneId: "023e" },
        outputs: deployed,
        holds: (zone) => expect(recordsBelow(host, zone)).toHaveLength(1),
    },
    "file-proof": {
        config: { host, server: "203.0.113.10", user: "deploy", privateKey: "key", webRoot },
        outputs: deployed,
    },
    "wildcard-many-hosts": {
        config: { domain: "example.com", hosts: JSON.stringify(manyHosts), dnsZoneId: "023e" },
        outputs: { statuses: manyHosts.map(() => "deployed") },
        holds: (zone) => {
            const applied = zone.simulator.calls.filter(
                ({ action, zoneId }) => action === "ApplyFreeCertificate" && zoneId === zone.zoneId,
            );
            expect(applied).toHaveLength(1);
            expect(recordsBelow("example.com", zone)).toHaveLength(1);
        },
    },
    "hundred-domains": {
        config: {},
        prepare: ({ simulator, zoneId }) => {
            for (const domain of listed("hundred-domains")) {
                simulator.host(zoneId, domain).online();
                simulator.domain(zoneId, domain).issueAfter(2_000, { from: "firstCheck" });
            }
        },
        outputs: { deployed: 100 },
    },
    "thousand-domains": {
        config: {},
        prepare: ({ simulator, zoneId }) => {
            for (const domain of listed("thousand-domains")) {
                simulator.domain(zoneId, domain).issueAfter(2_000, { from: "firstCheck", expireTime });
            }
        },
        outputs: { issued: 20, nextExpiry: expireTime },
    },
    "bind-all-hosts": {
        config: { domain: "example.com" },
        prepare: ({ simulator, zoneId }) => {
            simulator.domain(zoneId, "*.example.com").issue();
            const others = ["example.com", "a.www0.example.com"];
            for (const name of [...coveredHosts, ...others]) simulator.host(zoneId, name).online();
        },
        outputs: { hosts: coveredHosts, statuses: coveredHosts.map(() => "deployed") },
    },
    "bind-existing": {
        config: { host },
        prepare: ({ simulator, zoneId }) => simulator.domain(zoneId, "*.example.com").issue(),
        outputs: { ...deployed, commonName: "*.example.com" },
    },
};

/** What a run did to each resource that it did not leave as it was. */
const touched = (events: Finished["events"]) =>
    events
        .flatMap(({ resOutputsEvent }) => resOutputsEvent?.metadata ?? [])
        .filter(({ op }) => op !== "same")
        .map(({ op, urn }) => `${op} ${urn}`);

// The engine takes as long for one example as for several. Those in one stack have no resources of the same name.
describe.each([
    [["quickstart", "chain-cloudflare", "bind-all-hosts", "bind-existing"]],
    [["chain-dnspod", "file-proof", "wildcard-many-hosts", "hundred-domains", "thousand-domains"]],
])("a stack of %j", (names) => {
    const used = names.map((name) => ({
        name,
        zoneId: `zone-${name.replaceAll("-", "")}`,
        ...(examples[name] as Example),
    }));
    let origin: Server;
    let simulator: Simulator;
    let stack: TestStack;
    let outputs: Record<string, unknown>;
    let created: number | undefined;

    beforeAll(async () => {
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
        for (const { prepare, zoneId } of used) prepare?.({ simulator, zoneId });
        const config = used.flatMap(({ name, zoneId, config }) =>
            Object.entries({ ...config, zoneId }).map(([key, value]) => [`${name}:${key}`, value]),
        );
        stack = await createTestStack({
            program: async () => {
                const outputs = names.map(async (name) => [name, await runExample(name)]);
                return Object.fromEntries(await Promise.all(outputs));
            },
            config: Object.fromEntries(config),
            // Hundreds of resources: writing the whole state with each one of them is most of the engine's work.
            env: { ...simulator.environment(), PULUMI_SKIP_CHECKPOINTS: "true" },
            parallel: 200,
        });
        created = (await stack.up()).changes.create;
        outputs = await stack.outputs();
    });
    afterAll(async () => {
        await stack?.dispose();
        for (const name of Object.keys(simulator.environment())) delete process.env[name];
        await simulator?.stop();
        origin?.close();
    });

    test.each(used)("$name goes up", ({ name, zoneId, outputs: expected, holds }) => {
        expect(outputs[name]).toEqual(expected);
        holds?.({ simulator, zoneId });
    });

    test("changes nothing with a second up", async () => {
        const { changes, events } = await stack.up();
        expect(touched(events)).toEqual([]);
        expect(changes).toEqual({ same: created });
    });

    test("is destroyed whole", async () => {
        expect((await stack.destroy()).changes).toEqual({ delete: created });
        for (const { holdsDestroyed, zoneId } of used) holdsDestroyed?.({ simulator, zoneId });
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
        const env = cleanEnv(home, { PATH: engine.searchPath, PULUMI_SKIP_UPDATE_CHECK: "true", GOGC: "400" });
        const { scripts } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
        const { stdout } = await exec("sh", ["-c", scripts.test], { cwd: folder, env });
        expect(stdout).toMatch(/^# pass 3$|^ℹ pass 3$/m);
    } finally {
        await rm(home, { recursive: true, force: true });
    }
});
