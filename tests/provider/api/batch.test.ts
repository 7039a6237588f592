import { Batcher } from "../../../provider/api/batch";
import type { CallOptions } from "../../../provider/api/call";
import { FakeClock } from "../../fakeClock";

function gathering(ask: (members: string[]) => string | Error = () => "yes", maxSize = 50, minIntervalMs = 2_000) {
    const clock = new FakeClock();
    const start = clock.now();
    const rounds: { at: number; group: string; members: string[] }[] = [];
    const sent: Pick<CallOptions, "due" | "repeated">[] = [];
    const gatherer = new Batcher<string>(
        async (group, members, { due, repeated }) => {
            sent.push({ due: due - start, repeated });
            rounds.push({ at: clock.now() - start, group, members });
            const answer = ask(members);
            if (answer instanceof Error) throw answer;
            return new Map(members.map((member) => [member, `${answer} ${member}`]));
        },
        { clock, signal: new AbortController().signal, windowMs: 100, minIntervalMs, maxSize },
    );
    const call = (signal = new AbortController().signal): CallOptions => ({
        signal,
        due: clock.now(),
        repeated: false,
    });
    return {
        clock,
        rounds,
        sent,
        askAs: (options: Pick<CallOptions, "due" | "repeated">) =>
            gatherer.request("zone-1", "a", { ...call(), ...options, due: start + options.due }),
        ask: (group: string, member: string, signal?: AbortSignal) => gatherer.request(group, member, call(signal)),
    };
}

test("questions that come close together go out as one, each with its own answer", async () => {
    const { clock, rounds, ask } = gathering();
    const answers = Promise.all([ask("zone-1", "a"), ask("zone-1", "b"), ask("zone-1", "a")]);
    await expect(clock.until(answers)).resolves.toEqual(["yes a", "yes b", "yes a"]);
    expect(rounds).toEqual([{ at: 100, group: "zone-1", members: ["a", "b"] }]);
});

test("a round is as urgent as the most urgent of its questions", async () => {
    const { clock, sent, askAs } = gathering();
    const options = [
        { due: 5_000, repeated: true },
        { due: 2_000, repeated: false },
        { due: 9_000, repeated: true },
    ];
    await clock.until(Promise.all(options.map(askAs)));
    expect(sent).toEqual([{ due: 2_000, repeated: false }]);
});

test("groups are asked apart", async () => {
    const { clock, rounds, ask } = gathering();
    await clock.until(Promise.all([ask("zone-1", "a"), ask("zone-2", "a")]));
    expect(rounds.map(({ group }) => group)).toEqual(["zone-1", "zone-2"]);
});

test("two rounds of one group keep their distance", async () => {
    const { clock, rounds, ask } = gathering();
    await clock.until(ask("zone-1", "a"));
    await clock.until(ask("zone-1", "a"));
    expect(rounds.map(({ at }) => at)).toEqual([100, 2_100]);
});

test("a full round makes the next one begin", async () => {
    const { clock, rounds, ask } = gathering(() => "yes", 2, 0);
    await clock.until(Promise.all(["a", "b", "c"].map((member) => ask("zone-1", member))));
    expect(rounds.map(({ members }) => members)).toEqual([["a", "b"], ["c"]]);
});

test("an error reaches every caller, and the next round is unharmed", async () => {
    let broken = true;
    const { clock, ask } = gathering(() => (broken ? new Error("trouble") : "yes"));
    const both = Promise.allSettled([ask("zone-1", "a"), ask("zone-1", "b")]);
    expect((await clock.until(both)).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    broken = false;
    await expect(clock.until(ask("zone-1", "a"))).resolves.toBe("yes a");
});

test("one who gives up leaves at once, and the others get their answer", async () => {
    const { clock, rounds, ask } = gathering();
    const user = new AbortController();
    const left = ask("zone-1", "a", user.signal);
    const stayed = ask("zone-1", "b");
    user.abort(new Error("cancelled"));
    await expect(left).rejects.toThrow("cancelled");
    await expect(clock.until(stayed)).resolves.toBe("yes b");
    expect(rounds.map(({ members }) => members)).toEqual([["b"]]);
});
