import { setMaxListeners } from "node:events";
import { Throttle } from "../../../../provider/api/rateLimit/throttle";
import { FakeClock } from "../../../fakeClock";

const never = new AbortController().signal;
setMaxListeners(0, never);

interface Api {
    latencyMs?: number;
    /** Whether a request that is sent so long after the start is refused. */
    refuse?(at: number): boolean;
}

/** Sends requests through a throttle and notes who was let through, and when, in milliseconds from the start. */
function course(requestsPerSecond = 20, { latencyMs = 0, refuse = () => false }: Api = {}) {
    const clock = new FakeClock();
    const start = clock.now();
    const throttle = new Throttle(requestsPerSecond, clock);
    const passed: { name: string; at: number }[] = [];
    const send = async (name: string, { due = start, repeated = false, signal = never } = {}) => {
        const answered = await throttle.acquire(due, repeated, signal);
        const at = clock.now() - start;
        passed.push({ name, at });
        await clock.sleep(latencyMs);
        answered(refuse(at));
    };
    return { clock, passed, send, start, names: () => passed.map(({ name }) => name) };
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

test("after refusals the crowd passes at a lower pace", async () => {
    const { clock, passed, send } = course(20, { latencyMs: 100, refuse: (at) => at < 500 });
    for (let i = 0; i < 60; i++) send(`${i}`);
    await clock.advance(2_000);
    const pace = passed.filter(({ at }) => at >= 1_000 && at < 2_000).length;
    expect(pace).toBeGreaterThan(2);
    expect(pace).toBeLessThan(15);
});

test("while the network is stalled few are sent, so that what it holds back does not come as a burst", async () => {
    const { clock, passed, send } = course(20, { latencyMs: 2_900 });
    for (let i = 0; i < 60; i++) send(`${i}`);
    await clock.advance(2_800);
    expect(passed).toHaveLength(5);
});

test("when a stalled network lets go, what it held back and what follows stay within the quota together", async () => {
    const clock = new FakeClock();
    const throttle = new Throttle(20, clock);
    const start = clock.now();
    const stall = { from: start + 2_000, to: start + 2_260 };
    const arrived: number[] = [];
    for (let i = 0; i < 100; i++) {
        void throttle.acquire(start, false, never).then(async (answered) => {
            const now = clock.now();
            if (now > stall.from && now < stall.to) await clock.sleep(stall.to - now);
            arrived.push(clock.now());
            answered(false);
        });
    }
    await clock.advance(6_000);
    expect(arrived).toHaveLength(100);
    expect(arrived.filter((at) => at === stall.to)).toHaveLength(5);
    for (const at of arrived) {
        expect(arrived.filter((other) => other >= at && other < at + 1_000).length).toBeLessThanOrEqual(20);
    }
});

test("answers that take a second slow a crowd only until there are enough of them", async () => {
    const { clock, passed, send } = course(20, { latencyMs: 1_000 });
    for (let i = 0; i < 200; i++) send(`${i}`);
    await clock.advance(10_000);
    expect(passed.length).toBeGreaterThan(10 * 19 - 35);
});

test("timers that ring a little late do not slow the pace", async () => {
    const clock = new FakeClock();
    const late = { now: () => clock.now(), sleep: (ms: number) => clock.sleep(Math.ceil(ms) + 2) };
    const throttle = new Throttle(20, late);
    let passed = 0;
    for (let i = 0; i < 1_000; i++) {
        throttle.acquire(0, false, never).then((answered) => {
            passed++;
            answered(false);
        });
    }
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
