import type { CustomResourceOptions } from "@pulumi/pulumi";
import * as pulumi from "@pulumi/pulumi";
import type * as Teo from "pulumi-teo";
import { Simulator } from "../../simulator";
import { failure } from "./cli";
import { createTestStack, type TestStack } from "./stack";

const zoneId = "zone-28v607hq8d3m";
let simulator: Simulator;
let stack: TestStack;

/** Declares the binding of a host. */
const bind = (name: string, host: pulumi.Input<string>, opts?: CustomResourceOptions, commonName?: string) => {
    const teo: typeof Teo = require("pulumi-teo");
    return new teo.HostCertificate(name, { zoneId, host, commonName }, opts);
};
/** A certificate that is refused, as it is for another host. */
const WRONG = "*.other.cloud";
const up = (program: () => unknown, ...args: string[]) => {
    stack.program = async () => void program();
    return stack.up(...args);
};
const urn = (name: string) => `urn:pulumi:test::test::pulumi-nodejs:dynamic/teo:HostCertificate::${name}`;
const staysDeployed = (host: string) => expect.stringMatching(new RegExp(`host ${host} .*stays deployed`));

/**
 * The mode of each host, and how often it was changed since it was first bound: what is deployed already is adopted without a change, so a disable
 * or a bind after it would show.
 */
const situation = (hosts: readonly string[]) =>
    Object.fromEntries(
        hosts.map((host) => {
            const changes = simulator.calls.filter((call) => call.action === "ModifyHostsCertificate");
            const sent = changes.filter((call) => call.hosts?.includes(host)).length;
            return [host, `${simulator.host(zoneId, host).state.certificate.mode}, ${sent - 1} changes`];
        }),
    );
const SERVED = "eofreecert_manual, 0 changes";
const DISABLED = "disable, 1 changes";
const served = (hosts: readonly string[]) => Object.fromEntries(hosts.map((host) => [host, SERVED]));

/** A simulator whose hosts can be bound, and a stack, for the tests of a `describe`, each of which goes on from the one before. */
const oneLife = (hosts: readonly string[]) => {
    beforeAll(async () => {
        simulator = await Simulator.start({ deployDelayMs: 100 });
        for (const host of hosts) {
            simulator.domain(zoneId, host).issue();
            simulator.host(zoneId, host).online();
        }
        stack = await createTestStack({ env: simulator.environment() });
    });
    afterAll(async () => {
        await stack?.dispose();
        await simulator?.stop();
    });
};

describe("a host that the program still declares stays served", () => {
    const renamed = "renamed.xzone.cloud";
    const replaced = "replaced.xzone.cloud";
    const [x, y] = ["swapped-x.xzone.cloud", "swapped-y.xzone.cloud"];
    const twice = "twice.xzone.cloud";
    const moved = "moved.xzone.cloud";
    const hosts = [renamed, replaced, x, y, twice, moved];
    const spare = "spare.xzone.cloud";
    oneLife([...hosts, spare]);

    const under = (name: string, opts: CustomResourceOptions = {}) => {
        const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
        // An output, which is known only later.
        const host = parent.urn.apply(() => moved);
        bind(name, host, { parent, ...opts });
    };

    test("when two resources declare it, which is warned of with both names", async () => {
        const { stdout } = await up(() => {
            bind("renamed", renamed);
            bind("replaced", replaced);
            bind("x", x);
            bind("y", y);
            bind("one", twice);
            bind("two", "Twice.xzone.cloud.");
            bind("moved", moved);
        });
        expect(stdout).toContain(`"one" and "two" declare the same host ${twice}`);
        expect(situation(hosts)).toEqual(served(hosts));
    });

    test("when one of the two is removed, and others are renamed, replaced, moved under a parent, or swap their hosts", async () => {
        const { stdout } = await up(
            () => {
                bind("renamed-again", renamed);
                bind("replaced", replaced);
                bind("x", y);
                bind("y", x);
                bind("one", twice);
                under("moved");
            },
            "--replace",
            urn("replaced"),
        );
        expect(stdout).toEqual(staysDeployed(renamed));
        expect(situation(hosts)).toEqual(served(hosts));
    });

    test("when the engine deletes before it replaces, and where a resource is to stay at EdgeOne when it is removed", async () => {
        const opts = { deleteBeforeReplace: true };
        await up(
            () => {
                bind("renamed-again", renamed);
                bind("replaced", replaced, opts);
                bind("x", x, opts);
                bind("y", y, opts);
                bind("one", twice);
                under("moved", { replaceOnChanges: ["mode"], retainOnDelete: true });
            },
            "--replace",
            urn("replaced"),
        );
        expect(situation(hosts)).toEqual(served(hosts));
        await up(() => {
            bind("renamed-again", renamed);
            const before = bind("replaced", spare, opts);
            // Registered only after its host has been taken from the other.
            bind("successor", replaced, { dependsOn: before });
            bind("x", x, opts);
            bind("y", y, opts);
            bind("one", twice);
            under("moved", { replaceOnChanges: ["mode"], retainOnDelete: true });
        });
        expect(situation(hosts)).toEqual(served(hosts));
    });

    /** All but the first host. */
    const others = () => {
        bind("replaced", replaced);
        bind("x", x);
        bind("y", y);
        bind("one", twice);
    };

    test("when a preview comes before the run that renames its resource, and what is retained is declared anew", async () => {
        stack.program = async () => {
            bind("renamed-with-a-preview", renamed);
            others();
            under("protected", { protect: true });
        };
        await stack.start(["up", "--yes"]).succeeded();
        expect(situation(hosts)).toEqual(served(hosts));
    });

    test("after a refresh; and is disabled when the last resource that declares it is removed", async () => {
        await up(() => {
            others();
            under("protected", { protect: true });
        }, "--refresh");
        expect(situation(hosts)).toEqual({ ...served(hosts), [renamed]: DISABLED });
    });
});

describe("a host stays served where a run fails or leaves resources out", () => {
    const refused = "refused.xzone.cloud";
    const failing = "failing.xzone.cloud";
    const kept = "kept.xzone.cloud";
    const target = "target.xzone.cloud";
    const removed = "removed.xzone.cloud";
    const other = "other.xzone.cloud";
    const hosts = [refused, failing, kept, target, removed, other];
    oneLife(hosts);

    const others = () => {
        bind("target", target);
        bind("removed", removed);
        bind("other", other);
    };

    test("as when the resource that takes its place is refused, also where the run continues on errors", async () => {
        await up(() => {
            bind("refused", refused);
            bind("failing", failing);
            bind("kept", kept, { protect: true });
            others();
        });
        const wrong = () => bind("in-its-place", refused, {}, WRONG);
        await failure(up(wrong));
        await failure(up(wrong, "--continue-on-error"));
        expect(situation(hosts)).toEqual(served(hosts));
    });

    test("as when the one that takes its place fails and the run removes the old one all the same, or the one that is removed is protected", async () => {
        simulator.host(zoneId, failing).offline();
        const { stdout } = await failure(
            up(() => {
                bind("refused", refused);
                bind("in-its-place", failing);
                others();
            }, "--continue-on-error"),
        );
        simulator.host(zoneId, failing).online();
        expect(stdout).toContain("HostOffline");
        expect(stdout).toEqual(staysDeployed(failing));
        expect(stdout).toMatch(/HostCertificate::kept" cannot be deleted\s+because it is protected/);
        expect(situation(hosts)).toEqual(served(hosts));
    });

    test("as when its old resource is a target of the run, and its new one is not", async () => {
        const { stdout } = await up(
            () => {
                bind("new-name", target);
                bind("other", other);
            },
            "--target",
            urn("target"),
            "--target",
            urn("removed"),
        );
        expect(stdout).toEqual(staysDeployed(target));
        expect(situation(hosts)).toEqual({ ...served(hosts), [removed]: DISABLED });
    });

    test("as when two resources declare it by outputs, which is warned of with both names", async () => {
        const { stdout } = await up(() => {
            const one = bind("one", refused);
            bind("two", one.host);
            bind("failing", failing);
            bind("kept", kept);
            bind("new-name", target);
            bind("other", other);
        });
        expect(stdout).toContain(`"one" and "two" declare the same host ${refused}`);
        expect(situation(hosts)).toEqual({ ...served(hosts), [removed]: DISABLED });
    });

    test("but a destroy disables it, also with --run-program of a program that has renamed its resources", async () => {
        await stack.destroy("--target", urn("other"));
        expect(situation(hosts)).toEqual({ ...served(hosts), [removed]: DISABLED, [other]: DISABLED });
        stack.program = async () => {
            bind("renamed", kept);
            bind("renamed-too", target);
        };
        await stack.destroy("--run-program");
        expect(situation(hosts)).toEqual(Object.fromEntries(hosts.map((host) => [host, DISABLED])));
    });
});
