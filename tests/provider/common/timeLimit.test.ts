import { timeLimit } from "../../../provider/common/timeLimit";

test("a limit that is ended, or that another signal came before, leaves nothing behind", () => {
    jest.useFakeTimers();
    const other = new AbortController();
    const ended = timeLimit(1000, other.signal);
    const aborted = timeLimit(1000, other.signal);
    ended.end();
    other.abort();
    expect([ended.signal.aborted, aborted.signal.aborted]).toEqual([false, true]);
    aborted.end();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
});
