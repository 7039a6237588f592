import * as pulumi from "@pulumi/pulumi";
import { FreeCertificateVerification, type FreeCertificateVerificationArgs } from "../../../provider/index";

const zoneId = "zone-28v607hq8d3m";
const domain = "www.example.com";
const dnsVerification = {
    subdomain: "_dnsauth.www",
    fqdn: "_dnsauth.www.example.com",
    recordType: "CNAME",
    recordValue: "www.example.com.eoacme0.com",
};

describe("a verification", () => {
    /** The inputs that the engine gets. */
    async function inputsOf(args: Partial<FreeCertificateVerificationArgs>): Promise<Record<string, unknown>> {
        const registered: Record<string, unknown>[] = [];
        await pulumi.runtime.setMocks({
            newResource: ({ name, inputs }) => {
                registered.push(inputs);
                return { id: name, state: inputs };
            },
            call: () => ({}),
        });
        const { urn } = new FreeCertificateVerification("www", { zoneId, domain, ...args });
        await new Promise((resolve) => urn.apply(resolve));
        return registered[0] as Record<string, unknown>;
    }

    test.each([
        ["the domain", { domain: pulumi.secret(domain), dnsVerification }],
        ["the proof", { dnsVerification: pulumi.secret(dnsVerification) }],
        [
            "a part of the proof",
            { dnsVerification: { ...dnsVerification, recordValue: pulumi.secret("value") as never } },
        ],
    ])("tells that its proof is not to be shown where %s is a secret", async (_, args) => {
        expect((await inputsOf(args)).secretProof).toBe(true);
    });

    test("tells nothing of the kind where nothing is a secret, or no proof is given", async () => {
        expect(await inputsOf({ dnsVerification })).not.toHaveProperty("secretProof");
        const inputs = await inputsOf({ domain: pulumi.secret(domain) });
        expect(Object.keys(inputs).sort()).toEqual(["__provider", "domain", "zoneId"]);
    });
});
