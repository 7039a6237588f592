import { apiError } from "../../../../provider/api/errors";
import { rateLimited, type Send } from "../../../../provider/api/rateLimit/rateLimited";
import { FakeClock } from "../../../fakeClock";

/** Sends at twenty requests a second; each takes 10 ms. */
function limited(answer: (action: string) => unknown = () => "yes", open = async () => {}) {
    const clock = new FakeClock();
    const start = clock.now();
    const sent: { at: number; action: string; request: object }[] = [];
    const send = (async (action: string, request: object, signal: AbortSignal) => {
        sent.push({ at: clock.now() - start, action, request });
        await clock.sleep(10, signal);
        const given = answer(action);
        if (given instanceof Error) throw given;
        return given;
    }) as unknown as Send;
    const call = rateLimited(
        async () => {
            await open();
            return send;
        },
        20,
        clock,
    );
    const { signal } = new AbortController();
    const ask = (action: string, request = {}) => call(action, request, { signal, due: clock.now(), repeated: false });
    const times = (of: string) => sent.filter(({ action }) => action === of).map(({ at }) => Math.round(at));
    return { clock, sent, ask, times };
}

test("requests of one action go out one after the other, those of another have a rate of their own", async () => {
    const { clock, ask, times } = limited();
    const work = Promise.all(["Check", "Check", "Check", "Apply", "Apply"].map((action) => ask(action)));
    await expect(clock.until(work)).resolves.toEqual(Array.from({ length: 5 }, () => "yes"));
    expect(times("Check")).toEqual([0, 43, 95]);
    expect(times("Apply")).toEqual([0, 43]);
});

test("a request goes out as it is, and its error comes back as it is", async () => {
    const fault = apiError("InternalError", "trouble");
    const { clock, sent, ask } = limited(() => fault);
    await expect(clock.until(ask("Check", { Domain: "a" }))).rejects.toBe(fault);
    expect(sent).toEqual([{ at: 0, action: "Check", request: { Domain: "a" } }]);
});

test("what is refused for the quota slows the rate down, and no other error does", async () => {
    const gapAfter = async (error: Error) => {
        const { clock, ask, times } = limited(() => error);
        for (let i = 0; i < 6; i++) await clock.until(ask("Check").catch(() => {}));
        const at = times("Check");
        return (at.at(-1) as number) - (at.at(-2) as number);
    };
    expect(await gapAfter(apiError("RequestLimitExceeded", "too fast"))).toBeGreaterThan(100);
    expect(await gapAfter(apiError("InternalError", "trouble"))).toBeLessThan(60);
    expect(await gapAfter(Object.assign(new Error("a bug"), { kind: "throttled" }))).toBeLessThan(60);
});

test("a request that cannot be opened takes no turn", async () => {
    let isOpen = false;
    const { clock, ask, times } = limited(undefined, async () => {
        if (!isOpen) throw new Error("no keys");
    });
    await expect(clock.until(ask("Check"))).rejects.toThrow("no keys");
    isOpen = true;
    await clock.until(ask("Check"));
    expect(times("Check")).toEqual([0]);
});
