import * as pulumi from "@pulumi/pulumi";
import type * as Teo from "pulumi-teo";
import { simulatedStack } from "./simulatedStack";

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
    const given = simulatedStack({ deployDelayMs: 100 }, (simulator) => {
        for (const domain of [apex, www, `*.${apex}`]) simulator.domain(zoneId, domain).issue();
        for (const host of [apex, www]) simulator.host(zoneId, host).online();
    });

    const modeOf = (host: string) => given.simulator.host(zoneId, host).state.certificate.mode;
    const records = async () =>
        (await given.stack.exportState()).deployment.resources
            ?.filter(({ type }) => type.endsWith("DnsRecord"))
            .map(({ id }) => id);

    test("take over three resources of the stack, without a replacement", async () => {
        given.stack.program = async () => {
            const teo: typeof Teo = require("pulumi-teo");
            const { domain } = new teo.FreeCertificate("application", { zoneId, domain: www });
            const { commonName } = new teo.FreeCertificateVerification("wait", { zoneId, domain });
            new teo.HostCertificate("binding", { zoneId, host: www, commonName });
        };
        await given.stack.up();
        const calls = given.simulator.callCount();
        given.stack.program = async () => {
            const teo: typeof Teo = require("pulumi-teo");
            const childAliases = {
                application: [{ name: "application" }],
                verification: [{ name: "wait" }],
                binding: [{ name: "binding" }],
            };
            new teo.ManagedHostCertificate("www", { zoneId, host: www, publish: () => [], childAliases });
        };
        expect((await given.stack.up()).changes).toEqual({ create: 1, same: 4 });
        expect([given.simulator.callCount() - calls, modeOf(www)]).toEqual([0, "eofreecert_manual"]);
    });

    test("without aliases, the host stays served all the same", async () => {
        given.stack.program = async () => {
            const teo: typeof Teo = require("pulumi-teo");
            new teo.HostCertificate("binding", { zoneId, host: www });
        };
        await given.stack.up();
        given.stack.program = async () => {
            const teo: typeof Teo = require("pulumi-teo");
            new teo.ManagedHostCertificate("www", { zoneId, host: www, publish: () => [] });
        };
        await given.stack.up();
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
        given.stack.program = program([apex, www]);
        const preview = await given.stack.preview();
        expect((await given.stack.up()).changes).toEqual(preview.changes);
        expect(await records()).toEqual(record);
        expect((await given.stack.up()).changes).toEqual({ same: preview.changes.create });
        given.stack.program = program(left);
        const { events } = await given.stack.up();
        const touched = (text: unknown) => JSON.stringify(text).includes("DnsRecord");
        const operations = events.flatMap(({ resOutputsEvent }) => resOutputsEvent?.metadata ?? []).filter(touched);
        expect(operations.map(({ op }) => op)).toEqual(["same"]);
        expect(await records()).toEqual(record);
        given.stack.program = program([www, apex]);
        await given.stack.up();
        expect(await records()).toEqual(record);
        expect([modeOf(apex), modeOf(www)]).toEqual(["eofreecert_manual", "eofreecert_manual"]);
    });
});
