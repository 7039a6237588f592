import * as pulumi from "@pulumi/pulumi";
import { FreeCertificateVerification, HostCertificate } from "../../../provider/index";
import { ParallelHint } from "../../../provider/resources/parallelHint";

describe("a hint", () => {
    let ticks: Set<() => void>;
    let told: string[];
    let hint: ParallelHint;

    beforeEach(() => {
        ticks = new Set();
        told = [];
        hint = new ParallelHint(4, (message) => told.push(message), everyTick);
    });

    const everyTick = (tick: () => void) => {
        ticks.add(tick);
        return () => ticks.delete(tick);
    };

    const ask = (count: number) => Array.from({ length: count }, () => hint.asked());
    const seconds = (count: number) => {
        for (let second = 0; second < count; second++) for (const tick of ticks) tick();
    };

    test("names how many wait, how many run at a time, the flag and what needs none", () => {
        ask(12);
        seconds(10);
        expect(told).toEqual([
            expect.stringMatching(
                /^12 resources .* 4 at a time.*`pulumi up --parallel 20`.*PULUMI_PARALLEL=20.*FreeCertificateVerificationSet/,
            ),
        ]);
    });

    test("is told once", () => {
        ask(12);
        seconds(10);
        hint.finished();
        ask(5);
        seconds(100);
        expect(told).toHaveLength(1);
        expect(ticks.size).toBe(0);
    });

    /** Lets so many finish, evenly over ten seconds. */
    const finishing = (count: number) => {
        for (let second = 1; second <= 10; second++) {
            for (let n = Math.floor((count * (second - 1)) / 10); n < Math.floor((count * second) / 10); n++) {
                hint.finished();
            }
            seconds(1);
        }
    };

    test("is told where each takes more than five seconds, as then it waits", () => {
        ask(100);
        finishing(7);
        expect(told).toEqual([expect.stringMatching(/^93 resources/)]);
    });

    test("is not told while they finish faster, as then the engine is only busy", () => {
        ask(1_000);
        for (let times = 0; times < 100; times++) finishing(8);
        expect(told).toEqual([]);
    });

    test("is not told where the API's quota is what they wait for", () => {
        hint = new ParallelHint(200, (message) => told.push(message), everyTick);
        ask(1_000);
        for (let times = 0; times < 4; times++) finishing(190);
        expect(told).toEqual([]);
        finishing(10);
        expect(told).toHaveLength(1);
    });

    test("costs no timer while all fit in, and none once they do again", () => {
        ask(4);
        expect(ticks.size).toBe(0);
        ask(1);
        expect(ticks.size).toBe(1);
        hint.finished();
        expect(ticks.size).toBe(0);
        seconds(100);
        expect(told).toEqual([]);
    });
});

// Pulumi's mocks in place of the engine, in a run such as the Automation API makes one. The engine's test runs it for real.
describe("a program", () => {
    const { withLocalStorage, getStore } = require("@pulumi/pulumi/runtime/state") as {
        withLocalStorage<T>(run: () => T): T;
        getStore(): { settings: { options: { parallel?: number } }; terminated: boolean };
    };
    const zoneId = "zone-28v607hq8d3m";
    let warn: jest.SpyInstance;

    beforeEach(() => {
        // Promises and what Pulumi does at the next turn go on as ever.
        jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "queueMicrotask"] });
        warn = jest.spyOn(console, "warn").mockImplementation();
    });

    afterEach(() => {
        jest.useRealTimers();
        warn.mockRestore();
        delete process.env.PULUMI_NODEJS_PARALLEL;
    });

    /** Runs a program whose resources are created as `create` says; never, unless it says otherwise. */
    const run = (parallel: number | undefined, program: () => void, create = () => new Promise<never>(() => {})) =>
        withLocalStorage(async () => {
            await pulumi.runtime.setMocks({ newResource: create, call: () => ({}) });
            getStore().settings.options.parallel = parallel;
            program();
            await settle();
            return getStore();
        });
    const settle = async () => {
        for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    };
    const verifications = (count: number, opts?: pulumi.CustomResourceOptions) => () => {
        for (let i = 0; i < count; i++)
            new FreeCertificateVerification(`d${i}`, { zoneId, domain: `d${i}.example.com` }, opts);
    };
    const tenSeconds = () => jest.advanceTimersByTime(10_000);

    test("that asks for more than the engine runs at a time is told so", async () => {
        await run(2, verifications(3));
        tenSeconds();
        expect(warn.mock.calls).toEqual([[expect.stringMatching(/3 resources .* 2 at a time/)]]);
    });

    test("knows the engine's parallelism from the environment too, where Pulumi's language host runs it", async () => {
        process.env.PULUMI_NODEJS_PARALLEL = "2";
        await run(undefined, verifications(3));
        tenSeconds();
        expect(warn).toHaveBeenCalledTimes(1);
    });

    test("is told in each of its runs, and of that run only", async () => {
        await run(2, verifications(2));
        await run(2, verifications(2));
        tenSeconds();
        expect(warn).not.toHaveBeenCalled();
        await run(2, verifications(3));
        await run(2, verifications(3));
        tenSeconds();
        expect(warn).toHaveBeenCalledTimes(2);
    });

    test("counts hosts too, but none that still waits for what another resource gives", async () => {
        const never = pulumi.output(new Promise<string>(() => {}));
        await run(2, () => {
            const hosts = ["a", "b", "c"].map(
                (name) => new HostCertificate(name, { zoneId, host: `${name}.example.com` }),
            );
            new HostCertificate("d", { zoneId, host: "d.example.com", commonName: never });
            const dependsOn = Promise.resolve(hosts);
            new FreeCertificateVerification("e", { zoneId, domain: "e.example.com" }, { dependsOn });
            new FreeCertificateVerification("f", { zoneId, domain: "f.example.com" }, { parent: hosts[0] });
        });
        tenSeconds();
        expect(warn.mock.calls).toEqual([[expect.stringMatching(/3 resources /)]]);
    });

    test("is told nothing of what it only reads, nor on a preview, nor of what is done", async () => {
        const read = () => {
            for (let i = 0; i < 3; i++) FreeCertificateVerification.get(`d${i}`, `${zoneId}/d${i}.example.com`);
        };
        await run(2, read);
        await run(2, verifications(3), (async () => ({ id: "done", state: {} })) as () => Promise<never>);
        await withLocalStorage(async () => {
            await pulumi.runtime.setMocks(
                { newResource: () => new Promise(() => {}), call: () => ({}) },
                "p",
                "s",
                true,
            );
            getStore().settings.options.parallel = 2;
            verifications(3)();
            await settle();
        });
        expect(jest.getTimerCount()).toBe(0);
    });

    test("is told nothing after the engine has gone", async () => {
        const store = await run(2, verifications(3));
        store.terminated = true;
        tenSeconds();
        expect(warn).not.toHaveBeenCalled();
    });

    test("that is a unit test's is told nothing, and left no timer", async () => {
        process.env.PULUMI_NODEJS_PARALLEL = "2";
        await pulumi.runtime.setMocks({ newResource: () => new Promise(() => {}), call: () => ({}) });
        verifications(3)();
        await settle();
        expect(jest.getTimerCount()).toBe(0);
    });
});
