import { setMaxListeners } from "node:events";
import { Throttle } from "../../../provider/api/throttle";
import { FakeClock } from "../../fakeClock";

const never = new AbortController().signal;
setMaxListeners(0, never);

/** Sends requests through a throttle and notes who was let through, and when, in milliseconds from the start. */
function course(requestsPerSecond = 20) {
    const clock = new FakeClock();
    const start = clock.now();
    const throttle = new Throttle(requestsPerSecond, clock);
    const passed: { name: string; at: number }[] = [];
    const send = (name: string, { due = start, repeated = false, signal = never } = {}) =>
        throttle.turn(due, repeated, signal).then(() => void passed.push({ name, at: clock.now() - start }));
    return { clock, throttle, passed, send, start, names: () => passed.map(({ name }) => name) };
}

test("a lone request passes at once", async () => {
    const { clock, passed, send } = course();
    send("a");
    await clock.advance(0);
    expect(passed).toEqual([{ name: "a", at: 0 }]);
});

test("a crowd passes evenly, just under the quota", async () => {
    const { clock, passed, send } = course(20);
    for (let i = 0; i < 60; i++) send(`${i}`);
    await clock.advance(10_000);
    expect(passed).toHaveLength(60);
    for (const { at } of passed) {
        const within = passed.filter((other) => other.at >= at && other.at < at + 1000).length;
        expect(within).toBeLessThanOrEqual(20);
    }
    expect(passed.at(-1)?.at).toBeGreaterThan(3_000);
    expect(passed.at(-1)?.at).toBeLessThan(3_200);
});

test("a first question goes before a repeated one, then the earliest due goes first", async () => {
    const { clock, send, start, names } = course();
    send("passes at once");
    send("repeated, late", { due: start + 30, repeated: true });
    send("repeated, early", { due: start + 10, repeated: true });
    send("first, late", { due: start + 40 });
    send("first, early", { due: start + 20 });
    await clock.advance(1_000);
    expect(names()).toEqual(["passes at once", "first, early", "first, late", "repeated, early", "repeated, late"]);
});

test("an abort leaves the line at once and takes no turn", async () => {
    const { clock, passed, send } = course();
    const stop = new AbortController();
    send("a");
    const left = send("b", { signal: stop.signal });
    send("c");
    stop.abort(new Error("cancelled"));
    await expect(left).rejects.toThrow("cancelled");
    await clock.advance(1_000);
    expect(passed.map(({ name }) => name)).toEqual(["a", "c"]);
    expect(passed[1]?.at).toBeLessThanOrEqual(53);
});

test("a signal that is aborted already gets no turn", async () => {
    const { send } = course();
    await expect(send("a", { signal: AbortSignal.abort(new Error("cancelled")) })).rejects.toThrow("cancelled");
});

describe("after a refusal", () => {
    /** Two, as it takes to show that the quota is used up. */
    const refuse = ({ throttle }: ReturnType<typeof course>) => {
        throttle.refused();
        throttle.refused();
    };
    /** Milliseconds between two requests of a crowd, at this moment. */
    const gap = async ({ clock, passed, send, start }: ReturnType<typeof course>) => {
        passed.length = 0;
        const before = clock.now() - start;
        for (let i = 0; i < 6; i++) send(`${i}`);
        await clock.advance(1_500);
        return ((passed.at(-1)?.at ?? 0) - before) / 5;
    };

    test("that stands alone at the full pace, the pace stays: the network has had a request arrive late", async () => {
        const run = course(20);
        for (let i = 0; i < 10; i++) {
            run.throttle.refused();
            expect(await gap(run)).toBeCloseTo(1000 / 19, -1);
        }
    });

    test("the pace is cut once, however many are refused within a second", async () => {
        const run = course(20);
        for (let i = 0; i < 20; i++) run.throttle.refused();
        expect(await gap(run)).toBeCloseTo(1000 / (19 * 0.7), -1);
    });

    test("the pace is cut harder when the next second has refusals too", async () => {
        const run = course(20);
        refuse(run);
        await run.clock.advance(1_000);
        refuse(run);
        const pace = 1000 / (await gap(run));
        expect(pace).toBeGreaterThan(19 * 0.7 * 0.5);
        expect(pace).toBeLessThan(19 * 0.7 * 0.6);
    });

    test("the pace is back after 15 s, and the cut has cost about a second of it", async () => {
        const run = course(20);
        refuse(run);
        for (let i = 0; i < 1_000; i++) run.send(`${i}`);
        await run.clock.advance(15_000);
        expect(run.passed.length).toBeGreaterThan(15 * 19 - 25);
        expect(run.passed.length).toBeLessThan(15 * 19 - 10);
        run.passed.length = 0;
        await run.clock.advance(10_000);
        expect(run.passed.length).toBeGreaterThanOrEqual(189);
    });

    test("the pace keeps away from where it was refused before it was back", async () => {
        const run = course(20);
        refuse(run);
        await run.clock.advance(5_000);
        refuse(run);
        await run.clock.advance(10_000);
        const pace = 1000 / (await gap(run));
        expect(pace).toBeGreaterThan(13);
        expect(pace).toBeLessThan(17);
    });

    test("the pace never falls to a stop", async () => {
        const run = course(20);
        for (let i = 0; i < 60; i++) {
            refuse(run);
            await run.clock.advance(1_000);
        }
        run.passed.length = 0;
        run.send("a");
        run.send("b");
        await run.clock.advance(4_100);
        expect(run.names()).toEqual(["a", "b"]);
    });
});

test("timers that ring a little late do not slow the pace", async () => {
    const clock = new FakeClock();
    const late = { now: () => clock.now(), sleep: (ms: number) => clock.sleep(Math.ceil(ms) + 2) };
    const throttle = new Throttle(20, late);
    let passed = 0;
    for (let i = 0; i < 1_000; i++) throttle.turn(0, false, never).then(() => void passed++);
    await clock.advance(10_000);
    expect(passed).toBeGreaterThanOrEqual(189);
    expect(passed).toBeLessThanOrEqual(191);
});

test("ten thousand that leave at once, leave in no time", async () => {
    const { clock, send, passed } = course();
    const stop = new AbortController();
    setMaxListeners(0, stop.signal);
    const left = Array.from({ length: 10_000 }, (_, i) =>
        send(`${i}`, { signal: stop.signal }).then(
            () => false,
            () => true,
        ),
    );
    await clock.advance(0);
    stop.abort(new Error("cancelled"));
    expect((await Promise.all(left)).filter(Boolean)).toHaveLength(9_999);
    send("z");
    await clock.advance(53);
    expect(passed.map(({ name }) => name)).toEqual(["0", "z"]);
});

test("a slow quota is kept too", async () => {
    const { clock, passed, send } = course(0.1);
    send("a");
    send("b");
    await clock.advance(10_000);
    expect(passed).toHaveLength(1);
    await clock.advance(1_000);
    expect(passed).toHaveLength(2);
});
