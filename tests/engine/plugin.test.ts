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
        expect((await stack.up("--target", urn)).output).toContain("stays deployed: a targeted update");
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
        expect(refused.output).toMatch(/teo:secretId contains a space/);
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

    test("is told what it cannot use by its name, and no secret value is printed", async () => {
        const hidden = (value: string) => pulumi.secret(`${value}-hidden`);
        const stack = await open({});
        const refused = async (program: () => void) => {
            stack.program = async () => program();
            const { output } = await failure(stack.preview());
            expect(output).not.toMatch(/hidden|<nil>/);
            return output;
        };
        const settings = { endpoint: hidden("ftp://x"), region: hidden("r_1"), resolvers: hidden("x y") };
        const ofSettings = await refused(() => new Provider("settings", { ...settings, language: hidden("fr") }));
        for (const key of ["endpoint has a", "region is", "resolvers contains", "language must"])
            expect(ofSettings).toContain(`resource 'settings' has a problem: teo:${key}`);

        expect(await refused(() => verification(hidden("http://x")))).toMatch(/'www' has a problem: domain is a URL/);
        const domains = ["a b", hidden("c d"), "a.xzone.cloud"];
        const dnsVerification = { "x y": { recordValue: 1 } };
        const ofSet = await refused(
            () => new Resource("FreeCertificateVerificationSet", "set", { zoneId, domains, dnsVerification }),
        );
        for (const path of ["domains[0] contains", "domains[1] contains", 'dnsVerification["x y"] must'])
            expect(ofSet).toContain(`resource 'set' has a problem: ${path}`);
        const binding = { zoneId, host: pulumi.secret("hidden.xzone.cloud"), commonName: "other.com" };
        expect(await refused(() => new Resource("HostCertificate", "host", binding))).toMatch(
            /'host': property commonName value \{other.com\} has a problem: does not cover the host:/,
        );
    });

    test("refuses a timeout that cannot be used before anything is sent, and is destroyed with one all the same", async () => {
        simulator.host(zoneId, host).online();
        simulator.domain(zoneId, host).issue();
        const program = (customTimeouts: pulumi.CustomTimeouts) => async () =>
            void new Resource("HostCertificate", "www", { zoneId, host }, { customTimeouts });
        const stack = await open({ program: program({ create: "-5m" }) });
        const wrong = /customTimeouts\.create must be a duration above 0 and up to 168h.*, not "-5m"/;
        expect((await failure(stack.preview())).output).toMatch(wrong);
        expect((await failure(stack.up())).output).toMatch(wrong);
        expect(simulator.callCount()).toBe(0);

        // To the engine, `0s` is none.
        stack.program = program({ create: "0s", delete: "400h" });
        expect((await stack.up()).changes).toEqual({ create: 1, same: 1 });
        const { output, changes } = await stack.destroy();
        expect(output).toMatch(/customTimeouts\.delete must be .*, not "400h".*next step: correct the option/s);
        expect(changes).toEqual({ delete: 2 });
        expect(simulator.host(zoneId, host).state.certificate?.mode).toBe("disable");
    });

    test("replaces what its option replaceOnChanges names, and nothing that ignoreChanges names", async () => {
        simulator.host(zoneId, host).online();
        const [exact, wildcard] = [host, "*.xzone.cloud"];
        for (const domain of [exact, wildcard]) simulator.domain(zoneId, domain).issue();
        const stack = await open({});
        const up = async (inputs: pulumi.Inputs, opts: pulumi.CustomResourceOptions = {}) => {
            stack.program = async () => void new Resource("HostCertificate", "www", { zoneId, host, ...inputs }, opts);
            simulator.clearCalls();
            const { changes, output } = await stack.up("--diff");
            const sent = simulator.calls.filter(({ action }) => action === "ModifyHostsCertificate").length;
            return { changes, sent, output };
        };
        expect((await up({ commonName: exact })).changes).toEqual({ create: 2 });
        const other = await up({ commonName: wildcard }, { replaceOnChanges: ["mode"] });
        expect(other).toMatchObject({ changes: { update: 1, same: 1 }, sent: 1 });
        expect(other.output.match(/~ commonName *:/g)).toHaveLength(1);
        // What is replaced is bound as what is updated.
        const named = await up({ commonName: exact }, { replaceOnChanges: ["commonName"] });
        expect(named).toMatchObject({ changes: { replace: 1, same: 1 }, sent: 1 });
        const any = { replaceOnChanges: ["*"] };
        expect((await up({ commonName: wildcard }, any)).changes).toEqual({ replace: 1, same: 1 });
        expect(await up({ commonName: exact }, { ...any, ignoreChanges: ["commonName"] })).toMatchObject({
            changes: { same: 2 },
            sent: 0,
        });
        // A change that is none for EdgeOne replaces nothing.
        expect((await up({ commonName: wildcard, replaceOwnCertificate: true }, any)).changes).toEqual({ same: 2 });
        expect(simulator.host(zoneId, host).state.certificate?.mode).toBe("eofreecert_manual");
    });

    test("is warned of one host that two providers bind, once, and not of a resource that gets another provider", async () => {
        simulator.host(zoneId, host).online();
        simulator.domain(zoneId, host).issue();
        const program =
            (...bindings: [name: string, provider: string][]) =>
            async () => {
                const providers = ["a", "b"].map((name) => [name, new Provider(name, {})] as const);
                for (const [name, by] of bindings) {
                    const provider = new Map(providers).get(by) as Provider;
                    new Resource("HostCertificate", name, { zoneId, host }, { provider });
                }
            };
        const stack = await open({ program: program(["one", "a"]) });
        await stack.up();
        stack.program = program(["one", "b"]);
        expect((await stack.up()).output).not.toContain("declare the same host");
        stack.program = program(["one", "a"], ["two", "b"]);
        const { stdout } = await stack.up();
        expect(new Set(stdout.match(/"\w+" and "\w+" declare the same host .*$/gm))?.size).toBe(1);
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
