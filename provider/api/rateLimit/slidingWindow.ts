const WINDOW_MS = 1_000;
/** The next round trip may be a little quicker than the quickest of the last second. */
const MARGIN_MS = 10;

interface Answer {
    at: number;
    tookMs: number;
    throttled: boolean;
}

/** The answers of the last second. The quota is one of a second, too. */
export class SlidingWindow {
    private readonly answers: Answer[] = [];

    answered(answer: Answer): void {
        this.answers.push(answer);
    }

    /** The share of the requests that were accepted. */
    acceptedShare(now: number): number {
        this.dropOld(now);
        return this.answers.filter(({ throttled }) => !throttled).length / this.answers.length;
    }

    /**
     * How many requests the API may count together with one that is sent now. When a request reached the API is not known here. But the
     * request of an answer that is older than a second less the quickest round trip certainly no longer counts.
     */
    possiblyCounted(now: number): number {
        this.dropOld(now);
        const since = now - this.countsForMs();
        return this.answers.filter(({ at, throttled }) => !throttled && at > since).length;
    }

    /** When the oldest of them stops counting; never, if there is none. */
    nextDropAt(): number {
        const oldest = this.answers.find(({ throttled }) => !throttled);
        return oldest ? oldest.at + this.countsForMs() : Number.POSITIVE_INFINITY;
    }

    /** How long after its answer a request may still count: the quickest answer tells how long one is under way at least. */
    private countsForMs(): number {
        return WINDOW_MS + MARGIN_MS - Math.min(...this.answers.map(({ tookMs }) => tookMs));
    }

    private dropOld(now: number): void {
        while ((this.answers[0]?.at ?? now) <= now - WINDOW_MS) this.answers.shift();
    }
}
