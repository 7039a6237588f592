import { SlidingWindow } from "../../../../provider/api/rateLimit/slidingWindow";

/** Answers that come every 50 ms from 50 on, `count` of them, each after so long. */
function answers({ count, tookMs = 0, throttled = false }: { count: number; tookMs?: number; throttled?: boolean }) {
    const window = new SlidingWindow();
    for (let i = 1; i <= count; i++) window.answered({ at: i * 50, tookMs, throttled });
    return window;
}

test("nothing counts before the first answer", () => {
    expect(new SlidingWindow().possiblyCounted(0)).toBe(0);
});

test("where an answer comes at once, what was answered within a second still counts", () => {
    const window = answers({ count: 20 });
    expect(window.possiblyCounted(1_000)).toBe(20);
    expect(window.possiblyCounted(1_060)).toBe(19);
    expect(window.possiblyCounted(2_000)).toBe(0);
});

test("as much earlier as the quickest answer took, a request no longer counts: it was on its way for part of that, and the next one will be for the rest", () => {
    const window = answers({ count: 19, tookMs: 300 });
    expect(window.possiblyCounted(1_000)).toBe(14);
    window.answered({ at: 1_000, tookMs: 100, throttled: false });
    expect(window.possiblyCounted(1_000)).toBe(19);
});

test("what a stalled network held back counts from when it is answered", () => {
    const window = answers({ count: 10 });
    for (let sentAt = 550; sentAt < 800; sentAt += 50) {
        window.answered({ at: 800, tookMs: 800 - sentAt, throttled: false });
    }
    expect(window.possiblyCounted(1_500)).toBe(5);
    expect(window.possiblyCounted(1_800)).toBe(0);
});

test("a throttled request does not count, and lowers the accepted share", () => {
    const window = answers({ count: 3, throttled: true });
    window.answered({ at: 200, tookMs: 0, throttled: false });
    expect(window.possiblyCounted(200)).toBe(1);
    expect(window.acceptedShare(200)).toBe(0.25);
    window.answered({ at: 1_190, tookMs: 0, throttled: true });
    expect(window.acceptedShare(1_190)).toBe(0.5);
});

test("it tells when the oldest that was accepted stops counting", () => {
    const window = answers({ count: 0 });
    expect(window.nextDropAt()).toBe(Number.POSITIVE_INFINITY);
    window.answered({ at: 100, tookMs: 40, throttled: true });
    expect(window.nextDropAt()).toBe(Number.POSITIVE_INFINITY);
    window.answered({ at: 200, tookMs: 50, throttled: false });
    window.answered({ at: 300, tookMs: 60, throttled: false });
    expect(window.nextDropAt()).toBe(200 + 1_010 - 40);
});
