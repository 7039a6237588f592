import { SlidingWindow } from "../../../../provider/api/rateLimit/slidingWindow";

/** Answers that come every 50 ms from 50 on, `count` of them, each after so long. */
function answers({ count, tookMs = 0, refused = false }: { count: number; tookMs?: number; refused?: boolean }) {
    const lastSecond = new SlidingWindow();
    for (let i = 1; i <= count; i++) lastSecond.answered({ at: i * 50, tookMs, refused });
    return lastSecond;
}

test("nothing counts before the first answer", () => {
    expect(new SlidingWindow().possiblyCounted(0)).toBe(0);
});

test("where an answer comes at once, what was answered within a second still counts", () => {
    const lastSecond = answers({ count: 20 });
    expect(lastSecond.possiblyCounted(1_000)).toBe(20);
    expect(lastSecond.possiblyCounted(1_050)).toBe(19);
    expect(lastSecond.possiblyCounted(2_000)).toBe(0);
});

test("as much earlier as the quickest answer took, a request no longer counts: it was on its way for part of that, and the next one will be for the rest", () => {
    const lastSecond = answers({ count: 19, tookMs: 300 });
    expect(lastSecond.possiblyCounted(1_000)).toBe(13);
    lastSecond.answered({ at: 1_000, tookMs: 100, refused: false });
    expect(lastSecond.possiblyCounted(1_000)).toBe(18);
});

test("what a stalled network held back counts from when it is answered", () => {
    const lastSecond = answers({ count: 10 });
    for (let sentAt = 550; sentAt < 800; sentAt += 50) {
        lastSecond.answered({ at: 800, tookMs: 800 - sentAt, refused: false });
    }
    expect(lastSecond.possiblyCounted(1_500)).toBe(5);
    expect(lastSecond.possiblyCounted(1_800)).toBe(0);
});

test("what was refused does not count, and lowers the share that got through", () => {
    const lastSecond = answers({ count: 3, refused: true });
    lastSecond.answered({ at: 200, tookMs: 0, refused: false });
    expect(lastSecond.possiblyCounted(200)).toBe(1);
    expect(lastSecond.acceptedShare(200)).toBe(0.25);
    lastSecond.answered({ at: 1_190, tookMs: 0, refused: true });
    expect(lastSecond.acceptedShare(1_190)).toBe(0.5);
});
