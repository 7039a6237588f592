import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

// Derives schema.json, which the SDKs of other languages are generated from, from the exported classes, their arguments and their TSDoc.

const root = join(__dirname, "..");
const SCHEMA = join(root, "schema.json");
const RESOURCES = [
    "FreeCertificate",
    "FreeCertificateVerification",
    "FreeCertificateVerificationSet",
    "HostCertificate",
];
const FUNCTIONS = ["getAccelerationDomains", "getFreeCertificateVerification"];
/** Of the two proofs of an application, there is the one that was asked for. */
const OPTIONAL_OUTPUTS = ["dnsVerification", "fileVerification"];
/** The inputs with a choice of values, by the type whose constants an SDK has for them. */
const CHOICES: Record<string, string> = { verificationMethod: "VerificationMethod", mode: "HostCertificateMode" };
/** The resources that can be imported, and got, by their id. */
const IMPORTABLE = ["FreeCertificateVerification", "HostCertificate"];

type Json = Record<string, unknown>;

/** The schema of the sources as they are. */
export function schemaOf(): string {
    const reader = new SchemaReader();
    const resources = RESOURCES.map((name) => [`teo:index:${name}`, reader.resource(name)]);
    const functions = FUNCTIONS.map((name) => [`teo:index:${name}`, reader.function(name)]);
    const { version, description, keywords, license } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const schema = {
        name: "teo",
        displayName: "Tencent Cloud EdgeOne (TEO) free certificates",
        version,
        description,
        keywords: [...keywords, "kind/native", "category/network"],
        license,
        config: { variables: CONFIG },
        provider: {
            description:
                "The settings to reach the EdgeOne API with. Each provider has its own: two accounts are two providers.",
            inputProperties: CONFIG,
        },
        types: reader.types,
        resources: Object.fromEntries(resources),
        functions: Object.fromEntries(functions),
        language: {
            nodejs: { packageName: "pulumi-teo-sdk", respectSchemaVersion: true },
            python: { packageName: "pulumi_teo", pyproject: { enabled: true }, respectSchemaVersion: true },
            go: { generateResourceContainerTypes: true, respectSchemaVersion: true },
            csharp: { respectSchemaVersion: true },
        },
    };
    return `${JSON.stringify(schema, null, 2)}\n`;
}

// The environment is named in words only: a default that an SDK reads from it would end up in the state of the stack.
const CONFIG = {
    secretId: {
        type: "string",
        secret: true,
        description:
            "The SecretId of the Tencent Cloud API key. If left out: the environment variable TENCENTCLOUD_SECRET_ID, then the sources of Tencent Cloud's SDK. Id, key and token come from one place.",
    },
    secretKey: {
        type: "string",
        secret: true,
        description: "The SecretKey of the Tencent Cloud API key, or the environment variable TENCENTCLOUD_SECRET_KEY.",
    },
    token: {
        type: "string",
        secret: true,
        description:
            "The token of temporary keys, or one of the environment variables TENCENTCLOUD_TOKEN, TENCENTCLOUD_SECURITY_TOKEN and TENCENTCLOUD_SESSION_TOKEN.",
    },
    endpoint: {
        type: "string",
        description:
            "A host or an https:// URL, `https://teo.tencentcloudapi.com` by default, or the environment variable TENCENTCLOUD_TEO_ENDPOINT. `http://` is for a loopback address only.",
    },
    region: {
        type: "string",
        description:
            "The region that requests name, which this API does not need, or the environment variable TENCENTCLOUD_REGION.",
    },
    language: {
        type: "string",
        description: "The language of the API's messages, and of what is seen of a proof: `en-US` or `zh-CN`.",
    },
    resolvers: {
        type: "string",
        description:
            "The DNS servers that are asked why a certificate is not issued yet, with commas between them, such as `8.8.8.8`, `8.8.8.8:5353`, `[2001:db8::1]:53`, `https://dns.example/dns-query` or `system`; `none` asks none.",
    },
    requestsPerSecond: {
        type: "number",
        description: "How many requests a second the account may send of each action: 20 by default, from 0.1 to 1000.",
    },
};

class SchemaReader {
    /** The nested types that were met, by their tokens. */
    readonly types: Record<string, Json> = {};
    private readonly checker: ts.TypeChecker;
    private readonly exported: Map<string, ts.Declaration>;

    constructor() {
        const index = join(root, "provider", "index.ts");
        const config = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
        const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
        const program = ts.createProgram([index], { ...options, types: ["node"] });
        this.checker = program.getTypeChecker();
        const source = program.getSourceFile(index) as ts.SourceFile;
        const symbols = this.checker.getExportsOfModule(this.checker.getSymbolAtLocation(source) as ts.Symbol);
        this.exported = new Map(symbols.map((symbol) => [symbol.name, this.declarationOf(symbol)]));
    }

    resource(name: string): Json {
        const outputs = this.properties(this.find(name), OPTIONAL_OUTPUTS);
        const inputs = this.properties(this.find(`${name}Args`));
        return {
            description: `${this.describe(this.find(name))}${IMPORTABLE.includes(name) ? importOf(name) : ""}`,
            properties: outputs.properties,
            required: outputs.required,
            inputProperties: inputs.properties,
            requiredInputs: inputs.required,
            // A stack of the dynamic resource of this package becomes one of the plugin without a replacement.
            aliases: [{ type: `pulumi-nodejs:dynamic/teo:${name}` }],
        };
    }

    function(name: string): Json {
        const declaration = this.find(name) as ts.FunctionDeclaration;
        const [promised] = (declaration.type as ts.TypeReferenceNode).typeArguments as unknown as [ts.TypeNode];
        const inputs = this.properties(this.find(`${capitalized(name)}Args`));
        // A function answers with an object: a list is its property.
        const outputs = ts.isArrayTypeNode(promised)
            ? {
                  properties: { domains: { ...this.property(promised), description: "The hosts." } },
                  required: ["domains"],
              }
            : this.properties(this.referenced(promised as ts.TypeReferenceNode));
        return {
            description: this.describe(declaration),
            inputs: { type: "object", ...inputs },
            outputs: { type: "object", ...outputs },
        };
    }

    private properties(declaration: ts.Declaration, optional: string[] = []): { properties: Json; required: string[] } {
        const properties: Json = {};
        const required: string[] = [];
        for (const member of this.members(declaration as ts.ClassDeclaration | ts.InterfaceDeclaration)) {
            if ((!ts.isPropertyDeclaration(member) && !ts.isPropertySignature(member)) || !member.type) continue;
            const name = member.name.getText();
            const description = this.describe(member);
            const isInput = !ts.isClassDeclaration(declaration);
            properties[name] = {
                ...((isInput && this.choice(name, member.type, description)) ||
                    this.property(member.type, description)),
                ...(description && { description }),
                // The sentence that says so to people is what says so here.
                ...(/A change replaces the resource/.test(description) && { replaceOnChanges: true }),
            };
            if (!member.questionToken && !isMaybe(member.type) && !optional.includes(name)) required.push(name);
        }
        return { properties, required };
    }

    /** Those of an interface with those that it has from others. */
    private members(declaration: ts.ClassDeclaration | ts.InterfaceDeclaration): ts.Node[] {
        if (ts.isClassDeclaration(declaration)) return [...declaration.members];
        const parents = declaration.heritageClauses?.flatMap(({ types }) => [...types]) ?? [];
        const inherited = parents.flatMap(({ expression }) => {
            const symbol = this.checker.getSymbolAtLocation(expression) as ts.Symbol;
            return this.members(this.declarationOf(symbol) as ts.InterfaceDeclaration);
        });
        return [...declaration.members, ...inherited];
    }

    /** An input of some literals: a text, or one of the constants of a type of its own. */
    private choice(name: string, node: ts.TypeNode, description: string): Json | undefined {
        const inner = ts.isTypeReferenceNode(node) ? node.typeArguments?.[0] : undefined;
        if (!inner || !ts.isUnionTypeNode(inner) || !inner.types.every(ts.isLiteralTypeNode)) return undefined;
        if (!CHOICES[name]) throw new Error(`${name} is a choice of values: name a type for it in CHOICES`);
        const token = `teo:index:${CHOICES[name]}`;
        const values = inner.types.map((type) => type.getText().slice(1, -1)); // without the quotes
        const named = values.map((value) => ({ name: value.split("_").map(capitalized).join(""), value }));
        this.types[token] = { type: "string", description: description.replace(/ A change .*/, ""), enum: named };
        return { oneOf: [{ type: "string" }, { type: "string", $ref: `#/types/${token}` }] };
    }

    private property(node: ts.TypeNode, description = ""): Json {
        if (ts.isParenthesizedTypeNode(node)) return this.property(node.type, description);
        if (ts.isArrayTypeNode(node)) return { type: "array", items: this.property(node.elementType) };
        if (ts.isUnionTypeNode(node)) {
            const [first] = node.types.filter((type) => type.kind !== ts.SyntaxKind.UndefinedKeyword);
            return this.property(first as ts.TypeNode, description);
        }
        if (ts.isLiteralTypeNode(node)) return { type: "string" };
        if (ts.isTypeReferenceNode(node)) {
            const name = node.typeName.getText();
            const inner = node.typeArguments?.at(-1);
            if (inner && /^pulumi\.(Input|Output)$/.test(name)) return this.property(inner, description);
            if (inner && name === "Record") return { type: "object", additionalProperties: this.property(inner) };
            return { $ref: `#/types/${this.nested(node)}` };
        }
        if (node.kind === ts.SyntaxKind.NumberKeyword) {
            return { type: /\bwhole number\b/.test(description) ? "integer" : "number" };
        }
        return { type: node.getText() };
    }

    private nested(node: ts.TypeReferenceNode): string {
        const token = `teo:index:${node.typeName.getText()}`;
        if (!this.types[token]) {
            const declaration = this.referenced(node);
            const description = this.describe(declaration);
            this.types[token] = { type: "object", description, ...this.properties(declaration) };
        }
        return token;
    }

    private find(name: string): ts.Declaration {
        const declaration = this.exported.get(name);
        if (!declaration) throw new Error(`provider/index.ts does not export ${name}`);
        return declaration;
    }

    private referenced(node: ts.TypeReferenceNode): ts.Declaration {
        return this.declarationOf(this.checker.getSymbolAtLocation(node.typeName) as ts.Symbol);
    }

    private declarationOf(symbol: ts.Symbol): ts.Declaration {
        const target = symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
        return target.declarations?.[0] as ts.Declaration;
    }

    /** The TSDoc, without its examples, which are in TypeScript. */
    private describe(declaration: ts.Declaration): string {
        const [doc] = ts.getJSDocCommentsAndTags(declaration).filter(ts.isJSDoc);
        const text = ts.getTextOfJSDocComment(doc?.comment) ?? "";
        return text.replace(/\{@link (\w+)\}/g, "`$1`").replace(/(?<!\n)\n(?!\n)/g, " ");
    }
}

function importOf(name: string): string {
    const id = name === "HostCertificate" ? "zoneId/host" : "zoneId/domain";
    const command = `pulumi import teo:index:${name} www zone-28v607hq8d3m/www.example.com`;
    return `\n\n## Import\n\nThe id is \`${id}\`:\n\n\`\`\`sh\n${command}\n\`\`\``;
}

function capitalized(word: string): string {
    return `${word[0]?.toUpperCase()}${word.slice(1)}`;
}

function isMaybe(node: ts.TypeNode): boolean {
    const inner = ts.isTypeReferenceNode(node) ? node.typeArguments?.[0] : node;
    if (!inner || !ts.isUnionTypeNode(inner)) return false;
    return inner.types.some((type) => type.kind === ts.SyntaxKind.UndefinedKeyword);
}

if (require.main === module) writeFileSync(SCHEMA, schemaOf());
