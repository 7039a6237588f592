import * as pulumi from "@pulumi/pulumi";
import type * as Teo from "pulumi-teo";
import { Simulator } from "../../simulator";
import { createTestStack, type TestStack } from "./stack";

const zoneId = "zone-28v607hq8d3m";
const domains = Array.from({ length: 12 }, (_, i) => `host-${i}.xzone.cloud`);
const HINT = /12 resources wait .* runs 4 at a time/;

const program = async () => {
    const teo: typeof Teo = require("pulumi-teo");
    for (const domain of domains) new teo.FreeCertificateVerification(domain, { zoneId, domain });
};

/** How often a run has told so: what it tells stands among the diagnostics of the stack. */
const told = (events: Awaited<ReturnType<TestStack["up"]>>["events"]) =>
    events.flatMap(({ diagnosticEvent }) => diagnosticEvent ?? []).filter(({ message }) => /--parallel/.test(message));

describe("a stack that waits for twelve certificates", () => {
    let simulator: Simulator;
    let stack: TestStack;

    beforeEach(async () => {
        simulator = await Simulator.start();
        stack = await createTestStack({ program, env: simulator.environment() });
    });

    afterEach(async () => {
        await stack.dispose();
        await simulator.stop();
    });

    test("is told once that the engine runs four at a time, and no more when there is nothing to wait for", async () => {
        for (const domain of domains) simulator.domain(zoneId, domain).pending();
        const run = stack.start(["up", "--yes", "--skip-preview", "--parallel", "4"]);
        await run.printed(HINT);
        for (const domain of domains) simulator.domain(zoneId, domain).issue();
        const hints = told((await run.succeeded()).events);
        expect(hints).toEqual([expect.objectContaining({ severity: "warning", message: expect.stringMatching(HINT) })]);

        const again = await stack.up("--parallel", "4");
        expect(again.changes).toEqual({ same: 13 });
        expect(told(again.events)).toEqual([]);
    });

    test("is told nothing when the engine runs all of them at once", async () => {
        for (const domain of domains) simulator.domain(zoneId, domain).issueAfter(14_000, { from: "firstCheck" });
        const up = await stack.up("--parallel", "50");
        expect(up.changes).toEqual({ create: 13 });
        expect(told(up.events)).toEqual([]);
    });

    test("hears of an input that fails no oftener than of that of another resource", async () => {
        const failing = (kind: "FreeCertificate" | "FreeCertificateVerification") => async () => {
            const teo: typeof Teo = require("pulumi-teo");
            const zone = pulumi.output(Promise.reject<string>(new pulumi.RunError("no such zone")));
            const args = { zoneId: zone, domain: "www.xzone.cloud", verificationMethod: "dns_challenge" } as const;
            new teo[kind]("www", args);
        };
        const heard: number[] = [];
        for (const kind of ["FreeCertificate", "FreeCertificateVerification"] as const) {
            stack.program = failing(kind);
            const { code, output } = await stack.start(["up", "--yes", "--skip-preview"]).finished;
            expect(code).not.toBe(0);
            heard.push(output.match(/no such zone/g)?.length ?? 0);
        }
        expect(heard[0]).toBeGreaterThan(0);
        expect(heard[1]).toBe(heard[0]);
    });
});
