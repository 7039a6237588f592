import { setTimeout as delay } from "node:timers/promises";
import { status } from "@grpc/grpc-js";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { ProgramBindings } from "../../../provider/engine/programBindings";
import { UNKNOWN } from "../../../provider/lifecycle/shared/inputs";
import { Simulator } from "../../../simulator";
import type { HostError } from "../../hostClient";
import { PluginClient, secret, UNKNOWN_NUMBER } from "./pluginClient";

const zoneId = "zone-28v607hq8d3m";
const domain = "www.xzone.cloud";
const id = `${zoneId}/${domain}`;
const expireTime = "2027-07-31T07:06:57Z";
const issued = { commonName: domain, signatureAlgorithm: "RSA 2048", expireTime, requestId: "id-1" };
const inputs = { zoneId, domain };

let simulator: Simulator;
let plugin: PluginClient;

beforeAll(async () => {
    simulator = await Simulator.start({ deployDelayMs: 100 });
    plugin = await PluginClient.start();
});
beforeEach(async () => {
    simulator.reset();
    await newRun();
});
afterAll(async () => {
    plugin.stop();
    await simulator.stop();
});

/** The error of a call that is to fail. */
const errorOf = (call: Promise<unknown>): Promise<HostError> =>
    call.then(
        (value) => Promise.reject(new Error(`it was to fail, and gave ${JSON.stringify(value)}`)),
        (error: HostError) => error,
    );

/** As a new run of the engine that attaches to the same process. */
async function newRun(): Promise<void> {
    await plugin.handshake();
    const { secretId, secretKey } = simulator.credentials;
    await plugin.configure({ endpoint: simulator.endpoint, secretId, secretKey: secret(secretKey) });
}

describe("settings", () => {
    test("are refused by their keys, all at once, before any resource, and no value is shown", async () => {
        const news = { endpoint: "ftp://hidden", language: "hidden", requestsPerSecond: "hidden", secretId: "hid den" };
        const more = { region: 'hid"den', resolvers: "8.8.8.8,hidden_1,hidden_2", secretKey: "k" };
        const { inputs, failures } = await plugin.checkConfig({ ...news, ...more });
        expect(inputs).toEqual({ ...news, ...more });
        // The engine says of none whether it is a secret, and prints the value of a property that it refuses.
        expect(failures).toEqual([
            { property: "", reason: expect.stringMatching(/^teo:endpoint has a scheme that is not https\. Give/) },
            { property: "", reason: expect.stringMatching(/^teo:region is not a region\. A region looks like/) },
            { property: "", reason: "teo:language must be en-US or zh-CN." },
            { property: "", reason: expect.stringMatching(/^teo:resolvers contains an invalid resolver\. Give none/) },
            { property: "", reason: "teo:requestsPerSecond must be a number from 0.1 to 1000." },
            { property: "", reason: expect.stringMatching(/^teo:secretId contains a space/) },
        ]);
        expect(JSON.stringify(failures)).not.toMatch(/hid|ftp/);
    });

    test("are checked as they will be used, where they are no text: as JSON", async () => {
        const { failures } = await plugin.checkConfig({ resolvers: ["8.8.8.8", "1.1.1.1"], requestsPerSecond: 5 });
        expect(failures).toEqual([
            { property: "", reason: expect.stringMatching(/^teo:resolvers contains an invalid resolver/) },
        ]);
    });

    test("that are not known yet are taken as they come", async () => {
        expect((await plugin.checkConfig({ endpoint: "ftp://x", secretId: UNKNOWN })).failures).toEqual([]);
    });

    test("that change never replace what the provider has made", async () => {
        const changed = await plugin.diffConfig({ endpoint: "a.example.com" }, { endpoint: "b.example.com" });
        expect(changed).toEqual({ changes: true, replaces: [], diffs: [], detailed: undefined });
        expect((await plugin.diffConfig({ token: secret("t") }, { token: secret("t") })).changes).toBe(false);
    });
});

describe("check", () => {
    const { check } = {
        check: (...args: Parameters<ReturnType<PluginClient["resource"]>["check"]>) =>
            plugin.resource("FreeCertificateVerification").check(...args),
    };

    test("normalises, and refuses every bad property at once", async () => {
        await expect(check({ zoneId, domain: "WWW.XZone.cloud." })).resolves.toEqual({ inputs, failures: [] });
        const { failures } = await check({ zoneId: "x", domain: "http://a", warnDaysBeforeExpiry: 1.5 });
        expect(failures.map(({ property }) => property)).toEqual(["zoneId", "domain", "warnDaysBeforeExpiry"]);
    });

    test("takes what is not known yet, of whatever type, and keeps a secret secret", async () => {
        const news = { zoneId, domain: secret("WWW.xzone.cloud"), warnDaysBeforeExpiry: UNKNOWN_NUMBER };
        await expect(check(news)).resolves.toEqual({
            inputs: { zoneId, domain: secret(domain), warnDaysBeforeExpiry: UNKNOWN },
            failures: [],
        });
        const set = plugin.resource("FreeCertificateVerificationSet");
        const { inputs: known } = await set.check({ zoneId, domains: ["A.example.com", secret(UNKNOWN)] });
        expect(known).toEqual({ zoneId, domains: secret(["a.example.com", UNKNOWN]) });
    });

    test("names what is nested and what is secret in the reason, as the engine shows no value of the one and that of the other", async () => {
        const set = plugin.resource("FreeCertificateVerificationSet");
        const news = { zoneId, domains: ["a b", "a.xzone.cloud"], dnsVerification: { "x y": 1 } };
        const { failures } = await set.check(news);
        expect(failures).toEqual([
            { property: "", reason: expect.stringMatching(/^domains\[0\] "a b" contains white space/) },
            { property: "", reason: expect.stringMatching(/^dnsVerification\["x y"\] contains white space/) },
            { property: "", reason: expect.stringMatching(/^dnsVerification\["x y"\] must be the dnsVerification/) },
        ]);
        const hidden = {
            domains: [secret("a b"), "A.xzone.cloud.", "a.xzone.cloud"],
            dnsVerification: secret({ "x y": 1 }),
        };
        const { failures: ofSecrets } = await set.check({ zoneId: secret("x y"), ...hidden });
        expect(ofSecrets).toEqual([
            { property: "", reason: expect.stringMatching(/^zoneId is not a zone id/) },
            { property: "", reason: expect.stringMatching(/^domains\[0\] contains white space/) },
            { property: "", reason: "domains[2] is the same domain as domains[1]" },
            { property: "", reason: expect.stringMatching(/^dnsVerification\[\.\.\.\] contains white space/) },
            { property: "", reason: expect.stringMatching(/^dnsVerification\[\.\.\.\] must be the dnsVerification/) },
        ]);
        const binding = plugin.resource("HostCertificate");
        const ofHost = await binding.check({ zoneId, host: secret("hidden.xzone.cloud"), commonName: "other.com" });
        expect(ofHost.failures).toEqual([
            { property: "commonName", reason: expect.stringMatching(/^does not cover the host: /) },
        ]);
    });

    test("takes over the inputs of a dynamic resource without what only that needs", async () => {
        const olds = { ...inputs, __provider: "exports.handler=...", drift: "id-1", customTimeouts: { create: "1m" } };
        await expect(check(inputs, olds)).resolves.toEqual({ inputs, failures: [] });
    });
});

describe("a preview", () => {
    test.each([
        ["FreeCertificateVerification", inputs, ["commonName", "signatureAlgorithm", "expireTime", "requestId"]],
        ["FreeCertificate", { ...inputs, verificationMethod: "dns_challenge" }, ["dnsVerification"]],
        ["FreeCertificate", { ...inputs, verificationMethod: "http_challenge" }, ["fileVerification"]],
        ["FreeCertificate", { ...inputs, verificationMethod: UNKNOWN }, ["dnsVerification", "fileVerification"]],
        ["FreeCertificateVerificationSet", { zoneId, domains: [domain, UNKNOWN] }, ["certificates"]],
        [
            "HostCertificate",
            { zoneId, host: domain, mode: "eofreecert_manual", commonName: UNKNOWN },
            ["certificateId", "status", "deployTime", "expireTime"],
        ],
    ] as const)("of a %s %j leaves what a call would tell unknown, and calls nothing", async (kind, news, computed) => {
        const unknown = Object.fromEntries(computed.map((key) => [key, UNKNOWN]));
        const resource = plugin.resource(kind);
        const created = await resource.create(news, { preview: true });
        expect(created).toEqual({ id: "", outs: { ...news, ...unknown } });
        await expect(resource.update(id, news, news, { preview: true })).resolves.toEqual({ ...news, ...unknown });
        expect(simulator.callCount()).toBe(0);
    });
});

describe("an issued certificate", () => {
    const verification = () => plugin.resource("FreeCertificateVerification");

    beforeEach(() => {
        simulator.domain(zoneId, domain).issue({ expireTime, requestId: "id-1" });
    });

    test("costs one call, and what it tells of a secret domain is secret", async () => {
        await expect(verification().create(inputs)).resolves.toEqual({ id, outs: { ...inputs, ...issued } });
        expect(simulator.callCount()).toBe(1);
        const { outs } = await verification().create({ zoneId, domain: secret(domain) });
        expect(outs).toEqual({ zoneId, domain: secret(domain), ...issued, commonName: secret(domain) });
    });

    test("that is read is the same; a renewal shows as just what has changed, once", async () => {
        const olds = { ...inputs, ...issued };
        await expect(verification().read(id, olds, inputs)).resolves.toEqual({ id, outs: olds, inputs: undefined });
        expect((await verification().diff(id, olds, inputs)).changes).toBe(false);

        simulator.domain(zoneId, domain).renew({ expireTime: "2027-10-31T07:06:57Z" });
        const { outs: news } = await verification().read(id, { ...olds, domain: secret(domain) }, inputs);
        expect(news).toMatchObject({ domain: secret(domain), expireTime: "2027-10-31T07:06:57Z" });
        await expect(verification().diff(id, news, inputs)).resolves.toEqual({
            changes: true,
            replaces: [],
            diffs: [],
            detailed: { expireTime: rpc.PropertyDiff.Kind.UPDATE },
        });
        await expect(verification().diff(id, news, inputs)).resolves.toMatchObject({ changes: false });
    });

    test("of a state with the marks of the dynamic resource is read without them, and is no change", async () => {
        const marked = { ...inputs, ...issued, drift: "id-0", __provider: "exports.handler=..." };
        const read = await verification().read(id, marked, { ...inputs, drift: "id-1" });
        expect(read.outs).toEqual({ ...inputs, ...issued });
        expect((await verification().diff(id, marked, inputs, { ...inputs, drift: "id-1" })).changes).toBe(false);
    });

    test("is gone only when the API says so, and not in an outage", async () => {
        simulator.domain(zoneId, domain).remove();
        const olds = { ...inputs, ...issued };
        await expect(verification().read(id, olds, inputs)).resolves.toMatchObject({ id: "" });
        await plugin.log.logged(/is gone/);
        expect(plugin.log.entries.at(-1)).toMatchObject({ severity: "warning", urn: verification().urn });
        simulator.fault({ action: "CheckFreeCertificateVerification", code: "AuthFailure.SecretIdNotFound" });
        const error = await errorOf(verification().read(id, olds, inputs));
        expect(error.details).toMatch(/^failed after .*Nothing was changed/s);
    });

    test("is imported by its id, with just the inputs that a program has", async () => {
        await expect(verification().read(id)).resolves.toEqual({ id, outs: { ...inputs, ...issued }, inputs });
        expect((await verification().diff(id, { ...inputs, ...issued }, inputs)).changes).toBe(false);
    });

    test("another domain replaces it", async () => {
        const diff = await verification().diff(
            id,
            { ...inputs, ...issued },
            { zoneId, domain: "b.xzone.cloud" },
            inputs,
        );
        expect(diff).toEqual({ changes: true, replaces: ["domain"], diffs: ["domain"], detailed: undefined });
    });

    test("is looked up without a resource, and refused arguments are named", async () => {
        const found = plugin.invoke("teo:index:getFreeCertificateVerification", { zoneId, domain: "WWW.xzone.cloud" });
        await expect(found).resolves.toEqual({ ...inputs, ...issued });
        const error = await errorOf(plugin.invoke("teo:index:getFreeCertificateVerification", { zoneId: "x" }));
        expect(error).toMatchObject({
            code: "UNKNOWN",
            details: expect.stringMatching(/zoneId is not .*domain is req/),
        });
        expect((await errorOf(plugin.invoke("teo:index:none", {}))).details).toBe(
            "the provider teo has no function teo:index:none",
        );
    });
});

describe("a wait", () => {
    const verification = () => plugin.resource("FreeCertificateVerification");

    test("is shown on the row of its resource, and the row is clear when it is over", async () => {
        simulator.domain(zoneId, domain).issueAfter(1_000, { from: "firstCheck" });
        await verification().create(inputs);
        const rows = plugin.log.entries.filter(({ ephemeral, urn }) => ephemeral && urn === verification().urn);
        expect(rows[0]?.message).toMatch(/^waiting \ds: RecordUnExpected/);
        expect(rows.at(-1)?.message).toBe("");
    });

    test("ends when the engine's timeout is over, with what was seen; nothing is recorded", async () => {
        simulator.domain(zoneId, domain).apply();
        const error = await errorOf(verification().create(inputs, { timeout: 1.5 }));
        expect(error.code).toBe(status[status.UNKNOWN]);
        expect(error.details).toMatch(/^timed out after 2s waiting .*next step: /s);
        expect(error.partial).toBeUndefined();
    });

    test.each([
        [168 * 3_600 + 1, "168h1s"],
        [10_000 * 3_600, "10000h"],
        [-300, "-5m"],
        [-5_400.5, "-1h30m0.5s"],
    ])("has no timeout of %d s, not even in a preview", async (timeout, text) => {
        for (const preview of [true, false]) {
            const { details } = await errorOf(verification().create(inputs, { timeout, preview }));
            expect(details).toMatch(/^customTimeouts\.create must be a duration above 0 and up to 168h/);
            expect(details).toContain(`not "${text}"`);
        }
        const { details } = await errorOf(verification().update(id, inputs, inputs, { timeout }));
        expect(details).toMatch(/^customTimeouts\.update must be/);
        expect(simulator.callCount()).toBe(0);
    });

    test("is cancelled at once by Ctrl-C, and the next run waits again", async () => {
        simulator.domain(zoneId, domain).apply();
        const waiting = errorOf(verification().create(inputs));
        while (simulator.callCount() === 0) await delay(20);
        await plugin.cancel();
        expect((await waiting).details).toMatch(/^cancelled after /);
        await newRun();
        simulator.domain(zoneId, domain).issue();
        await expect(verification().create(inputs)).resolves.toMatchObject({ id });
    });
});

describe("a set", () => {
    const set = () => plugin.resource("FreeCertificateVerificationSet");
    const domains = ["b.xzone.cloud", "a.xzone.cloud"];

    test("has whole certificates and its domains, also where only some are issued", async () => {
        simulator.domain(zoneId, "b.xzone.cloud").issue({ expireTime, requestId: "id-1" });
        simulator.domain(zoneId, "a.xzone.cloud").apply();
        const { details, partial } = await errorOf(set().create({ zoneId, domains }, { timeout: 1 }));
        expect(details).toMatch(/^timed out after 1s .*1 issued, 1 pending/s);
        const certificates = { "b.xzone.cloud": { ...issued, commonName: "b.xzone.cloud" } };
        const outs = { zoneId, domains, certificates };
        expect(partial).toEqual({ id: expect.stringMatching(/^zone-/), properties: outs, reasons: [details] });

        simulator.domain(zoneId, "a.xzone.cloud").issue({ expireTime, requestId: "id-1" });
        simulator.clearCalls();
        const whole = await set().update(partial?.id ?? "", outs, { zoneId, domains });
        expect(whole).toMatchObject({ domains, certificates: { ...certificates, "a.xzone.cloud": { expireTime } } });
        expect(simulator.callCount()).toBe(1);
        expect((await set().diff("id", whole, { zoneId, domains: [...domains].reverse() })).changes).toBe(false);
    });

    test("of the dynamic resource's short form is taken over, and a renewal shows where it is", async () => {
        for (const name of domains) simulator.domain(zoneId, name).issue({ expireTime, requestId: "id-1" });
        const short = { expireTime, requestId: "id-1" };
        const olds = { zoneId, certificates: Object.fromEntries(domains.map((name) => [name, short])) };
        expect((await set().diff("id", olds, { zoneId, domains })).changes).toBe(false);
        simulator.domain(zoneId, "a.xzone.cloud").renew({ expireTime: "2027-10-31T07:06:57Z" });
        const { outs } = await set().read("id", olds, { zoneId, domains });
        expect(outs).toMatchObject({ domains, certificates: { "b.xzone.cloud": issued && { expireTime } } });
        const { detailed } = await set().diff("id", outs, { zoneId, domains });
        expect(detailed).toEqual({ 'certificates["a.xzone.cloud"].expireTime': rpc.PropertyDiff.Kind.UPDATE });
    });

    test("that has lost a certificate shows which, and waits for it again", async () => {
        const certificates = { "b.xzone.cloud": issued, "a.xzone.cloud": issued };
        simulator.domain(zoneId, "b.xzone.cloud").issue({ expireTime, requestId: "id-1" });
        const { outs } = await set().read("id", { zoneId, domains, certificates }, { zoneId, domains });
        // The engine inverts what it is told, and shows that the certificate is no longer there.
        const { detailed } = await set().diff("id", outs, { zoneId, domains });
        expect(detailed).toMatchObject({ 'certificates["a.xzone.cloud"]': rpc.PropertyDiff.Kind.ADD });
        await expect(set().diff("id", outs, { zoneId, domains })).resolves.toMatchObject({ changes: true });
    });

    test("is secret where its domains are", async () => {
        simulator.domain(zoneId, "a.xzone.cloud").issue({ expireTime, requestId: "id-1" });
        const { outs } = await set().create({ zoneId, domains: [secret("a.xzone.cloud")] });
        const certificates = { "a.xzone.cloud": { ...issued, commonName: "a.xzone.cloud" } };
        expect(outs).toEqual({ zoneId, domains: secret(["a.xzone.cloud"]), certificates: secret(certificates) });
        // What has changed in it would be shown by the domain.
        simulator.domain(zoneId, "a.xzone.cloud").renew();
        const news = { zoneId, domains: secret(["a.xzone.cloud"]) };
        const { outs: seen } = await set().read("id", outs, news);
        const { detailed } = await set().diff("id", seen, news);
        expect(detailed).toEqual({ certificates: rpc.PropertyDiff.Kind.UPDATE });
    });

    test("is refused by an import, which says what to do", async () => {
        expect((await errorOf(set().read(`${zoneId}/0123abcd`))).details).toMatch(
            /import.*next step: declare the set/s,
        );
    });
});

describe("an application", () => {
    test("is refused by an import, which says what to do", async () => {
        const { details } = await errorOf(plugin.resource("FreeCertificate").read(id));
        expect(details).toMatch(/application of www\.xzone\.cloud \(zone-28v607hq8d3m\).*import.*next step: /s);
        expect(simulator.callCount()).toBe(0);
    });
});

describe("a host", () => {
    const binding = () => plugin.resource("HostCertificate");
    const host = domain;
    const news = { zoneId, host, mode: "eofreecert_manual" };

    beforeEach(() => {
        simulator.host(zoneId, host).online();
        simulator.domain(zoneId, domain).issue({ expireTime, requestId: "id-1" });
    });

    test("is imported where it serves a free certificate, and a program that names the certificate changes nothing", async () => {
        await binding().create(news);
        const { outs, inputs: imported } = await binding().read(id);
        expect(imported).toEqual({ zoneId, host });
        expect(outs).toMatchObject({ zoneId, host, mode: "eofreecert_manual", status: "deployed", commonName: domain });
        for (const program of [
            { zoneId, host },
            { zoneId, host, commonName: domain },
        ]) {
            const { inputs: checked } = await binding().check(program, imported);
            await expect(binding().diff(id, outs, checked, imported)).resolves.toMatchObject({ changes: false });
        }
    });

    test.each([
        ["sslcert", /own certificate.*next step: .*replaceOwnCertificate/s],
        ["disable", /its mode is disable.*next step: declare/s],
    ] as const)("whose mode is %s is refused by an import, which says what to do", async (mode, why) => {
        simulator.host(zoneId, host).setMode(mode, mode === "sslcert" ? { certId: "own-1" } : {});
        expect((await errorOf(binding().read(id))).details).toMatch(why);
        // `get` reads the host as it is.
        await expect(binding().read(id, {}, {})).resolves.toMatchObject({ outs: { zoneId, host, mode } });
    });

    test("that somebody else has changed shows as just that, in a refresh and in an up", async () => {
        const { outs } = await binding().create(news);
        simulator.host(zoneId, host).setMode("disable");
        const { outs: seen } = await binding().read(id, outs, news);
        const { changes, detailed } = await binding().diff(id, seen, news);
        expect({ changes, detailed }).toMatchObject({
            changes: true,
            detailed: { mode: rpc.PropertyDiff.Kind.UPDATE },
        });
        await expect(binding().diff(id, seen, news)).resolves.toMatchObject({
            changes: true,
            detailed: { mode: rpc.PropertyDiff.Kind.UPDATE },
        });
    });

    test("that the program changes is told by the keys, and only then", async () => {
        const { outs } = await binding().create(news);
        const other = { ...news, commonName: "*.xzone.cloud" };
        await expect(binding().diff(id, outs, other, news)).resolves.toEqual({
            changes: true,
            replaces: [],
            diffs: ["commonName"],
            detailed: undefined,
        });
        // Nothing that the lifecycle calls a change.
        await expect(binding().diff(id, outs, { ...news, replaceOwnCertificate: true }, news)).resolves.toMatchObject({
            changes: false,
            diffs: [],
        });
    });

    test("whose timeout cannot be used is read and deleted all the same, with a warning that says what to do", async () => {
        const { outs } = await binding().create(news);
        await expect(binding().read(id, outs, news, 400 * 3_600)).resolves.toMatchObject({ id, outs });
        const warning = (operation: string) => {
            const { message } =
                plugin.log.entries.find((entry) => entry.message.includes(`customTimeouts.${operation}`)) ?? {};
            return message;
        };
        expect(warning("read")).toMatch(
            /not "400h".*next step: correct the option in the program, and run `pulumi up`/s,
        );
        await newRun();
        await binding().delete(id, outs, -300);
        expect(warning("delete")).toMatch(/not "-5m".*default/s);
        expect(simulator.host(zoneId, host).state.certificate?.mode).toBe("disable");
    });

    test("has what it replaces in the inputs before anything is changed", async () => {
        simulator.host(zoneId, host).setMode("sslcert", { certId: "own-1" });
        const declared = { zoneId, host, replaceOwnCertificate: true };
        const { inputs: checked } = await binding().check(declared);
        const replaced = { mode: "sslcert", certificateIds: ["own-1"] };
        expect(checked).toEqual({ ...declared, mode: "eofreecert_manual", replaced });
        const { outs } = await binding().create(checked);
        expect(outs).toMatchObject({ status: "deployed", replaced });
        // In a preview, which a call has shown this run to be, nothing is read.
        await plugin.handshake();
        simulator.clearCalls();
        await binding().create(news, { preview: true });
        expect((await binding().check(declared)).inputs).not.toHaveProperty("replaced");
        expect(simulator.callCount()).toBe(0);
    });

    test("that another resource of the run declares stays deployed when the former is deleted", async () => {
        const { outs } = await binding().create(news);
        await plugin.resource("HostCertificate", "renamed").check({ zoneId, host });
        await binding().delete(id, outs);
        expect(simulator.host(zoneId, host).state.certificate?.mode).toBe("eofreecert_manual");
        await newRun();
        await binding().delete(id, outs, 10_000 * 3_600);
        expect(simulator.host(zoneId, host).state.certificate?.mode).toBe("disable");
    });

    test("is listed with those of its zone", async () => {
        const { domains } = await plugin.invoke("teo:index:getAccelerationDomains", {
            zoneId,
            coveredBy: "*.xzone.cloud",
        });
        expect(domains).toEqual([expect.objectContaining({ host })]);
    });
});

test("two resources that declare one host are warned of by their names", async () => {
    for (const name of ["one", "one", "two"])
        await plugin.resource("HostCertificate", name).check({ zoneId, host: domain });
    const { message } = await plugin.log.logged(/declare the same host/);
    expect(message).toContain(`"one" and "two" declare the same host ${domain} (${zoneId})`);
});

test("a host that a program of an earlier run has declared, whose engine had the same address, is not warned of", async () => {
    const host = "earlier.xzone.cloud";
    new ProgramBindings(plugin.log.address).add("urn:pulumi:test::test::a$b::earlier", { zoneId, host });
    await plugin.resource("HostCertificate", "now").check({ zoneId, host });
    await plugin.resource("HostCertificate", "then").check({ zoneId, host });
    const { message } = await plugin.log.logged(/declare the same host earlier/);
    expect(message).toContain('"now" and "then"');
});

test("two resources that declare one host by two providers are warned of, once", async () => {
    const other = await plugin.another();
    try {
        const host = "two-providers.xzone.cloud";
        const [one, two] = [plugin.resource("HostCertificate", "here"), other.resource("HostCertificate", "a::there")];
        const warnings = () => plugin.log.entries.filter(({ message }) => message.includes(host));
        await one.check({ zoneId, host });
        // A resource that has moved from the one provider to the other is still one.
        await other.resource("HostCertificate", "here").check({ zoneId, host });
        expect(warnings()).toEqual([]);
        // A check is called again for a replacement.
        for (let i = 0; i < 2; i++) await two.check({ zoneId, host });
        expect(warnings()).toEqual([expect.objectContaining({ severity: "warning", urn: two.urn })]);
        expect(warnings()[0]?.message).toContain('"here" and "a::there" declare the same host');
    } finally {
        other.end();
    }
});

test("the process ends when its engine is gone", async () => {
    const other = await PluginClient.start();
    await expect(other.abandon()).resolves.toBe(1);
});
