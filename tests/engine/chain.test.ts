import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import type * as Teo from "pulumi-teo";
import { Simulator } from "../../simulator";
import { type DnsServer, start as startDnsServer } from "../dnsServer";
import { failure } from "./cli";
import { createTestStack, type TestStack } from "./stack";

const zoneId = "zone-28v607hq8d3m";
const www = "www.xzone.cloud";
const api = "api.xzone.cloud";

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
    afterEach(async () => {
        await stack?.dispose();
        simulator.reset();
    });
    afterAll(async () => {
        await simulator?.stop();
        provider?.close();
        await dns?.stop();
    });

    interface Change {
        readonly value?: string;
        readonly record?: boolean;
        readonly timeout?: string;
    }
    /** A chain for each host, by default as it is to be. */
    const chains = (changes: Readonly<Record<string, Change>>) => async () => {
        const teo: typeof Teo = require("pulumi-teo");
        const outputs = Object.entries(changes).map(([host, change]) => {
            const certificate = new teo.FreeCertificate(host, { zoneId, domain: host });
            const proof = certificate.dnsVerification;
            const record = {
                name: proof.apply(({ fqdn }) => fqdn),
                type: proof.apply(({ recordType }) => recordType),
                value: change.value ?? proof.apply(({ recordValue }) => recordValue),
            };
            const dependsOn = change.record === false ? [] : [new DnsRecord(host, records, record)];
            const customTimeouts = { create: change.timeout ?? "60s" };
            const verification = new teo.FreeCertificateVerification(
                host,
                { zoneId, domain: certificate.domain },
                { dependsOn, customTimeouts },
            );
            const binding = new teo.HostCertificate(
                host,
                { zoneId, host, commonName: verification.commonName },
                { customTimeouts },
            );
            return [host, { status: binding.status, commonName: binding.commonName, fqdn: record.name }];
        });
        return Object.fromEntries(outputs);
    };

    const open = async (changes: Readonly<Record<string, Change>>) => {
        for (const host of Object.keys(changes)) simulator.host(zoneId, host).online();
        stack = await createTestStack({ program: chains(changes), env: simulator.environment() });
    };
    const modeOf = (host: string) => simulator.host(zoneId, host).state.certificate?.mode;

    test("ends deployed, refreshes quietly, mends what somebody switched, and leaves the host disabled, but for a certificate that somebody gave it", async () => {
        await open({ [www]: {}, [api]: {} });
        const { changes, events } = await stack.start(["up", "--yes"]).succeeded();
        expect(events.find(({ summaryEvent }) => summaryEvent)?.summaryEvent?.resourceChanges).toEqual({ create: 9 });
        expect(changes).toEqual({ create: 9 });
        const ofBoth = await stack.outputs();
        for (const host of [www, api]) {
            const fqdn = expect.stringMatching(/^_.*\.xzone\.cloud$/);
            expect(ofBoth[host]).toEqual({ status: "deployed", commonName: host, fqdn });
            expect(modeOf(host)).toBe("eofreecert_manual");
        }

        // What the refresh leaves as it is are the other chain, and the rest of this one.
        simulator.host(zoneId, www).setMode("disable");
        const drift = await stack.refresh("--diff");
        expect(drift.changes).toEqual({ same: 8, update: 1 });
        expect(drift.output).toMatch(/~ mode +: "eofreecert_manual" => "disable"/);
        expect((await stack.up()).changes).toEqual({ same: 8, update: 1 });
        expect(modeOf(www)).toBe("eofreecert_manual");
        expect((await stack.up()).changes).toEqual({ same: 9 });

        simulator.host(zoneId, api).setMode("sslcert");
        const { changes: destroyed, output } = await stack.destroy();
        expect(destroyed).toEqual({ delete: 9 });
        expect(modeOf(www)).toBe("disable");
        expect(output).toMatch(/api\.xzone\.cloud.* is not changed: its mode was set to sslcert outside Pulumi/);
        expect(modeOf(api)).toBe("sslcert");
    });

    test("says of each chain that fails what to do, and the next up takes up a binding that failed", async () => {
        const timeout = "6s";
        const failing = {
            "no-proof.xzone.cloud": { record: false, timeout },
            "wrong-value.xzone.cloud": { value: "elsewhere.example.com", timeout },
            "offline.xzone.cloud": {},
            [www]: {},
        };
        await open(failing);
        simulator.host(zoneId, "offline.xzone.cloud").offline();
        simulator.host(zoneId, www).deployFails("issued", { times: 1 });
        const { events } = await failure(stack.up("--continue-on-error"));
        const told = (host: string) =>
            events
                .flatMap(({ diagnosticEvent }) => diagnosticEvent ?? [])
                .find(({ severity, urn }) => severity === "error" && urn?.endsWith(`::${host}`))?.message;
        for (const host of ["no-proof.xzone.cloud", "wrong-value.xzone.cloud"]) {
            expect(told(host)).toMatch(
                /timed out after 6s .*ResourceUnavailable\.RecordUnExpected.*next step: +Publish the DNS record/s,
            );
        }
        expect(told("offline.xzone.cloud")).toMatch(
            /HostOffline: the host is offline.*Enable the acceleration domain/s,
        );
        expect(told(www)).toMatch(/BindingFailed: the certificate is issued, but binding it failed/);
        const { deployment } = await stack.exportState();
        const binding = deployment.resources?.find(({ urn }) => urn.endsWith(`teo:HostCertificate::${www}`));
        expect(binding).toMatchObject({
            id: `${zoneId}/${www}`,
            outputs: { status: "issued" },
            initErrors: [expect.stringContaining("BindingFailed")],
        });

        stack.program = chains({ [www]: {} });
        const { changes } = await stack.up();
        expect(changes).toMatchObject({ same: 4, update: 1 });
        expect(changes.create).toBeUndefined();
        expect(await stack.outputs()).toMatchObject({ [www]: { status: "deployed" } });
    });
});
