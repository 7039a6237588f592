import type { Finding, Proof } from "../../../../provider/diagnosis";
import { type Round, Rounds } from "../../../../provider/waiting/proof/rounds";
import { FakeClock } from "../../../fakeClock";
import { finding } from "./findings";

/** Rounds that take `ms` each and find what `find` says, with the time of each start in milliseconds. */
function looking(find: (proof: Proof) => Finding[] = () => [finding("recordMissing")], ms = 300) {
    const clock = new FakeClock();
    const start = clock.now();
    const starts: { domain: string; at: number }[] = [];
    let inFlight = 0;
    const seen = { mostInFlight: 0 };
    const round: Round = async (proof, { signal }) => {
        starts.push({ domain: proof.domain, at: clock.now() - start });
        seen.mostInFlight = Math.max(seen.mostInFlight, ++inFlight);
        await clock.sleep(ms, signal).catch(() => {});
        inFlight--;
        return find(proof);
    };
    return { clock, rounds: new Rounds(clock, round), starts, seen };
}

const gaps = (times: number[]) => times.slice(1).map((at, i) => at - (times[i] as number));

test("a proof is looked for at once, and then every 15 s", async () => {
    const { clock, rounds, starts } = looking();
    rounds.watch({ domain: "a.example" }, () => {});
    await clock.advance(61_000);
    expect(starts.map(({ at }) => at)).toEqual([0, 15_000, 30_000, 45_000, 60_000]);
});

test("a hundred proofs are spread out, and each has its turn every 15 s", async () => {
    const { clock, rounds, starts, seen } = looking();
    for (let i = 0; i < 100; i++) rounds.watch({ domain: `d${i}.example` }, () => {});
    await clock.advance(61_000);
    expect(Math.min(...gaps(starts.map(({ at }) => at)))).toBeGreaterThanOrEqual(50);
    expect(seen.mostInFlight).toBeLessThanOrEqual(20);
    const ofOne = starts.filter(({ domain }) => domain === "d77.example").map(({ at }) => at);
    expect(ofOne).toHaveLength(4);
    for (const gap of gaps(ofOne)) expect(gap).toBeCloseTo(15_000, -2);
});

test("no more than twenty are looked for at once, and the next begins as soon as one of them is over", async () => {
    const { clock, rounds, starts, seen } = looking(undefined, 5_000);
    for (let i = 0; i < 50; i++) rounds.watch({ domain: `d${i}.example` }, () => {});
    await clock.advance(10_000);
    expect(seen.mostInFlight).toBe(20);
    expect(starts.slice(18, 23).map(({ at }) => at)).toEqual([900, 950, 5_000, 5_050, 5_100]);
});

test("a proof that comes later is looked for at once, however many others there are or were", async () => {
    const { clock, rounds, starts } = looking();
    const stops = Array.from({ length: 1000 }, (_, i) => rounds.watch({ domain: `d${i}.example` }, () => {}));
    for (const stop of [...stops.slice(500), ...stops.slice(500)]) stop();
    await clock.advance(120_000);
    rounds.watch({ domain: "late.example" }, () => {});
    await clock.advance(1_000);
    expect(starts.find(({ domain }) => domain === "late.example")?.at).toBeLessThanOrEqual(120_100);
});

test("a thousand proofs have their turns as seldom as their number asks for", async () => {
    const { clock, rounds, starts } = looking();
    for (let i = 0; i < 1000; i++) rounds.watch({ domain: `d${i}.example` }, () => {});
    await clock.advance(100_000);
    const ofOne = starts.filter(({ domain }) => domain === "d500.example").map(({ at }) => at);
    expect(ofOne).toEqual([25_000, 75_000]);
});

test("where nothing can be looked for from here, the rounds become rarer, up to 5 minutes apart", async () => {
    const { clock, rounds, starts } = looking(() => [finding("cannotLook")]);
    rounds.watch({ domain: "a.example" }, () => {});
    await clock.advance(30 * 60_000);
    const all = gaps(starts.map(({ at }) => at / 1000));
    expect(all.slice(0, 6)).toEqual([15, 30, 60, 120, 240, 300]);
    expect(Math.max(...all)).toBe(300);
});

test("the rounds of a proof that cannot be looked for become rarer, those of another do not", async () => {
    let blind = true;
    const { clock, rounds, starts } = looking(({ domain }) => [
        finding(blind && domain === "a.example" ? "cannotLook" : "recordMissing"),
    ]);
    for (const domain of ["a.example", "b.example"]) rounds.watch({ domain }, () => {});
    const of = (name: string) => starts.filter(({ domain }) => domain === name).map(({ at }) => at);
    await clock.advance(100_000);
    expect(of("a.example")).toEqual([0, 15_000, 45_000]);
    expect(gaps(of("b.example"))).toEqual([15_000, 15_000, 15_000, 15_000, 15_000, 15_000]);
    blind = false;
    await clock.advance(40_000);
    expect(of("a.example").slice(3)).toEqual([105_000, 120_000, 135_000]);
});

test("a watch that is stopped is told nothing more, its round is aborted, and no timer is left", async () => {
    const { clock, rounds, starts } = looking();
    const found = jest.fn();
    const stop = rounds.watch({ domain: "a.example" }, found);
    await clock.advance(100);
    stop();
    stop();
    await clock.advance(1);
    expect(clock.sleepers).toBe(0);
    const second = rounds.watch({ domain: "b.example" }, found);
    await clock.advance(1_000);
    expect(found).toHaveBeenCalledTimes(1);
    second();
    await clock.advance(0);
    expect(clock.sleepers).toBe(0);
    await clock.advance(60_000);
    expect(starts.map(({ domain }) => domain)).toEqual(["a.example", "b.example"]);
});

test("who throws at what was found is told of the next round as ever", async () => {
    const { clock, rounds } = looking();
    const found = jest.fn(() => {
        throw new Error("a fault");
    });
    rounds.watch({ domain: "a.example" }, found);
    await clock.advance(16_000);
    expect(found).toHaveBeenCalledTimes(2);
});

test("a round that throws finds nothing, and the next one comes as ever", async () => {
    const clock = new FakeClock();
    let rounds = 0;
    const failing = new Rounds(clock, async () => {
        rounds++;
        throw new Error("a fault");
    });
    const found = jest.fn();
    failing.watch({ domain: "a.example" }, found);
    await clock.advance(16_000);
    expect(rounds).toBe(2);
    expect(found.mock.calls).toEqual([[[]], [[]]]);
});
