import * as pulumi from "@pulumi/pulumi";
import type * as Teo from "pulumi-teo";
import { Simulator } from "../../simulator";
import { createTestStack, type TestStack } from "./stack";

const zoneId = "zone-28v607hq8d3m";

/** A binding as the SDK of the plugin registers it, and as this package's own class does. */
class PluginBinding extends pulumi.CustomResource {
    declare readonly host: pulumi.Output<string>;

    constructor(name: string, host: pulumi.Input<string>, opts?: pulumi.CustomResourceOptions) {
        super("teo:index:HostCertificate", name, { zoneId, host }, opts);
    }
}
const plugin = (name: string, host: pulumi.Input<string>, opts?: pulumi.CustomResourceOptions) =>
    new PluginBinding(name, host, opts);
const dynamic = (name: string, host: pulumi.Input<string>, opts?: pulumi.CustomResourceOptions) => {
    const teo: typeof Teo = require("pulumi-teo");
    return new teo.HostCertificate(name, { zoneId, host }, opts);
};

const [a, b, spare] = ["a.xzone.cloud", "b.xzone.cloud", "spare.xzone.cloud"];
let simulator: Simulator;
let stack: TestStack | undefined;

beforeAll(async () => {
    simulator = await Simulator.start({ deployDelayMs: 100 });
});
beforeEach(() => {
    for (const host of [a, b, spare]) {
        simulator.domain(zoneId, host).issue();
        simulator.host(zoneId, host).online();
    }
});
afterEach(async () => {
    await stack?.dispose();
    simulator.reset();
});
afterAll(() => simulator.stop());

const open = async (env: Record<string, string> = {}) => {
    stack = await createTestStack({ env: { ...simulator.environment(), ...env }, plugin: true });
    return stack;
};
const up = (program: () => unknown, ...args: string[]) => {
    (stack as TestStack).program = async () => void program();
    return (stack as TestStack).up(...args);
};
/** The mode of a host, and how often it was changed: what is deployed already is adopted without a change, so that it is 1 if it was never disabled. */
const situation = (...hosts: string[]) =>
    hosts.map((host) => {
        const changes = simulator.calls.filter(({ action }) => action === "ModifyHostsCertificate");
        const sent = changes.filter((call) => call.hosts?.includes(host)).length;
        return `${simulator.host(zoneId, host).state.certificate.mode}, ${sent} changes`;
    });
const SERVED = "eofreecert_manual, 1 changes";
const DISABLED = "disable, 2 changes";

test("a host that moves from the dynamic resources to the plugin under another name stays served, and on its way back too", async () => {
    await open();
    await up(() => {
        const teo: typeof Teo = require("pulumi-teo");
        dynamic("a", a);
        new teo.ManagedHostCertificate("b", { zoneId, host: b, publish: () => [] });
    });
    const there = await up(() => {
        plugin("a-by-plugin", a);
        // Its old self was a child of the component, which is gone with it.
        plugin("b", b);
    });
    for (const host of [a, b])
        expect(there.stdout).toMatch(new RegExp(`host ${host} .*stays deployed: the program still`));
    const back = await up(() => dynamic("a", a));
    expect(back.stdout).toMatch(/host a.xzone.cloud .*stays deployed: the program still/);
    expect(situation(a, b)).toEqual([SERVED, DISABLED]);
});

const first = { deleteBeforeReplace: true };

describe.each(Object.entries({ plugin, dynamic }))("a host of a binding of the %s stays served", (_, bind) => {
    test("where the engine deletes before it replaces, and what takes the host over depends on what is replaced", async () => {
        await open();
        await up(() => {
            const one = bind("one", a, first);
            bind("two", b, { ...first, dependsOn: one });
        });
        await up(() => {
            const one = bind("one", b, first);
            bind("two", a, { ...first, dependsOn: one });
        });
        expect(situation(a, b)).toEqual([SERVED, SERVED]);
        // Its host is known only once the other is made anew, and the engine deletes it before.
        await up(() => {
            const one = bind("one", spare, first);
            bind(
                "two",
                one.host.apply(() => a),
                first,
            );
        });
        expect(situation(a, b)).toEqual([SERVED, SERVED]);
    });
});

test("where nobody takes over the host of what the plugin deletes before it replaces, the host stays served, and a warning says so", async () => {
    await open();
    await up(() => plugin("one", a, first));
    const { stdout } = await up(() => plugin("one", spare, first));
    expect(stdout).toMatch(/host a.xzone.cloud .*stays deployed: a resource that is deleted before/);
    expect(situation(a)).toEqual([SERVED]);
    await up(() => plugin("one", b));
    expect(situation(spare)).toEqual([DISABLED]);
});

describe("a host stays served by an update of its old resource alone", () => {
    const target = (type: string) => `urn:pulumi:test::test::${type}::old`;
    const ofPlugin = target("teo:index:HostCertificate");
    const ofProgram = target("pulumi-nodejs:dynamic/teo:HostCertificate");

    test.each<[string, typeof plugin | typeof dynamic, string[], Record<string, string>]>([
        ["of the plugin, told by short flags in one", plugin, ["-ft", ofPlugin], { TMPDIR: "/proc" }],
        ["of the plugin, told by the environment", plugin, [], { PULUMI_OPTION_TARGET: ofPlugin }],
        ["of a program that can write no temporary file", dynamic, ["--target", ofProgram], { TMPDIR: "/proc" }],
    ])("%s", async (_, bind, args, env) => {
        await open(env);
        await up(() => bind("old", a));
        const { stdout } = await up(() => bind("new", a), ...args);
        expect(stdout).toMatch(/host a.xzone.cloud .*stays deployed/);
        expect(situation(a)).toEqual([SERVED]);
    });
});

test("a destroy by the plugin disables a host where no temporary file can be written, too", async () => {
    await open({ TMPDIR: "/proc" });
    await up(() => plugin("a", a));
    await (stack as TestStack).destroy();
    expect(situation(a)).toEqual([DISABLED]);
});
