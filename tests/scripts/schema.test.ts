import { readFileSync } from "node:fs";
import { join } from "node:path";
import { schemaOf } from "../../scripts/schema";

const committed = readFileSync(join(__dirname, "..", "..", "schema.json"), "utf8");

test("schema.json is that of the sources: `npm run schema` makes it anew", () => {
    expect(committed).toBe(schemaOf());
});

test("every property that a user reads or writes says what it is", () => {
    type Properties = Record<string, { description?: string }>;
    type Described = Record<"properties" | "inputProperties", Properties | undefined>;
    const { types, resources, functions } = JSON.parse(committed) as Record<string, Record<string, Described>>;
    const parts = Object.values(functions ?? {}).flatMap((each) => Object.values(each as object as Described));
    const all = [types, resources].flatMap((each) => Object.values(each ?? {})).concat(parts as object as Described[]);
    const properties = all.flatMap((each) =>
        [each.properties, each.inputProperties].flatMap((some) => Object.entries(some ?? {})),
    );
    expect(properties.length).toBeGreaterThan(50);
    expect(properties.filter(([, { description }]) => !description).map(([name]) => name)).toEqual([]);
});

test("an input with a choice of values has constants for them in every SDK, and takes a text too", () => {
    const { types, resources } = JSON.parse(committed);
    const choices = [
        ["VerificationMethod", resources["teo:index:FreeCertificate"].inputProperties.verificationMethod],
        ["HostCertificateMode", resources["teo:index:HostCertificate"].inputProperties.mode],
    ];
    const values = choices.map(([name, { oneOf }]) => {
        const token = `teo:index:${name}`;
        expect(oneOf).toEqual([{ type: "string" }, { type: "string", $ref: `#/types/${token}` }]);
        return types[token].enum.map(({ name, value }: Record<string, string>) => [name, value]);
    });
    expect(values).toEqual([
        [
            ["DnsChallenge", "dns_challenge"],
            ["HttpChallenge", "http_challenge"],
        ],
        [
            ["EofreecertManual", "eofreecert_manual"],
            ["Eofreecert", "eofreecert"],
        ],
    ]);
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
