import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as pulumi from "@pulumi/pulumi";

const exec = promisify(execFile);
const EXAMPLES = join(__dirname, "..", "examples");
const zoneId = "zone-28v607hq8d3m";

/** Stands for the vendor's package, which is not installed here: registers what that registers (its type token is the vendor's). */
jest.mock(
    "@tencentcloud_iac/pulumi",
    () => {
        class Record extends pulumi.CustomResource {
            constructor(name: string, args: pulumi.Inputs, opts?: pulumi.CustomResourceOptions) {
                super("tencentcloud:Dnspod/record:Record", name, args, opts);
            }
        }
        return { dnspod: { Record } };
    },
    { virtual: true },
);

interface Registered {
    type: string;
    name: string;
    inputs: Record<string, unknown>;
}

/** Runs an example's program before Pulumi's mocks, and answers what it exported and which resources of a kind it registered. */
async function run(example: string, config: Record<string, string>) {
    const project = `pulumi-teo-${example}`;
    const registered: Registered[] = [];
    await pulumi.runtime.setMocks(
        {
            newResource: ({ type, name, inputs }) => {
                registered.push({ type, name, inputs });
                return { id: name, state: { ...inputs, ...answered(inputs) } };
            },
            call: () => ({}),
        },
        project,
    );
    pulumi.runtime.setAllConfig(
        Object.fromEntries(Object.entries(config).map(([key, value]) => [`${project}:${key}`, value])),
    );
    const exported = require(join(EXAMPLES, example, "index.ts"));
    const outputs = await new Promise((resolve) => pulumi.output({ ...exported }).apply(resolve));
    const of = (kind: string) => registered.filter(({ type }) => type.endsWith(`:${kind}`));
    return { outputs, of };
}

/** What EdgeOne would add to any of its resources. */
const answered = (inputs: Record<string, unknown>) => ({
    dnsVerification: {
        subdomain: "_dnsauth.www",
        fqdn: "_dnsauth.www.example.com",
        recordType: "CNAME",
        recordValue: "proof.edgeone.example",
    },
    fileVerification: {
        path: "/.well-known/teo-verification/z12h416twn.txt",
        content: "it's the proof",
        url: "http://www.example.com/.well-known/teo-verification/z12h416twn.txt",
    },
    certificates: Object.fromEntries(
        ((inputs.domains ?? []) as string[]).map((domain) => [domain, { expireTime: "2027-07-31T07:06:57Z" }]),
    ),
    commonName: inputs.commonName ?? inputs.domain,
    expireTime: "2027-07-31T07:06:57Z",
    status: "deployed",
});

const chain = (commonName: string) => ({
    certificates: [{ inputs: { zoneId, domain: commonName } }],
    binding: { zoneId, host: "www.example.com", commonName },
});

describe("the program of", () => {
    test("chain-dnspod applies, publishes the record at DNSPod, verifies and binds", async () => {
        const { outputs, of } = await run("chain-dnspod", {
            zoneId,
            host: "www.example.com",
            dnsDomain: "example.com",
        });
        const { certificates, binding } = chain("www.example.com");
        expect(of("FreeCertificate")).toMatchObject(certificates);
        expect(of("Record")).toEqual([
            {
                type: "tencentcloud:Dnspod/record:Record",
                name: "proof",
                inputs: {
                    domain: "example.com",
                    subDomain: "_dnsauth.www",
                    recordType: "CNAME",
                    recordLine: "默认",
                    value: "proof.edgeone.example",
                },
            },
        ]);
        expect(of("FreeCertificateVerification")).toMatchObject(certificates);
        expect(of("HostCertificate")).toMatchObject([{ inputs: binding }]);
        expect(outputs).toEqual({ status: "deployed", expireTime: "2027-07-31T07:06:57Z" });
    });

    test("chain-cloudflare does the same with a record at Cloudflare", async () => {
        const { outputs, of } = await run("chain-cloudflare", { zoneId, host: "www.example.com", dnsZoneId: "023e" });
        const { certificates, binding } = chain("www.example.com");
        expect(of("FreeCertificate")).toMatchObject(certificates);
        expect(of("DnsRecord")).toMatchObject([
            {
                type: "cloudflare:index/dnsRecord:DnsRecord",
                inputs: {
                    zoneId: "023e",
                    name: "_dnsauth.www.example.com",
                    type: "CNAME",
                    content: "proof.edgeone.example",
                    ttl: 60,
                },
            },
        ]);
        expect(of("FreeCertificateVerification")).toMatchObject(certificates);
        expect(of("HostCertificate")).toMatchObject([{ inputs: binding }]);
        expect(outputs).toEqual({ status: "deployed", expireTime: "2027-07-31T07:06:57Z" });
    });

    test("file-proof writes the file below the web root with commands that a shell understands", async () => {
        const webRoot = await mkdtemp(join(tmpdir(), "pulumi-teo web root-"));
        try {
            const config = { server: "203.0.113.10", user: "deploy", privateKey: "key", webRoot };
            const { of } = await run("file-proof", { zoneId, host: "www.example.com", ...config });
            expect(of("FreeCertificate")).toMatchObject([{ inputs: { verificationMethod: "http_challenge" } }]);
            const [published] = of("Command");
            expect(published?.type).toBe("command:remote:Command");
            // A secret stands in an envelope.
            expect(published?.inputs.connection).toMatchObject({
                value: { host: "203.0.113.10", user: "deploy", privateKey: "key" },
            });

            const inputs = published?.inputs as { create: string; delete: string; stdin: string };
            const file = join(webRoot, ".well-known", "teo-verification", "z12h416twn.txt");
            const created = exec("sh", ["-c", inputs.create]);
            created.child.stdin?.end(inputs.stdin);
            await created;
            expect(await readFile(file, "utf8")).toBe("it's the proof");
            await exec("sh", ["-c", inputs.delete]);
            await expect(readFile(file)).rejects.toThrow(/ENOENT/);
        } finally {
            await rm(webRoot, { recursive: true, force: true });
        }
    });

    test("wildcard-many-hosts shares one certificate and one record among the hosts", async () => {
        const hosts = ["www.example.com", "api.example.com", "img.example.com"];
        const { outputs, of } = await run("wildcard-many-hosts", {
            zoneId,
            domain: "example.com",
            hosts: JSON.stringify(hosts),
            dnsZoneId: "023e",
        });
        const certificates = [{ inputs: { zoneId, domain: "*.example.com" } }];
        expect(of("FreeCertificate")).toMatchObject(certificates);
        expect(of("DnsRecord")).toHaveLength(1);
        expect(of("FreeCertificateVerification")).toMatchObject(certificates);
        expect(of("HostCertificate").map(({ inputs }) => inputs)).toEqual(
            hosts.map((host) => expect.objectContaining({ zoneId, host, commonName: "*.example.com" })),
        );
        expect(outputs).toEqual({ statuses: hosts.map(() => "deployed") });
    });

    test("hundred-domains waits for each of the list, and binds it", async () => {
        const { outputs, of } = await run("hundred-domains", { zoneId });
        expect(new Set(of("FreeCertificateVerification").map(({ inputs }) => inputs.domain)).size).toBe(100);
        expect(of("HostCertificate")).toHaveLength(100);
        expect(outputs).toEqual({ deployed: 100 });
    });

    test("thousand-domains waits for all of the list as one resource", async () => {
        const { outputs, of } = await run("thousand-domains", { zoneId });
        const [set, ...others] = of("FreeCertificateVerificationSet");
        expect(new Set(set?.inputs.domains as string[]).size).toBe(20);
        expect(others).toEqual([]);
        expect(outputs).toEqual({ issued: 20, nextExpiry: "2027-07-31T07:06:57Z" });
    });
});

describe("every example", () => {
    /** The folders of the examples in TypeScript, and of those in other languages. */
    let folders: string[];
    let others: string[];
    const read = (...path: string[]) => readFile(join(EXAMPLES, ...path), "utf8");

    beforeAll(async () => {
        const entries = await readdir(EXAMPLES, { withFileTypes: true });
        const all = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
        others = all.filter((name) => /-(go|python|yaml)$/.test(name));
        folders = all.filter((name) => !others.includes(name));
    });

    test("is a project by the name of its folder, in the list, and lists what it imports", async () => {
        const list = await read("README.md");
        for (const folder of folders) {
            expect(list).toContain(`[${folder}](${folder})`);
            expect(await read(folder, "Pulumi.yaml")).toMatch(
                new RegExp(`^name: pulumi-teo-${folder}\ndescription: .+\nruntime: nodejs\n$`),
            );
            const manifest = JSON.parse(await read(folder, "package.json"));
            expect(manifest).toMatchObject({ name: `pulumi-teo-${folder}`, private: true, main: "index.ts" });
            const program = await read(folder, "index.ts");
            const imported = [...program.matchAll(/ from "(?!node:)([^"]+)"/g)].map(([, name]) => name);
            expect(Object.keys(manifest.dependencies)).toEqual(imported.sort());
            expect(imported.filter((name) => builtinModules.includes(name as string))).toEqual([]);
        }
    });

    test("in another language is a project by the name of its folder, in the list, and brings what it needs of npm", async () => {
        const list = await read("README.md");
        expect(others).toEqual(["quickstart-go", "quickstart-python", "quickstart-yaml"]);
        for (const folder of others) {
            expect(list).toContain(`[${folder}](${folder})`);
            const project = await read(folder, "Pulumi.yaml");
            expect(project).toMatch(new RegExp(`^name: pulumi-teo-${folder}\ndescription: .+\nruntime:`));
            expect(project).toMatch(
                folder.endsWith("yaml")
                    ? /path: \.\/node_modules\/\.bin\n/
                    : / {2}teo: \.\/node_modules\/pulumi-teo\/plugin\n/,
            );
            const { dependencies } = JSON.parse(await read(folder, "package.json"));
            expect(Object.keys(dependencies)).toEqual(["@pulumi/pulumi", "pulumi-teo"]);
        }
    });

    test("compiles by its own settings", async () => {
        const settings = await Promise.all(folders.map((folder) => read(folder, "tsconfig.json")));
        expect(new Set(settings.map((text) => text.replace(/\s+"files".*/, ""))).size).toBe(1);
        // All in one run, as their settings are the same.
        const folder = await mkdtemp(join(tmpdir(), "pulumi-teo-examples-"));
        try {
            const { compilerOptions } = JSON.parse(settings[0] as string);
            const files = folders.map((name) => join(EXAMPLES, name, "index.ts"));
            files.push(join(EXAMPLES, "offline-simulator", "stack.test.ts"), join(__dirname, "tencentcloudIac.d.ts"));
            const typeRoots = [join(__dirname, "..", "node_modules", "@types")];
            const config = { compilerOptions: { ...compilerOptions, typeRoots, types: ["node"] }, files };
            await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
            const complaints = await exec(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", folder]).then(
                ({ stdout }) => stdout,
                (error: { stdout?: string }) => error.stdout || String(error),
            );
            expect(complaints).toBe("");
        } finally {
            await rm(folder, { recursive: true, force: true });
        }
    }, 90_000);
});
