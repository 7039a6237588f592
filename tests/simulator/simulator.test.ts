import { Simulator, type SimulatorOptions } from "../../simulator";
import { CallLog } from "../../simulator/api/calls";
import { ownPort } from "../ownPort";
import { check, ZONE } from "./nodeClient";
import { send } from "./raw";

describe("a simulator", () => {
    test("listens on loopback only, with a key pair that is plainly not real, and says how to reach it", async () => {
        await using simulator = await Simulator.start();
        expect(simulator.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
        expect(simulator.credentials).toEqual({ secretId: "AKIDSIMULATOR", secretKey: "simulator-secret-key" });
        expect(simulator.environment()).toEqual({
            TENCENTCLOUD_SECRET_ID: "AKIDSIMULATOR",
            TENCENTCLOUD_SECRET_KEY: "simulator-secret-key",
            TENCENTCLOUD_TEO_ENDPOINT: simulator.endpoint,
        });
    });

    test("is not reached by another address of this machine, unless it is told to", async () => {
        await using simulator = await Simulator.start();
        await using open = await Simulator.start({ host: "0.0.0.0" });
        const elsewhere = ({ endpoint }: Simulator) => send(endpoint.replace("127.0.0.1", "127.0.0.2"));
        await expect(elsewhere(simulator)).rejects.toThrow();
        expect(open.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:/);
        // Only where the machine has that address, as Linux does.
        if (process.platform === "linux") {
            expect((await elsewhere(open)).status).toBe(200);
        }
    });

    test("with temporary credentials tells their token, too", async () => {
        await using simulator = await Simulator.start({ credentials: [{ secretId: "A", secretKey: "k", token: "t" }] });
        expect(simulator.environment()).toMatchObject({ TENCENTCLOUD_TOKEN: "t" });
        simulator.domain(ZONE, "aa.xzone.cloud").issue();
        expect((await check(simulator, "aa.xzone.cloud")).error).toBeUndefined();
    });

    test("fails to start on a port that is in use", async () => {
        await using simulator = await Simulator.start();
        const port = Number(new URL(simulator.endpoint).port);
        await expect(Simulator.start({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
    });

    test("that is stopped frees its port, and may be stopped twice", async () => {
        const port = await ownPort();
        const simulator = await Simulator.start({ port });
        await simulator.stop();
        await simulator.stop();
        await using again = await Simulator.start({ port });
        expect(again.endpoint).toBe(simulator.endpoint);
    });

    test("takes its time for every answer", async () => {
        await using simulator = await Simulator.start({ latencyMs: 60 });
        const start = performance.now();
        await check(simulator, "aa.xzone.cloud");
        // Timers may fire up to a millisecond early.
        expect(performance.now() - start).toBeGreaterThanOrEqual(59);
    });

    test("tells a seed with which its draws can be repeated", async () => {
        await using one = await Simulator.start();
        await using two = await Simulator.start({ seed: one.seed });
        expect(two.seed).toBe(one.seed);
    });

    test("logs each call, and no credentials", async () => {
        await using simulator = await Simulator.start({ clock: () => 1_000 });
        const answer = await check(simulator, "AA.xzone.cloud");
        expect(simulator.calls).toEqual([
            {
                at: 1_000,
                action: "CheckFreeCertificateVerification",
                zoneId: ZONE,
                domain: "aa.xzone.cloud",
                requestId: answer.error?.requestId,
                code: expect.stringMatching(/IsEmpty$/),
                status: 200,
            },
        ]);
        expect(JSON.stringify(simulator.calls)).not.toContain("AKID");
        expect(simulator.callCount()).toBe(1);
        simulator.clearCalls();
        expect([simulator.calls, simulator.callCount()]).toEqual([[], 0]);
    });

    test("forgets everything at a reset, and domains that a test still holds go on from there", async () => {
        await using simulator = await Simulator.start({ clock: () => 0, quotaPerSecond: 1 });
        const domain = simulator.domain(ZONE, "aa.xzone.cloud").issue();
        expect((await check(simulator, "aa.xzone.cloud")).error).toBeUndefined();
        simulator.fault({ hang: true });
        simulator.reset();
        expect([simulator.domains, simulator.faults, simulator.calls]).toEqual([[], [], []]);
        expect((await check(simulator, "aa.xzone.cloud")).error?.code).toMatch(/IsEmpty$/);
        domain.issue();
        expect(simulator.domains).toHaveLength(1);
    });

    test.each<[SimulatorOptions | Record<string, unknown>, string]>([
        [{ port: 65_536 }, "port: must be a whole number from 0 to 65535"],
        [{ latencyMs: -1 }, "latencyMs: must be milliseconds"],
        [{ quotaPerSecond: 0.5 }, "quotaPerSecond: must be a whole number"],
        [{ credentials: [] }, "credentials: must be a list, not empty"],
        [{ credentials: [{ secretId: "A", secretKey: "" }] }, "secretKey: must be a string that is not empty"],
        [{ credentials: [0, 1].map(() => ({ secretId: "A", secretKey: "k" })) }, "must each have a different SecretId"],
        [{ undeclared: {} }, "issueAfterMs: must be milliseconds"],
        [{ undeclared: "pending" }, "undeclared: must be"],
        [{ zones: [] }, "zones: must be a list, not empty"],
        [{ zones: {} }, "zones: must be a list of ids, or the apex of each zone by its id"],
        [{ zones: { [ZONE]: "" } }, "zones: must be a list of ids, or the apex of each zone by its id"],
        [{ subdomain: "short" }, "subdomain: must be one of"],
        [{ proof: "none" }, "proof: must be one of"],
        [{ proof: { mode: "tls" } }, "mode: must be one of"],
        [{ proof: { mode: "dns" } }, "resolver: must be the ADDRESS:PORT of a DNS server"],
        [{ proof: { mode: "dns", resolver: "localhost:53" } }, "resolver: must be the ADDRESS:PORT of a DNS server"],
        [{ proof: { mode: "dns", resolver: "::1", address: "a:1" } }, "address: is not a field of proof"],
        [{ proof: { mode: "http" } }, "address: must be HOST:PORT"],
        [{ proof: { mode: "http", address: "http://localhost:80" } }, "address: must be HOST:PORT"],
        [{ chaos: { rate: 2 } }, "rate: must be a number from 0 to 1"],
        [{ chaos: "much" }, "chaos: must be one of true, false"],
        [{ undeclaredHosts: "offline" }, "undeclaredHosts: must be one of"],
        [{ deployDelayMs: -1 }, "deployDelayMs: must be milliseconds"],
        [{ latency: 1 }, "latency: is not a field of the simulator's options"],
    ])("refuses %j, by name", async (options, message) => {
        await expect(Simulator.start(options)).rejects.toThrow(message);
    });

    test("refuses states that make no sense, by name", async () => {
        await using simulator = await Simulator.start();
        const domain = simulator.domain(ZONE, "aa.xzone.cloud");
        expect(() => simulator.domain("28v607hq8d3m", "aa.xzone.cloud")).toThrow("zoneId: must be a zone id");
        expect(() => simulator.domain(ZONE, "no name")).toThrow("domain: must be a domain name");
        expect(() => domain.issueAfter(Number.NaN)).toThrow("ms: must be milliseconds");
        expect(() => domain.issueAfter(undefined as never)).toThrow("ms: must be milliseconds");
        expect(() => domain.issue({ expireTime: "soon" })).toThrow("expireTime: must be an ISO 8601 time");
        expect(() => domain.answer([] as never)).toThrow("response: must be an object");
        expect(domain.state).toEqual({ status: "neverApplied" });
    });
});

describe("what a simulator holds", () => {
    test("is 100,000 domains at most, and it says so, to tests and to callers", async () => {
        await using simulator = await Simulator.start({ undeclared: "issued" });
        for (let number = 0; number < 100_000; number += 1) {
            simulator.domain(ZONE, `d${number}.xzone.cloud`).issue();
        }
        const full = "domain: the simulator holds at most 100000 domains; reset() deletes them";
        expect(() => simulator.domain(ZONE, "more.xzone.cloud").issue()).toThrow(full);
        expect((await check(simulator, "more.xzone.cloud")).error).toMatchObject({
            code: "InternalError",
            message: expect.stringContaining(full),
        });
        expect((await check(simulator, "d7.xzone.cloud")).error).toBeUndefined();
        simulator.domain(ZONE, "d7.xzone.cloud").remove();
    });

    test("is 1,000 faults at most", async () => {
        await using simulator = await Simulator.start();
        for (let number = 0; number < 1000; number += 1) {
            simulator.fault({ drop: true });
        }
        expect(() => simulator.fault({ drop: true })).toThrow("fault: the simulator holds at most 1000 faults");
    });
});

describe("the log of calls", () => {
    test("keeps the last 100,000, and counts all", () => {
        const log = new CallLog();
        for (let at = 1; at <= 250_000; at += 1) {
            log.add({ at, action: "Check", requestId: "r" });
        }
        expect(log.count).toBe(250_000);
        expect(log.last()).toHaveLength(100_000);
        expect(log.last()[0]?.at).toBe(150_001);
        expect(log.last(1).map(({ at }) => at)).toEqual([250_000]);
        expect(log.last(0)).toEqual([]);
    });
});
