const WINDOW_MS = 1_000;

interface Answer {
    at: number;
    tookMs: number;
    refused: boolean;
}

/** The answers of the last second. The quota is one of a second, too. */
export class SlidingWindow {
    private readonly answers: Answer[] = [];

    answered(answer: Answer): void {
        this.answers.push(answer);
    }

    /** The share of the requests that were not refused. */
    acceptedShare(now: number): number {
        this.dropOld(now);
        return this.answers.filter(({ refused }) => !refused).length / this.answers.length;
    }

    /**
     * How many the API may count together with a request that is sent now. Nobody here knows when a request reached it; but an answer that came
     * a second ago, and as much later as a request and its answer take at least, is surely to one that no longer counts.
     */
    possiblyCounted(now: number): number {
        this.dropOld(now);
        const quickest = Math.min(...this.answers.map(({ tookMs }) => tookMs));
        return this.answers.filter(({ at, refused }) => !refused && at > now - WINDOW_MS + quickest).length;
    }

    private dropOld(now: number): void {
        while ((this.answers[0]?.at ?? now) <= now - WINDOW_MS) this.answers.shift();
    }
}
