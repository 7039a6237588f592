import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as pulumi from "@pulumi/pulumi";
import { Simulator } from "../../simulator";
import { failure } from "./cli";
import { createTestStack, type StackOptions, type TestStack } from "./stack";

const zoneId = "zone-28v607hq8d3m";
const host = "www.xzone.cloud";
const main = join(__dirname, "..", "..", "dist", "provider", "plugin", "main.js");

const OUTPUTS = {
    commonName: undefined,
    expireTime: undefined,
    status: undefined,
    certificates: undefined,
    dnsVerification: undefined,
};

/** A resource as the SDK of any language registers it. */
class Resource extends pulumi.CustomResource {
    declare readonly commonName: pulumi.Output<string>;
    declare readonly status: pulumi.Output<string>;
    declare readonly certificates: pulumi.Output<Record<string, { commonName: string }>>;

    constructor(kind: string, name: string, inputs: pulumi.Inputs, opts?: pulumi.CustomResourceOptions) {
        super(`teo:index:${kind}`, name, { ...OUTPUTS, ...inputs }, opts);
    }
}

class Provider extends pulumi.ProviderResource {
    constructor(name: string, settings: pulumi.Inputs) {
        super("teo", name, settings);
    }
}

const verification = (domain: pulumi.Input<string> = host, opts?: pulumi.CustomResourceOptions) =>
    new Resource("FreeCertificateVerification", "www", { zoneId, domain }, opts);

describe("a stack of the provider plugin", () => {
    let simulator: Simulator;
    let stack: TestStack | undefined;

    const open = async (options: StackOptions) => {
        stack = await createTestStack({ env: simulator.environment(), plugin: true, ...options });
        return stack;
    };

    beforeAll(async () => {
        simulator = await Simulator.start({ deployDelayMs: 1_000 });
    });
    afterEach(async () => {
        await stack?.dispose();
        simulator.reset();
    });
    afterAll(() => simulator.stop());

    test("lives from its preview to its end with all four kinds, and with one that it imports", async () => {
        const imported = "imported.xzone.cloud";
        simulator.host(zoneId, host).online();
        simulator.domain(zoneId, host).issueAfter(4_000, { from: "firstCheck" });
        simulator.domain(zoneId, imported).issue();
        const program = (other: () => void) => async () => {
            other();
            const application = new Resource("FreeCertificate", "www", { zoneId, domain: host });
            const proven = { dependsOn: application };
            const { commonName } = verification(host, proven);
            const set = new Resource("FreeCertificateVerificationSet", "set", { zoneId, domains: [host] }, proven);
            const { status } = new Resource("HostCertificate", "www", { zoneId, host, commonName });
            return { status, commonName: set.certificates.apply((certificates) => certificates[host]?.commonName) };
        };
        const other = (domain: pulumi.Input<string>, opts: pulumi.CustomResourceOptions) => () =>
            new Resource("FreeCertificateVerification", "other", { zoneId, domain }, opts);
        const stack = await open({ program: program(other(imported, { import: `${zoneId}/${imported}` })) });

        // A preview asks for nothing but what is imported.
        expect((await stack.preview()).changes).toEqual({ create: 5, import: 1 });
        expect(simulator.calls.filter(({ domain }) => domain !== imported)).toEqual([]);

        const { changes, output } = await stack.up();
        expect(changes).toEqual({ create: 5, import: 1 });
        expect(output).toMatch(/FreeCertificateVerification www creating \(\d+s\) waiting \d+s: RecordUnExpected/);
        expect(await stack.outputs()).toEqual({ status: "deployed", commonName: host });

        // No change, and no call: a domain that is spelled otherwise, or is secret now.
        const calls = simulator.callCount();
        const opts = { customTimeouts: { create: "1h" } };
        stack.program = program(other(pulumi.secret("IMPORTED.xzone.cloud."), opts));
        expect((await stack.up()).changes).toEqual({ same: 6 });
        expect(simulator.callCount()).toBe(calls);

        simulator.domain(zoneId, host).renew();
        const refresh = await stack.refresh("--diff");
        expect(refresh.changes).toEqual({ same: 3, update: 3 });
        expect(refresh.output).toMatch(/~ expireTime: .* => /);
        expect(refresh.output).not.toMatch(/drift|requestId:.*=>/);
        const text = JSON.stringify(await stack.exportState());
        expect(text.match(/imported\.xzone\.cloud"/g)).toHaveLength(1); // the id alone
        expect(text).not.toContain(simulator.credentials.secretKey);

        const code = "AuthFailure.SignatureFailure";
        const over = simulator.fault({ action: "CheckFreeCertificateVerification", code });
        const outage = await failure(stack.refresh());
        expect(outage.output).toMatch(/failed after .*Nothing was changed/s);
        over();

        // Without the others, which the run leaves out, it is not known whether the program still declares the host.
        const whole = stack.program;
        stack.program = async () => {
            new Resource("HostCertificate", "renamed", { zoneId, host });
        };
        const urn = "urn:pulumi:test::test::teo:index:HostCertificate::www";
        expect((await stack.up("--target", urn)).output).toContain("stays deployed: an update of targets");
        expect(simulator.host(zoneId, host).state.certificate?.mode).toBe("eofreecert_manual");
        // The rest is as the program has it, after a renewal and an outage.
        stack.program = whole;
        expect((await stack.up()).changes).toEqual({ same: 5, create: 1 });

        expect((await stack.destroy()).changes).toEqual({ delete: 6 });
        expect(simulator.host(zoneId, host).state.certificate?.mode).toBe("disable");

        await stack.setConfig({ "teo:endpoint": "ftp://x", "teo:language": "fr", "teo:secretId": { secret: "a b" } });
        const refused = await failure(stack.preview());
        expect(refused.output).toMatch(/endpoint.*scheme that is not https/);
        expect(refused.output).toMatch(/language.*must be en-US or zh-CN/);
        expect(refused.output).toMatch(/teo:secretId holds a space/);
        expect(refused.output).not.toContain("a b");
    });

    test("has two accounts by two providers, each with its own settings", async () => {
        await using other = await Simulator.start({ credentials: [{ secretId: "AKIDother", secretKey: "other-key" }] });
        simulator.domain(zoneId, host).issue({ expireTime: "2027-01-01T00:00:00Z" });
        other.domain(zoneId, host).issue({ expireTime: "2028-01-01T00:00:00Z" });
        const stack = await open({
            env: {},
            program: async () => {
                for (const { endpoint, credentials } of [simulator, other]) {
                    const { secretId, secretKey } = credentials;
                    const settings = { endpoint, secretId, secretKey: pulumi.secret(secretKey), requestsPerSecond: 5 };
                    const provider = new Provider(secretId, settings);
                    new Resource("FreeCertificateVerification", secretId, { zoneId, domain: host }, { provider });
                }
            },
        });
        expect((await stack.up()).changes).toEqual({ create: 5 });
        const resources = (await stack.exportState()).deployment.resources ?? [];
        const times = resources.flatMap(({ outputs }) => outputs?.expireTime ?? []);
        expect(times.sort()).toEqual(["2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z"]);
        expect(JSON.stringify(resources)).not.toMatch(/other-key/);
    });

    test("waits for a hundred domains at the quota with none refused, in one summed line, and ends at once by Ctrl-C", async () => {
        const domains = Array.from({ length: 100 }, (_, i) => `host-${i}.xzone.cloud`);
        for (const domain of domains) simulator.domain(zoneId, domain).apply();
        const stack = await open({
            parallel: 100,
            // Writing the whole state with each resource is most of the engine's work.
            env: { ...simulator.environment(), PULUMI_SKIP_CHECKPOINTS: "true" },
            program: async () => {
                for (const domain of domains) new Resource("FreeCertificateVerification", domain, { zoneId, domain });
            },
        });
        const waiting = stack.start(["up", "--yes", "--skip-preview"]);
        await waiting.printed(/Stack test-test creating \(\d+s\) 100 waiting, 0 done, 0 failed: 100 x ResourceUnav/);
        // While the first ten start, which takes a busy machine a while, each may show on its row; it is cleared when there are more.
        const rows = waiting.output.matchAll(/FreeCertificateVerification (\S+) creating \(\d+s\) *(.*)$/gm);
        const shown = new Map([...rows].map(([, row, text]) => [row, text]));
        expect(new Set(shown.values())).toEqual(new Set([""]));
        const interrupted = Date.now();
        waiting.interrupt();
        const { code, output } = await waiting.finished;
        expect(code).not.toBe(0);
        expect(output).toMatch(/cancelled after \d+s waiting for the free certificate of host-/);
        expect(Date.now() - interrupted).toBeLessThan(10_000);
        expect((await stack.exportState()).deployment.pending_operations ?? []).toEqual([]);

        for (const domain of domains) simulator.domain(zoneId, domain).issue();
        expect((await stack.up()).changes).toEqual({ create: 100, same: 1 });
        expect(simulator.calls.filter(({ code }) => code === "RequestLimitExceeded")).toEqual([]);
    });

    test("may attach to a plugin that runs already, run after run", async () => {
        simulator.domain(zoneId, host).issue();
        const env = { ...process.env, ...simulator.environment() };
        const plugin = spawn(process.execPath, [main], { stdio: ["ignore", "pipe", "inherit"], env });
        try {
            const [port] = await once(createInterface(plugin.stdout), "line");
            const stack = await open({
                plugin: false,
                env: { PULUMI_DEBUG_PROVIDERS: `teo:${port}` },
                program: async () => void verification(),
            });
            expect((await stack.up()).changes).toEqual({ create: 2 });
            expect((await stack.destroy()).changes).toEqual({ delete: 2 });
        } finally {
            plugin.kill();
        }
    });
});
