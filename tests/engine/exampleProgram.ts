import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

export const EXAMPLES = join(__dirname, "..", "..", "examples");

/** A resource of another package, made by the dynamic-provider host: `handler` is the source of its create and delete. */
class StandIn extends pulumi.CustomResource {
    constructor(
        type: string,
        name: string,
        props: pulumi.Inputs,
        handler: string,
        opts?: pulumi.CustomResourceOptions,
    ) {
        super(
            `pulumi-nodejs:dynamic/standin:${type}`,
            name,
            { ...props, __provider: `exports.handler = () => (${handler})` },
            opts,
        );
    }
}

/** Publishes a record in the simulator, in place of a DNS provider. `record` is source that makes it of the inputs. */
const published = (record: string) => `{
    async create(inputs) {
        const url = process.env.TENCENTCLOUD_TEO_ENDPOINT + "/simulator/records";
        const body = JSON.stringify(${record});
        const response = await fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body });
        if (!response.ok) throw new Error(await response.text());
        return { id: "1", outs: inputs };
    },
}`;

/** Runs on this machine what the example would run on its server. */
const commanded = `{
    async create(inputs) {
        const { spawnSync } = require("node:child_process");
        const { status, stderr } = spawnSync("sh", ["-c", inputs.create], { input: inputs.stdin });
        if (status !== 0) throw new Error(String(stderr));
        return { id: "1", outs: inputs };
    },
    async delete(id, inputs) { require("node:child_process").spawnSync("sh", ["-c", inputs.delete]); },
}`;

type Rest = [name: string, props: pulumi.Inputs, opts?: pulumi.CustomResourceOptions];
const standIn = (type: string, handler: string) =>
    class extends StandIn {
        constructor(...[name, props, opts]: Rest) {
            super(type, name, props, handler, opts);
        }
    };

/** The packages that need an account, replaced by what needs none. */
const PACKAGES: Record<string, unknown> = {
    "@pulumi/cloudflare": {
        DnsRecord: standIn("DnsRecord", published("{ name: inputs.name, type: inputs.type, value: inputs.content }")),
    },
    "@tencentcloud_iac/pulumi": {
        dnspod: {
            Record: standIn(
                "Record",
                published(
                    '{ name: inputs.subDomain + "." + inputs.domain, type: inputs.recordType, value: inputs.value }',
                ),
            ),
        },
    },
    "@pulumi/command": { remote: { Command: standIn("Command", commanded) } },
};

/**
 * Runs an example's program anew, as the language host would, in the SDK that this process shares with the engine. Its config is in the
 * namespace of its name, as several examples run in one stack.
 */
export async function runExample(example: string): Promise<object> {
    class Config extends pulumi.Config {
        constructor(name = example) {
            super(name);
        }
    }
    let outputs: object | (() => Promise<object>) = {};
    jest.isolateModules(() => {
        jest.doMock("@pulumi/pulumi", () => Object.create(pulumi, { Config: { value: Config } }));
        const teo = jest.requireActual("pulumi-teo");
        jest.doMock("pulumi-teo", () => teo);
        for (const [name, replaced] of Object.entries(PACKAGES)) jest.doMock(name, () => replaced, { virtual: true });
        outputs = require(join(EXAMPLES, example, "index.ts"));
    });
    return typeof outputs === "function" ? outputs() : { ...outputs };
}
