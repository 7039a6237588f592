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

test("refusals slow it down, once a second at the most, and time brings the pace back", async () => {
    const { clock, throttle, passed, send, start } = course(20);
    const burst = async () => {
        passed.length = 0;
        for (let i = 0; i < 11; i++) send(`${i}`);
        const before = clock.now() - start;
        await clock.advance(20_000);
        return ((passed.at(-1)?.at ?? 0) - before) / 10;
    };
    expect(await burst()).toBeCloseTo(1000 / 19, -1);
    throttle.refused();
    throttle.refused();
    throttle.refused();
    const slowed = await burst();
    expect(slowed).toBeGreaterThan(1000 / 12.5);
    expect(slowed).toBeLessThan(1000 / 11);
    await clock.advance(60_000);
    expect(await burst()).toBeCloseTo(1000 / 19, -1);
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
