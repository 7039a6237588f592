import * as pulumi from "@pulumi/pulumi";
import { ManagedHostCertificate, type ManagedHostCertificateArgs, type PublishedProof } from "../../../provider/index";

interface Registered {
    type: string;
    name: string;
    inputs: Record<string, unknown>;
}

// Pulumi's own mocks: here is only to see which resources the component is made of. The engine's tests run it for real.
describe("a managed host certificate", () => {
    let registered: Registered[];
    const zoneId = "zone-28v607hq8d3m";

    beforeEach(async () => {
        registered = [];
        await pulumi.runtime.setMocks({
            newResource: ({ type, name, inputs }) => {
                registered.push({ type, name, inputs });
                const proof = {
                    fqdn: `_dnsauth.${String(inputs.domain).replace("*.", "")}`,
                    recordType: "CNAME",
                    recordValue: String(inputs.domain).endsWith("other.com") ? `value of ${inputs.domain}` : "value",
                    subdomain: "_dnsauth",
                };
                return {
                    id: name,
                    state: {
                        ...inputs,
                        commonName: inputs.commonName ?? inputs.domain,
                        dnsVerification: proof,
                        status: "deployed",
                    },
                };
            },
            call: () => ({}),
        });
    });

    class Record extends pulumi.CustomResource {
        constructor(name: string, props: pulumi.Inputs, opts: pulumi.CustomResourceOptions) {
            super("dns:index:Record", name, props, opts);
        }
    }
    const publish = ({ dns }: PublishedProof, opts: pulumi.CustomResourceOptions) =>
        new Record("proof", { name: dns.fqdn, value: dns.recordValue }, opts);
    const declare = async (...hosts: [string, Partial<ManagedHostCertificateArgs>][]) => {
        const made = hosts.map(([host, args]) => new ManagedHostCertificate(host, { zoneId, host, publish, ...args }));
        const status = await new Promise((resolve) => pulumi.all(made.map((one) => one.status)).apply(resolve));
        return { status, of: (kind: string) => registered.filter(({ type }) => type.endsWith(`:${kind}`)) };
    };

    test("applies, publishes, verifies and binds", async () => {
        const { status, of } = await declare(["www.example.com", {}]);
        expect(status).toEqual(["deployed"]);
        expect(of("FreeCertificate")).toMatchObject([{ inputs: { zoneId, domain: "www.example.com" } }]);
        expect(of("Record")).toMatchObject([{ inputs: { name: "_dnsauth.www.example.com", value: "value" } }]);
        expect(of("FreeCertificateVerification")).toMatchObject([{ inputs: { zoneId, domain: "www.example.com" } }]);
        expect(of("HostCertificate")).toMatchObject([
            { inputs: { host: "www.example.com", commonName: "www.example.com" } },
        ]);
    });

    test("shares one certificate and one proof among the hosts under a wildcard", async () => {
        const { of } = await declare(
            ["a.example.com", { certificateDomain: "*.example.com" }],
            ["b.example.com", { certificateDomain: "*.example.com" }],
        );
        for (const kind of ["FreeCertificate", "Record", "FreeCertificateVerification"])
            expect(of(kind)).toHaveLength(1);
        expect(of("HostCertificate")).toMatchObject([
            { inputs: { commonName: "*.example.com" } },
            { inputs: { commonName: "*.example.com" } },
        ]);
    });

    test("shares by the name as it is compared, and by the zone", async () => {
        const { of } = await declare(
            ["a.example.com", { certificateDomain: "*.Example.com." }],
            ["b.example.com", { certificateDomain: "*.example.com" }],
            ["c.example.com", { certificateDomain: "*.example.com", zoneId: "zone-other" }],
            ["d.example.com", { certificateDomain: "D.example.com" }],
        );
        expect(of("FreeCertificate").map(({ name, inputs }) => [name, inputs.zoneId, inputs.domain])).toEqual([
            ["*.example.com", zoneId, "*.example.com"],
            ["zone-other/*.example.com", "zone-other", "*.example.com"],
            ["d.example.com", zoneId, "d.example.com"],
        ]);
    });

    test("shares where the zone is an output", async () => {
        const certificateDomain = "*.outputs.com";
        const { of } = await declare(
            ["a.outputs.com", { certificateDomain, zoneId: pulumi.output(zoneId) }],
            ["b.outputs.com", { certificateDomain, zoneId: pulumi.output(zoneId) }],
            ["c.outputs.com", { certificateDomain }],
        );
        expect(of("FreeCertificate")).toHaveLength(1);
        expect(of("HostCertificate").map(({ inputs }) => inputs.zoneId)).toEqual([zoneId, zoneId, zoneId]);
    });

    test.each([
        ["an apex under its own wildcard", "example.com", "*.example.com"],
        ["a name two labels below", "a.b.example.com", "*.example.com"],
        ["another name", "www.example.com", "shop.example.com"],
    ])("refuses %s before anything is registered", (_, host, certificateDomain) => {
        expect(() => new ManagedHostCertificate("x", { zoneId, host, certificateDomain, publish })).toThrow(
            `a certificate for ${certificateDomain} does not cover the host ${host}`,
        );
    });

    test("publishes one record once for a domain and its wildcard, and another where the values differ", async () => {
        const pair = (domain: string): [string, Partial<ManagedHostCertificateArgs>][] => [
            [domain, {}],
            [`www.${domain}`, { certificateDomain: `*.${domain}` }],
        ];
        const { of } = await declare(...pair("same.com"), ...pair("other.com"));
        expect(of("Record").map(({ inputs }) => [inputs.name, inputs.value])).toEqual([
            ["_dnsauth.same.com", "value"],
            ["_dnsauth.other.com", "value of other.com"],
            ["_dnsauth.other.com", "value of *.other.com"],
        ]);
    });

    test("hands timeouts on to all its resources, from the option or the argument", async () => {
        const customTimeouts = { create: "5s" };
        const args = { zoneId, publish };
        const made = [
            new ManagedHostCertificate("a", { ...args, host: "a.example.com", customTimeouts }),
            new ManagedHostCertificate("b", { ...args, host: "b.example.com" }, { customTimeouts }),
        ];
        await new Promise((resolve) => pulumi.all(made.map((one) => one.status)).apply(resolve));
        const ours = registered.filter(({ type }) => type.startsWith("pulumi-nodejs:"));
        expect(ours.map(({ inputs }) => inputs.customTimeouts)).toEqual(Array(6).fill(customTimeouts));
    });

    test("leaves all but the binding to EdgeOne with eofreecert", async () => {
        const { of } = await declare(["www.example.com", { mode: "eofreecert", publish: undefined }]);
        expect(of("FreeCertificate")).toEqual([]);
        expect(of("HostCertificate")).toMatchObject([{ inputs: { mode: "eofreecert" } }]);
    });

    test("says so when it lacks publish", () => {
        expect(() => new ManagedHostCertificate("www", { zoneId, host: "www.example.com" })).toThrow(
            /requires publish/,
        );
    });
});
