import { readFileSync } from "node:fs";
import { join } from "node:path";
import { schemaOf } from "../../scripts/schema";

const committed = readFileSync(join(__dirname, "..", "..", "schema.json"), "utf8");

test("schema.json is that of the sources: `npm run schema` makes it anew", () => {
    expect(committed).toBe(schemaOf());
});

test("every resource takes over the state of the dynamic resource of its name", () => {
    const { resources } = JSON.parse(committed) as { resources: Record<string, { aliases: { type: string }[] }> };
    const names = [
        "FreeCertificate",
        "FreeCertificateVerification",
        "FreeCertificateVerificationSet",
        "HostCertificate",
    ];
    expect(Object.entries(resources).map(([token, { aliases }]) => [token, aliases])).toEqual(
        names.map((name) => [`teo:index:${name}`, [{ type: `pulumi-nodejs:dynamic/teo:${name}` }]]),
    );
});
