/** How many requests may be in flight at first: enough for the full rate where an answer takes a quarter of a second. */
const INITIAL_LIMIT = 5;
/** A request in flight for longer is taken for lost. */
const LOST_MS = 3_000;

/** A request that was sent and not answered yet. */
interface Request {
    readonly sentAt: number;
}

/**
 * Bounds how many requests are in flight, as TCP's slow start does: a few at first, and one more for each answer that arrives while more
 * than half of the limit is used. Without a bound, all that a stalled network or a busy machine holds back would reach the API at once.
 */
export class InFlight {
    private limit = INITIAL_LIMIT;
    /** The oldest first. */
    private readonly requests = new Set<Request>();

    isFull(now: number): boolean {
        for (const request of this.requests) {
            if (request.sentAt > now - LOST_MS) break;
            this.requests.delete(request);
        }
        return this.requests.size >= this.limit;
    }

    /** When the oldest request in flight will be taken for lost; never, if there is none. */
    nextLostAt(): number {
        const [oldest] = this.requests;
        return oldest ? oldest.sentAt + LOST_MS : Number.POSITIVE_INFINITY;
    }

    get size(): number {
        return this.requests.size;
    }

    sent(now: number): Request {
        const request = { sentAt: now };
        this.requests.add(request);
        return request;
    }

    answered(request: Request): void {
        if (this.requests.size > this.limit / 2) this.limit++;
        this.requests.delete(request);
    }

    /** Starts again from the initial limit. */
    reset(): void {
        this.limit = INITIAL_LIMIT;
    }
}
