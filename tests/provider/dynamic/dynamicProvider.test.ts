import { providerLine } from "../../../provider/resources/teoResource";
import { Simulator } from "../../../simulator/index";
import { type Host, startHost } from "../../host";
import type { HostError, ResourceClient } from "../../hostClient";

const zoneId = "zone-28v607hq8d3m";
const domain = "aa.xzone.cloud";
const id = `${zoneId}/${domain}`;
const major = Number(process.versions.node.split(".")[0]);

// The built package in Pulumi's own host process, before the simulator.
describe("in the dynamic-provider host", () => {
    let simulator: Simulator;
    let host: Host | undefined;

    const start = async (config: Record<string, string> = {}): Promise<ResourceClient> => {
        host = await startHost({
            config: {
                "teo:endpoint": simulator.endpoint,
                "teo:secretId": simulator.credentials.secretId,
                "teo:secretKey": simulator.credentials.secretKey,
                ...config,
            },
        });
        return host.resource(providerLine("FreeCertificateVerification"));
    };

    beforeAll(async () => {
        simulator = await Simulator.start();
    });
    afterEach(async () => {
        simulator.reset();
        await host?.stop();
        host = undefined;
    });
    afterAll(() => simulator.stop());

    test("an issued certificate is created with one call, and read with one more", async () => {
        simulator.domain(zoneId, domain).issue({ expireTime: "2027-07-31T07:06:57Z", requestId: "id-1" });
        const resource = await start();
        const { inputs } = await resource.check({ zoneId, domain });
        const created = await resource.create(inputs);
        const outs = {
            zoneId,
            domain,
            commonName: domain,
            signatureAlgorithm: "RSA 2048",
            expireTime: "2027-07-31T07:06:57Z",
            requestId: "id-1",
        };
        expect(created).toEqual({ id, outs });
        expect(simulator.callCount()).toBe(1);
        await expect(resource.read(id, outs)).resolves.toEqual({ id, outs, inputs: undefined });
        expect(simulator.callCount()).toBe(2);
    });

    test("check and diff call nothing and need no settings", async () => {
        const resource = await start({ "teo:endpoint": "http://not.loopback.example", "teo:secretKey": "" });
        await expect(resource.check({ zoneId, domain: "" })).resolves.toMatchObject({
            failures: [{ property: "domain", reason: expect.stringContaining("must not be empty") }],
        });
        await expect(resource.diff(id, { zoneId, domain }, { zoneId, domain })).resolves.toMatchObject({
            changes: false,
        });
        expect(simulator.callCount()).toBe(0);
    });

    test("a wait shows its reason at once, in passing, on the stack's row", async () => {
        simulator.domain(zoneId, domain).issueAfter(3_000, { from: "firstCheck" });
        const resource = await start();
        await expect(resource.create({ zoneId, domain })).resolves.toMatchObject({ id });
        const [first] = host?.logs ?? [];
        expect(first).toMatchObject({ ephemeral: true, urn: "", severity: "info" });
        expect(first?.message).toMatch(
            /^waiting \ds: RecordUnExpected: aa\.xzone\.cloud: 无法.* \(ResourceUnavailable\.RecordUnExpected, 1 check, zone-28v607hq8d3m\)$/,
        );
    });

    test("a hundred waits share one line and one budget", async () => {
        const domains = Array.from({ length: 100 }, (_, i) => `host-${i}.xzone.cloud`);
        for (const name of domains) simulator.domain(zoneId, name).issueAfter(6_000);
        const resource = await start();
        await Promise.all(domains.map((name) => resource.create({ zoneId, domain: name })));
        const refused = simulator.calls.filter(({ code }) => code === "RequestLimitExceeded").length;
        expect(refused).toBeLessThanOrEqual(Math.ceil(simulator.callCount() * 0.005));
        expect(host?.logs.length).toBeLessThanOrEqual(4);
        await host?.stop();
        expect(host?.output).not.toContain("Warning");
    });

    test("a timeout is an error that tells what was seen, and records nothing", async () => {
        simulator.domain(zoneId, domain).apply();
        const resource = await start();
        const error: HostError = await resource.create({ zoneId, domain, customTimeouts: { create: "1s" } }).then(
            () => undefined as never,
            (e) => e,
        );
        expect(error.details).toMatch(
            /^timed out after 1s waiting .*last answer: ResourceUnavailable\.RecordUnExpected.*next step: /s,
        );
        expect(error.partial).toBeUndefined();
    });

    test("settings that are wrong are named before anything is sent, with no stack trace", async () => {
        const resource = await start({ "teo:endpoint": "http://not.loopback.example", "teo:language": "fr" });
        const error: HostError = await resource.read(id, {}).then(
            () => undefined as never,
            (e) => e,
        );
        expect(error.details).toMatch(/teo:endpoint must use https.*teo:language must be/s);
        await host?.stop();
        expect(host?.output).toContain("details are shown with the resource");
        expect(host?.output).not.toMatch(/^\s+at /m);
        expect(simulator.callCount()).toBe(0);
    });

    test("wrong keys fail at once, and the secret is nowhere", async () => {
        const resource = await start({ "teo:secretKey": "a-wrong-secret" });
        const error: HostError = await resource.create({ zoneId, domain }).then(
            () => undefined as never,
            (e) => e,
        );
        expect(error.details).toContain("AuthFailure.SignatureFailure");
        await host?.stop();
        expect(`${error.details}${host?.output}${JSON.stringify(host?.logs)}`).not.toContain("a-wrong-secret");
    });

    test("a certificate that is gone is reported as gone, with the reason as a warning", async () => {
        const resource = await start();
        await expect(resource.read(id, { zoneId, domain, expireTime: "2027-01-01T00:00:00Z" })).resolves.toMatchObject({
            id: "",
        });
        await host?.logged(/is gone/);
        expect(host?.logs).toEqual([
            expect.objectContaining({
                severity: "warning",
                ephemeral: false,
                message: expect.stringContaining(`${domain} (${zoneId}) is gone`),
            }),
        ]);
    });

    test("a host whose engine was killed ends at once, and asks the API nothing more", async () => {
        simulator.domain(zoneId, domain).apply();
        const resource = await start();
        const creating = resource.create({ zoneId, domain }).catch(() => {});
        await host?.logged(/waiting/);
        const killedAt = Date.now();
        await expect(host?.abandon()).resolves.toBe(1);
        expect(Date.now() - killedAt).toBeLessThan(5_000);
        await creating;
    });

    // Node 20 has no way to hear the engine's Cancel: there a wait ends with its deadline or the second Ctrl-C.
    (major >= 22 ? test : test.failing)("the engine's Cancel ends every wait within a second", async () => {
        simulator.domain(zoneId, domain).apply();
        simulator.domain(zoneId, "bb.xzone.cloud").apply();
        const resource = await start();
        const failing = [domain, "bb.xzone.cloud"].map((name) =>
            resource
                .create({ zoneId, domain: name, customTimeouts: { create: "10s" } })
                .catch((e: HostError) => e.details),
        );
        await host?.logged(/waiting/);
        const cancelled = Date.now();
        await host?.cancel();
        for (const details of await Promise.all(failing))
            expect(details).toMatch(/^cancelled after .* resumes the wait/s);
        expect(Date.now() - cancelled).toBeLessThan(1_000);
        await expect(resource.create({ zoneId, domain: "cc.xzone.cloud" })).rejects.toThrow(/cancelled after 0s/);
    });
});
