import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import type * as Teo from "pulumi-teo";
import { Simulator } from "../../simulator";
import { type DnsServer, start as startDnsServer } from "../dnsServer";
import { failure } from "./cli";
import { createTestStack, type TestStack } from "./stack";

const zoneId = "zone-28v607hq8d3m";
const host = "www.xzone.cloud";

/** A DNS record, made by the host through the test's own little DNS provider. */
class DnsRecord extends pulumi.CustomResource {
    constructor(name: string, api: string, record: pulumi.Inputs, opts?: pulumi.CustomResourceOptions) {
        const send = `(method, body) => fetch(${JSON.stringify(api)}, { method, body: JSON.stringify(body) })`;
        const provider = `exports.handler = () => {
            const send = ${send};
            return {
                async create(record) { await send("PUT", record); return { id: record.name, outs: record }; },
                async delete(id, record) { await send("DELETE", record); },
            };
        }`;
        super("pulumi-nodejs:dynamic/test:DnsRecord", name, { ...record, __provider: provider }, opts);
    }
}

// From an application to a certificate served, before a simulator that really looks the proof up in the DNS.
describe("the whole chain in one stack", () => {
    let dns: DnsServer;
    let provider: Server;
    let records: string;
    let simulator: Simulator;
    let stack: TestStack;

    beforeAll(async () => {
        dns = await startDnsServer();
        provider = createServer((request, response) => {
            let body = "";
            request.on("data", (chunk) => {
                body += chunk;
            });
            request.on("end", () => {
                const { name, type, value } = JSON.parse(body);
                if (request.method === "PUT") dns.set(name, type, value);
                else dns.remove(name, type);
                response.end();
            });
        }).listen(0, "127.0.0.1");
        await new Promise((resolve) => provider.once("listening", resolve));
        records = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/`;
        simulator = await Simulator.start({
            proof: { mode: "dns", resolver: dns.address },
            deployDelayMs: 1_500,
            chaos: true,
        });
        console.info(`the simulator misbehaves by seed ${simulator.seed}`);
    });
    beforeEach(() => {
        simulator.host(zoneId, host).online();
    });
    afterEach(async () => {
        await stack?.dispose();
        simulator.reset();
    });
    afterAll(async () => {
        await simulator?.stop();
        provider?.close();
        await dns?.stop();
    });

    const chain =
        (change: { value?: string; record?: boolean; timeout?: string } = {}) =>
        async () => {
            const teo: typeof Teo = require("pulumi-teo");
            const certificate = new teo.FreeCertificate("www", { zoneId, domain: host });
            const proof = certificate.dnsVerification;
            const record = {
                name: proof.apply(({ fqdn }) => fqdn),
                type: proof.apply(({ recordType }) => recordType),
                value: change.value ?? proof.apply(({ recordValue }) => recordValue),
            };
            const dependsOn = change.record === false ? [] : [new DnsRecord("proof", records, record)];
            const customTimeouts = { create: change.timeout ?? "30s" };
            const verification = new teo.FreeCertificateVerification(
                "www",
                { zoneId, domain: certificate.domain },
                { dependsOn, customTimeouts },
            );
            const binding = new teo.HostCertificate(
                "www",
                { zoneId, host, commonName: verification.commonName },
                { customTimeouts },
            );
            return { status: binding.status, commonName: binding.commonName, fqdn: record.name };
        };

    const open = async (program = chain()) => {
        stack = await createTestStack({ program, env: simulator.environment() });
        return stack;
    };

    test("ends deployed, refreshes quietly, mends what somebody switched, and leaves the host disabled", async () => {
        await open();
        expect((await stack.preview()).changes).toEqual({ create: 5 });
        expect((await stack.up()).changes).toEqual({ create: 5 });
        expect(await stack.outputs()).toEqual({
            status: "deployed",
            commonName: host,
            fqdn: expect.stringMatching(/^_.*\.xzone\.cloud$/),
        });
        expect(simulator.host(zoneId, host).state.certificate?.mode).toBe("eofreecert_manual");

        expect((await stack.up()).changes).toEqual({ same: 5 });
        expect((await stack.refresh()).changes).toEqual({ same: 5 });

        simulator.host(zoneId, host).setMode("disable");
        const drift = await stack.refresh("--diff");
        expect(drift.changes).toEqual({ same: 4, update: 1 });
        expect(drift.output).toMatch(/~ mode +: "eofreecert_manual" => "disable"/);
        expect((await stack.up()).changes).toEqual({ same: 4, update: 1 });
        expect(simulator.host(zoneId, host).state.certificate?.mode).toBe("eofreecert_manual");
        expect((await stack.up()).changes).toEqual({ same: 5 });

        expect((await stack.destroy()).changes).toEqual({ delete: 5 });
        expect(simulator.host(zoneId, host).state.certificate?.mode).toBe("disable");
    });

    test("destroy leaves alone a host that somebody has given another certificate", async () => {
        await open();
        await stack.up();
        simulator.host(zoneId, host).setMode("sslcert");
        const { output } = await stack.destroy();
        expect(output).toContain("is left as it is: its mode is sslcert by now");
        expect(simulator.host(zoneId, host).state.certificate?.mode).toBe("sslcert");
    });

    test.each([
        ["no proof is published", { record: false }],
        ["the record has a wrong value", { value: "elsewhere.example.com" }],
    ])(
        "says what to do when %s",
        async (_, change) => {
            await open(chain({ ...change, timeout: "4s" }));
            const { output } = await failure(stack.up());
            expect(output).toMatch(
                /timed out after 4s .*ResourceUnavailable\.RecordUnExpected.*next step: +Publish the DNS record/s,
            );
        },
        60_000,
    );

    test("a failed binding is recorded, tells the reason, and the next up takes it up", async () => {
        simulator.host(zoneId, host).deployFails("issued", { times: 1 });
        await open();
        const { output } = await failure(stack.up());
        expect(output).toMatch(/BindingFailed: the certificate is issued, but binding it failed/);
        const state = await stack.exportState();
        const binding = state.deployment.resources?.find(({ type }) => type.endsWith("HostCertificate"));
        expect(binding).toMatchObject({
            id: `${zoneId}/${host}`,
            outputs: { status: "issued" },
            initErrors: [expect.stringContaining("BindingFailed")],
        });
        expect((await stack.up()).changes).toEqual({ same: 4, update: 1 });
        expect(await stack.outputs()).toMatchObject({ status: "deployed" });
        expect((await stack.destroy()).changes).toEqual({ delete: 5 });
    });

    test("a host that the zone does not have, or that is offline, is named", async () => {
        simulator.host(zoneId, host).offline();
        await open();
        expect((await failure(stack.up())).output).toMatch(
            /HostOffline: the host is offline.*Enable the acceleration domain/s,
        );
    });
});
