import { getEventListeners } from "node:events";
import { formatChineseDuration, formatDuration, systemClock } from "../../../provider/common/clock";

describe("the system's clock", () => {
    test("tells the time since the epoch", () => {
        expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1_000);
    });

    test("goes on when the machine's clock is set back", () => {
        const before = systemClock.now();
        const date = jest.spyOn(Date, "now").mockReturnValue(0);
        expect(systemClock.now()).toBeGreaterThanOrEqual(before);
        date.mockRestore();
    });

    test("sleeps for as long as it is told, and leaves no listener behind", async () => {
        const { signal } = new AbortController();
        const before = performance.now();
        await systemClock.sleep(30, signal);
        expect(performance.now() - before).toBeGreaterThanOrEqual(29);
        expect(getEventListeners(signal, "abort")).toEqual([]);
    });

    test("wakes at once when the signal aborts, with the signal's reason", async () => {
        const controller = new AbortController();
        const asleep = systemClock.sleep(60_000, controller.signal);
        controller.abort("enough");
        await expect(asleep).rejects.toBe("enough");
        await expect(systemClock.sleep(60_000, controller.signal)).rejects.toBe("enough");
    });
});

test("a duration is told in the two largest units that it has", () => {
    expect([0, 999, 95_000, 120_000, 3_600_000, 5_460_000].map(formatDuration)).toEqual([
        "0s",
        "1s",
        "1m 35s",
        "2m",
        "1h",
        "1h 31m",
    ]);
});

test("a duration is told with Chinese units in Chinese texts", () => {
    const durations = [0, 95_000, 120_000, 5_460_000];
    expect(durations.map(formatChineseDuration)).toEqual(["0 秒", "1 分 35 秒", "2 分", "1 小时 31 分"]);
});
