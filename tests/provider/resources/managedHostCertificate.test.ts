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
                    fqdn: `_dnsauth.${inputs.domain}`,
                    recordType: "CNAME",
                    recordValue: "value",
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

    test("leaves all but the binding to EdgeOne with eofreecert", async () => {
        const { of } = await declare(["www.example.com", { mode: "eofreecert", publish: undefined }]);
        expect(of("FreeCertificate")).toEqual([]);
        expect(of("HostCertificate")).toMatchObject([{ inputs: { mode: "eofreecert" } }]);
    });

    test("says so when it lacks publish", () => {
        expect(() => new ManagedHostCertificate("www", { zoneId, host: "www.example.com" })).toThrow(/needs publish/);
    });
});
