import * as pulumi from "@pulumi/pulumi";
import type * as Teo from "pulumi-teo";
import { Simulator } from "../../simulator";
import { createTestStack, type TestStack } from "./stack";

const zoneId = "zone-28v607hq8d3m";
const apex = "xzone.cloud";
const www = "www.xzone.cloud";

/** A record at a DNS provider that publishes nothing: here only its place in the state counts. */
class DnsRecord extends pulumi.CustomResource {
    constructor(name: string, record: pulumi.Inputs, opts?: pulumi.CustomResourceOptions) {
        const provider = `exports.handler = () => ({
            async create(record) { return { id: record.name, outs: record }; },
            async delete() {},
        })`;
        super("pulumi-nodejs:dynamic/test:DnsRecord", name, { ...record, __provider: provider }, opts);
    }
}

describe("managed hosts", () => {
    let simulator: Simulator;
    let stack: TestStack;

    beforeAll(async () => {
        simulator = await Simulator.start({ deployDelayMs: 100 });
    });
    beforeEach(async () => {
        for (const domain of [apex, www, `*.${apex}`]) simulator.domain(zoneId, domain).issue();
        for (const host of [apex, www]) simulator.host(zoneId, host).online();
        stack = await createTestStack({ env: simulator.environment() });
    });
    afterEach(async () => {
        await stack?.dispose();
        simulator.reset();
    });
    afterAll(() => simulator?.stop());

    const modeOf = (host: string) => simulator.host(zoneId, host).state.certificate.mode;
    const records = async () =>
        (await stack.exportState()).deployment.resources
            ?.filter(({ type }) => type.endsWith("DnsRecord"))
            .map(({ id }) => id);

    test("take over three resources of the stack, without a replacement", async () => {
        stack.program = async () => {
            const teo: typeof Teo = require("pulumi-teo");
            const { domain } = new teo.FreeCertificate("application", { zoneId, domain: www });
            const { commonName } = new teo.FreeCertificateVerification("wait", { zoneId, domain });
            new teo.HostCertificate("binding", { zoneId, host: www, commonName });
        };
        await stack.up();
        const calls = simulator.callCount();
        stack.program = async () => {
            const teo: typeof Teo = require("pulumi-teo");
            const childAliases = {
                application: [{ name: "application" }],
                verification: [{ name: "wait" }],
                binding: [{ name: "binding" }],
            };
            new teo.ManagedHostCertificate("www", { zoneId, host: www, publish: () => [], childAliases });
        };
        expect((await stack.up()).changes).toEqual({ create: 1, same: 4 });
        expect([simulator.callCount() - calls, modeOf(www)]).toEqual([0, "eofreecert_manual"]);
    });

    test("without aliases, the host stays served all the same", async () => {
        stack.program = async () => {
            const teo: typeof Teo = require("pulumi-teo");
            new teo.HostCertificate("binding", { zoneId, host: www });
        };
        await stack.up();
        stack.program = async () => {
            const teo: typeof Teo = require("pulumi-teo");
            new teo.ManagedHostCertificate("www", { zoneId, host: www, publish: () => [] });
        };
        await stack.up();
        expect(modeOf(www)).toBe("eofreecert_manual");
    });

    /** The apex with a certificate of its own, and a host under its wildcard: both are proved by the same record. */
    const program = (hosts: string[]) => async () => {
        const teo: typeof Teo = require("pulumi-teo");
        for (const host of hosts) {
            new teo.ManagedHostCertificate(host, {
                zoneId,
                host,
                certificateDomain: host === apex ? undefined : `*.${apex}`,
                publish: ({ dns }, opts) => new DnsRecord("proof", { name: dns.fqdn, value: dns.recordValue }, opts),
            });
        }
    };

    test.each([
        ["the apex", [www]],
        ["the host under the wildcard", [apex]],
    ])("share one record, which stays when %s is removed, and returns to be of both", async (_, left) => {
        const record = [`_dnsauth.${apex}`];
        stack.program = program([apex, www]);
        const preview = await stack.preview();
        expect((await stack.up()).changes).toEqual(preview.changes);
        expect(await records()).toEqual(record);
        expect((await stack.up()).changes).toEqual({ same: preview.changes.create });
        stack.program = program(left);
        const { events } = await stack.up();
        const touched = (text: unknown) => JSON.stringify(text).includes("DnsRecord");
        const operations = events.flatMap(({ resOutputsEvent }) => resOutputsEvent?.metadata ?? []).filter(touched);
        expect(operations.map(({ op }) => op)).toEqual(["same"]);
        expect(await records()).toEqual(record);
        stack.program = program([www, apex]);
        await stack.up();
        expect(await records()).toEqual(record);
        expect([modeOf(apex), modeOf(www)]).toEqual(["eofreecert_manual", "eofreecert_manual"]);
    });
});
