import type { CustomResourceOptions } from "@pulumi/pulumi";
import * as pulumi from "@pulumi/pulumi";
import type * as Teo from "pulumi-teo";
import { failure } from "./cli";
import { simulatedStack } from "./simulatedStack";

const zoneId = "zone-28v607hq8d3m";
const x = "x.xzone.cloud";
const y = "y.xzone.cloud";

interface Declared {
    name: string;
    host: string;
    commonName?: string;
    opts?: CustomResourceOptions;
}

/** A program that binds hosts, each by a resource of the given name. */
const program =
    (...bindings: Declared[]) =>
    async () => {
        const teo: typeof Teo = require("pulumi-teo");
        for (const { name, host, commonName, opts } of bindings)
            new teo.HostCertificate(name, { zoneId, host, commonName }, opts);
    };

describe("a host that the program still declares stays served", () => {
    const given = simulatedStack({ deployDelayMs: 100 }, (simulator) => {
        for (const host of [x, y]) {
            simulator.domain(zoneId, host).issue();
            simulator.host(zoneId, host).online();
        }
    });

    const modeOf = (host: string) => given.simulator.host(zoneId, host).state.certificate.mode;
    /** How many changes were sent: what is deployed already is adopted without one, so a disable or a bind after it would show. */
    const changes = () => given.simulator.calls.filter(({ action }) => action === "ModifyHostsCertificate").length;
    const up = (next: () => Promise<void>, ...args: string[]) => {
        given.stack.program = next;
        return given.stack.up(...args);
    };
    const urn = (name: string) => `urn:pulumi:test::test::pulumi-nodejs:dynamic/teo:HostCertificate::${name}`;

    test("when its resource gets another name, with and without a preview; and is disabled with the last one", async () => {
        await up(program({ name: "a", host: x }));
        const { stdout } = await up(program({ name: "b", host: x }));
        expect(stdout).toContain("stays deployed");
        expect(modeOf(x)).toBe("eofreecert_manual");
        given.stack.program = program({ name: "c", host: x });
        await given.stack.start(["up", "--yes"]).succeeded();
        expect(modeOf(x)).toBe("eofreecert_manual");
        await up(program({ name: "c", host: x }), "--refresh");
        expect(changes()).toBe(1);
        await up(program());
        expect(modeOf(x)).toBe("disable");
    });

    test("when its resource is replaced, in either order", async () => {
        await up(program({ name: "a", host: x }));
        await up(program({ name: "a", host: x }), "--replace", urn("a"));
        await up(program({ name: "a", host: x, opts: { deleteBeforeReplace: true } }), "--replace", urn("a"));
        expect([modeOf(x), changes()]).toEqual(["eofreecert_manual", 1]);
    });

    test("when two resources swap their hosts, in either order of create and delete", async () => {
        await up(program({ name: "a", host: x }, { name: "b", host: y }));
        const sent = changes();
        await up(program({ name: "a", host: y }, { name: "b", host: x }));
        expect([modeOf(x), modeOf(y), changes()]).toEqual(["eofreecert_manual", "eofreecert_manual", sent]);
        const opts = { deleteBeforeReplace: true };
        await up(program({ name: "a", host: x, opts }, { name: "b", host: y, opts }));
        expect([modeOf(x), modeOf(y), changes()]).toEqual(["eofreecert_manual", "eofreecert_manual", sent]);
    });

    test("when two resources declare it, which is warned of with both names, and one of them is removed", async () => {
        const { stdout } = await up(program({ name: "a", host: x }, { name: "b", host: "X.xzone.cloud." }));
        expect(stdout).toContain('"a" and "b" declare the same host x.xzone.cloud');
        await up(program({ name: "a", host: x }));
        expect([modeOf(x), changes()]).toEqual(["eofreecert_manual", 1]);
    });

    test("when only its old resource is a target of the run", async () => {
        await up(program({ name: "a", host: x }, { name: "z", host: y }));
        const { stdout } = await up(program({ name: "b", host: x }), "--target", urn("a"));
        expect(stdout).toContain("stays deployed");
        expect(modeOf(x)).toBe("eofreecert_manual");
        await up(program({ name: "b", host: x }), "--target", urn("z"));
        expect([modeOf(x), modeOf(y)]).toEqual(["eofreecert_manual", "disable"]);
        await up(program({ name: "b", host: x }));
        expect([modeOf(x), changes()]).toEqual(["eofreecert_manual", 2]);
    });

    test("when it moves under a parent, is kept in state or at EdgeOne, or is replaced for another reason", async () => {
        const under =
            (name: string, opts: CustomResourceOptions = {}) =>
            async () => {
                const teo: typeof Teo = require("pulumi-teo");
                const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
                // An output, which is known only later.
                const host = parent.urn.apply(() => x);
                new teo.HostCertificate(name, { zoneId, host }, { parent, ...opts });
            };
        await up(program({ name: "a", host: x }));
        await up(under("a"));
        await up(under("a", { replaceOnChanges: ["mode"], retainOnDelete: true }));
        await up(under("b", { protect: true }));
        expect([modeOf(x), changes()]).toEqual(["eofreecert_manual", 1]);
        await failure(up(program()));
        expect([modeOf(x), changes()]).toEqual(["eofreecert_manual", 1]);
    });

    test("when the resource that takes its place fails", async () => {
        await up(program({ name: "a", host: x }));
        const wrong = { name: "b", host: x, commonName: "*.other.cloud" };
        await failure(up(program(wrong)));
        expect([modeOf(x), changes()]).toEqual(["eofreecert_manual", 1]);
    });

    test("when what takes its place is refused, and the run continues on errors; two hosts known by outputs are warned of", async () => {
        await up(program({ name: "a", host: x }));
        const wrong = { name: "b", host: x, commonName: "*.other.cloud" };
        await failure(up(program(wrong), "--continue-on-error"));
        expect([modeOf(x), changes()]).toEqual(["eofreecert_manual", 1]);
        const { stdout } = await up(async () => {
            const teo: typeof Teo = require("pulumi-teo");
            const a = new teo.HostCertificate("a", { zoneId, host: x });
            new teo.HostCertificate("b", { zoneId, host: a.host });
        });
        expect(stdout).toContain('"a" and "b" declare the same host x.xzone.cloud');
        expect([modeOf(x), changes()]).toEqual(["eofreecert_manual", 1]);
    });

    test("but a destroy disables it, also with --run-program of a program that has renamed its resources", async () => {
        await up(program({ name: "a", host: x }, { name: "b", host: y }));
        await given.stack.destroy("--target", urn("b"));
        expect([modeOf(x), modeOf(y)]).toEqual(["eofreecert_manual", "disable"]);
        await up(program({ name: "a", host: x }, { name: "b", host: y }));
        given.stack.program = program({ name: "c", host: x }, { name: "d", host: y });
        await given.stack.destroy("--run-program");
        expect([modeOf(x), modeOf(y)]).toEqual(["disable", "disable"]);
    });
});
