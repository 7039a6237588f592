import * as pulumi from "@pulumi/pulumi";
import type * as Teo from "pulumi-teo";
import { simulatedStack } from "./simulatedStack";

const zoneId = "zone-28v607hq8d3m";
/** Each an apex whose certificate and that of its wildcard are proved by the same record. */
const apexes = ["xzone.cloud", "yzone.cloud"] as const;
const [x, y] = apexes;
const www = (apex: string) => `www.${apex}`;

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
        for (const apex of apexes) {
            for (const domain of [apex, www(apex), `*.${apex}`]) simulator.domain(zoneId, domain).issue();
            for (const host of [apex, www(apex)]) simulator.host(zoneId, host).online();
        }
    });

    const modesOf = (...hosts: string[]) =>
        hosts.map((host) => given.simulator.host(zoneId, host).state.certificate.mode);
    const served = (...hosts: string[]) => hosts.map(() => "eofreecert_manual");

    test("take over resources of the stack: with aliases without a replacement, without them the host stays served all the same", async () => {
        const [host, unaliased] = [www(x), www(y)];
        given.stack.program = async () => {
            const teo: typeof Teo = require("pulumi-teo");
            const { domain } = new teo.FreeCertificate("application", { zoneId, domain: host });
            const { commonName } = new teo.FreeCertificateVerification("wait", { zoneId, domain });
            new teo.HostCertificate("binding", { zoneId, host, commonName });
            new teo.HostCertificate("unaliased", { zoneId, host: unaliased });
        };
        await given.stack.up();
        const calls = given.simulator.callCount();
        const aliased = () => {
            const teo: typeof Teo = require("pulumi-teo");
            const childAliases = {
                application: [{ name: "application" }],
                verification: [{ name: "wait" }],
                binding: [{ name: "binding" }],
            };
            new teo.ManagedHostCertificate("www", { zoneId, host, publish: () => [], childAliases });
        };
        given.stack.program = async () => {
            const teo: typeof Teo = require("pulumi-teo");
            aliased();
            new teo.HostCertificate("unaliased", { zoneId, host: unaliased });
        };
        expect((await given.stack.up()).changes).toEqual({ create: 1, same: 5 });
        expect(given.simulator.callCount() - calls).toBe(0);
        given.stack.program = async () => {
            const teo: typeof Teo = require("pulumi-teo");
            aliased();
            new teo.ManagedHostCertificate("unaliased", { zoneId, host: unaliased, publish: () => [] });
        };
        expect((await given.stack.up()).changes).toEqual({ create: 4, same: 5, delete: 1 });
        expect(modesOf(host, unaliased)).toEqual(served(host, unaliased));
    });

    /** Each apex with a certificate of its own, and a host under its wildcard: both are proved by the same record. */
    const program =
        (...hosts: string[]) =>
        async () => {
            const teo: typeof Teo = require("pulumi-teo");
            for (const host of hosts) {
                const apex = host.replace("www.", "");
                new teo.ManagedHostCertificate(host, {
                    zoneId,
                    host,
                    certificateDomain: host === apex ? undefined : `*.${apex}`,
                    publish: ({ dns }, opts) =>
                        new DnsRecord(`proof of ${apex}`, { name: dns.fqdn, value: dns.recordValue }, opts),
                });
            }
        };
    const records = async () =>
        (await given.stack.exportState()).deployment.resources
            ?.filter(({ type }) => type.endsWith("DnsRecord"))
            .map(({ id }) => id)
            .sort();

    test("share one record, which stays when the apex or the host under the wildcard is removed, and returns to be of both", async () => {
        const published = apexes.map((apex) => `_dnsauth.${apex}`);
        given.stack.program = program(x, www(x), y, www(y));
        const first = await given.stack.start(["up", "--yes"]).succeeded();
        // What the preview has shown.
        const create = Number(/\+ (\d+) to create\n/.exec(first.stdout)?.[1]);
        expect(first.changes).toEqual({ create });
        expect(await records()).toEqual(published);
        expect((await given.stack.up()).changes).toEqual({ same: create });
        given.stack.program = program(www(x), y);
        const { events } = await given.stack.up();
        const touched = (text: unknown) => JSON.stringify(text).includes("DnsRecord");
        const operations = events.flatMap(({ resOutputsEvent }) => resOutputsEvent?.metadata ?? []).filter(touched);
        expect(operations.map(({ op }) => op)).toEqual(["same", "same"]);
        expect(await records()).toEqual(published);
        given.stack.program = program(www(x), x, www(y), y);
        await given.stack.up();
        expect(await records()).toEqual(published);
        expect(modesOf(x, www(x), y, www(y))).toEqual(served(x, www(x), y, www(y)));
    });
});
