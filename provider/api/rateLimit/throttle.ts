import FastPriorityQueue from "fastpriorityqueue";
import type { Clock } from "../../common/clock";
import { AdaptiveRate } from "./adaptiveRate";
import { InFlight } from "./inFlight";
import { SlidingWindow } from "./slidingWindow";

/** A request that stands in line. */
interface Ticket {
    /** When the caller wanted to ask, in milliseconds since the epoch. */
    due: number;
    /** Whether the caller has had an answer to this question before. */
    repeated: boolean;
    /** The caller has given up: the ticket is passed over, and takes no turn. */
    abandoned: boolean;
    grant(): void;
}

/** To be told how it went: whether the API refused the request for being over the quota. */
export type Release = (refused: boolean) => void;

/** A turn may come so late, as timers do, and the next one makes up for it, so that the pace holds on average. */
const MAX_LATE_MS = 10;

/**
 * Lets the requests of one action through at an even pace just under the quota, with few in flight. A first question goes before a repeated
 * one, then the earliest due goes first.
 */
export class Throttle {
    private readonly rate: AdaptiveRate;
    private readonly inFlight = new InFlight();
    private readonly slidingWindow = new SlidingWindow();
    private nextFree = Number.NEGATIVE_INFINITY;
    private readonly queue = new FastPriorityQueue<Ticket>(goesBefore);
    private draining = false;

    constructor(
        private readonly requestsPerSecond: number,
        private readonly clock: Clock,
    ) {
        this.rate = new AdaptiveRate(requestsPerSecond);
    }

    /** Resolves when it is this request's turn, with whom to tell of its end. An abort leaves the line without taking a turn. */
    acquire(due: number, repeated: boolean, signal: AbortSignal): Promise<Release> {
        return new Promise((resolve, reject) => {
            if (signal.aborted) return reject(signal.reason);
            const leave = () => {
                ticket.abandoned = true;
                reject(signal.reason);
            };
            const ticket: Ticket = {
                due,
                repeated,
                abandoned: false,
                grant: () => {
                    signal.removeEventListener("abort", leave);
                    resolve(this.sent());
                },
            };
            signal.addEventListener("abort", leave, { once: true });
            this.queue.add(ticket);
            if (!this.draining) void this.drain();
        });
    }

    private sent(): Release {
        const request = this.inFlight.sent(this.clock.now());
        return (refused) => {
            const now = this.clock.now();
            this.inFlight.answered(request);
            this.slidingWindow.answered({ at: now, tookMs: now - request.sentAt, refused });
            if (refused && this.rate.onThrottled(this.slidingWindow.acceptedShare(now), now)) this.inFlight.reset();
        };
    }

    /** Whether one more would be too many, by itself or in the API's count. */
    private isFull(now: number): boolean {
        if (this.inFlight.isFull(now)) return true;
        return this.inFlight.size + this.slidingWindow.possiblyCounted(now) >= this.requestsPerSecond;
    }

    private async drain(): Promise<void> {
        this.draining = true;
        for (let next = this.queue.peek(); next; next = this.queue.peek()) {
            const now = this.clock.now();
            if (next.abandoned) {
                this.queue.poll();
            } else if (now < this.nextFree) {
                await this.clock.sleep(this.nextFree - now);
            } else if (this.isFull(now)) {
                await this.clock.sleep(MAX_LATE_MS);
            } else {
                this.nextFree = Math.max(this.nextFree, now - MAX_LATE_MS) + 1000 / this.rate.at(now);
                this.queue.poll();
                next.grant();
            }
        }
        this.draining = false;
    }
}

function goesBefore(a: Ticket, b: Ticket): boolean {
    return a.repeated === b.repeated ? a.due < b.due : b.repeated;
}
