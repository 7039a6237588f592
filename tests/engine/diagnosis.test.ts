import type * as Teo from "pulumi-teo";
import { Simulator } from "../../simulator";
import { type DnsWorld, type Entry, resolver, startDnsWorld } from "../provider/diagnosis/dnsWorld";
import { failure } from "./cli";
import { createTestStack, type TestStack } from "./stack";

const zoneId = "zone-28v607hq8d3m";
const domain = "www.example.com";
const name = `_dnsauth.${domain}`;

/** Applies for a certificate, and waits for it, as long as `create` says. */
const program = (create: string) => async () => {
    const teo: typeof Teo = require("pulumi-teo");
    const { dnsVerification } = new teo.FreeCertificate("www", { zoneId, domain });
    new teo.FreeCertificateVerification("www", { zoneId, domain, dnsVerification }, { customTimeouts: { create } });
};

describe("a wait that looks for the record", () => {
    let world: DnsWorld;
    let simulator: Simulator;
    let stack: TestStack;
    // Nobody serves DNS at the address of the zone's name server: what is seen is seen by the resolver.
    const common: Entry[] = [
        ["example.com", "NS", "ns.example.com"],
        ["ns.example.com", "A", "127.0.0.77"],
    ];
    let entries: Entry[] = common;

    beforeAll(async () => {
        world = await startDnsWorld({ "127.0.0.1": (asked) => resolver({ "example.com": entries })(asked) });
        const address = `127.0.0.1:${world.port}`;
        simulator = await Simulator.start({ proof: { mode: "dns", resolver: address } });
        stack = await createTestStack({ env: simulator.environment(), config: { "teo:resolvers": address } });
    });
    afterAll(async () => {
        await stack?.dispose();
        await simulator?.stop();
        await world?.stop();
    });

    test("names the record that is missing in its error, shows a wrong value while it waits, and goes on when that is mended", async () => {
        stack.program = program("8s");
        const { output: error } = await failure(stack.up());
        const { recordValue } = simulator.domain(zoneId, domain).application?.dnsVerification ?? {};
        expect(recordValue).toBeDefined();
        expect(error).toMatch(/timed out after 8s .*seen here: .*There is no record _dnsauth\.www\.example\.com/s);
        expect(error).toMatch(new RegExp(`next step: .*${name}.*CNAME.*${recordValue}`));
        expect(error).toMatch(/RecordUnExpected.*RequestId/);

        entries = [...common, [name, "CNAME", "other.example.net", 1]];
        stack.program = program("2m");
        const up = stack.start(["up", "--yes", "--skip-preview"]);
        await up.printed(/wrong value: www\.example\.com: .*other\.example\.net/);
        entries = [...common, [name, "CNAME", recordValue, 1]];
        await up.succeeded();
        expect(world.asked.length).toBeGreaterThan(0);

        const asked = world.asked.length;
        const calls = simulator.callCount();
        expect((await stack.up()).changes).toEqual({ same: 3 });
        expect(simulator.callCount()).toBe(calls);
        expect(world.asked).toHaveLength(asked);
    });
});
