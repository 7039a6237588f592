import FastPriorityQueue from "fastpriorityqueue";
import type { Clock } from "../../common/clock";
import { Rate } from "./adaptiveRate";
import { InFlight } from "./inFlight";
import { LastSecond } from "./slidingWindow";

/** A request that stands in line. */
interface Ticket {
    /** When the caller wanted to ask, in milliseconds since the epoch. */
    due: number;
    /** Whether the caller has had an answer to this question before. */
    repeated: boolean;
    /** The caller has given up: the ticket is passed over, and takes no turn. */
    left: boolean;
    admit(): void;
}

/** To be told how it went: whether the API refused the request for being over the quota. */
export type Answered = (refused: boolean) => void;

/** A turn may come so late, as timers do, and the next one makes up for it, so that the pace holds on average. */
const LATE_MS = 10;

/**
 * Lets the requests of one action through at an even pace just under the quota, with few in flight. A first question goes before a repeated
 * one, then the earliest due goes first.
 */
export class Throttle {
    private readonly rate: Rate;
    private readonly inFlight = new InFlight();
    private readonly lastSecond = new LastSecond();
    private nextFree = Number.NEGATIVE_INFINITY;
    private readonly line = new FastPriorityQueue<Ticket>(goesBefore);
    private serving = false;

    constructor(
        private readonly requestsPerSecond: number,
        private readonly clock: Clock,
    ) {
        this.rate = new Rate(requestsPerSecond);
    }

    /** Resolves when it is this request's turn, with whom to tell of its end. An abort leaves the line without taking a turn. */
    turn(due: number, repeated: boolean, signal: AbortSignal): Promise<Answered> {
        return new Promise((resolve, reject) => {
            if (signal.aborted) return reject(signal.reason);
            const leave = () => {
                ticket.left = true;
                reject(signal.reason);
            };
            const ticket: Ticket = {
                due,
                repeated,
                left: false,
                admit: () => {
                    signal.removeEventListener("abort", leave);
                    resolve(this.sent());
                },
            };
            signal.addEventListener("abort", leave, { once: true });
            this.line.add(ticket);
            if (!this.serving) void this.serve();
        });
    }

    private sent(): Answered {
        const request = this.inFlight.sent(this.clock.now());
        return (refused) => {
            const now = this.clock.now();
            this.inFlight.answered(request);
            this.lastSecond.answered({ at: now, tookMs: now - request.sentAt, refused });
            if (refused && this.rate.refused(this.lastSecond.gotThrough(now), now)) this.inFlight.shrink();
        };
    }

    /** Whether one more would be too many, by itself or in the API's count. */
    private isFull(now: number): boolean {
        if (this.inFlight.isFull(now)) return true;
        return this.inFlight.size + this.lastSecond.stillCount(now) >= this.requestsPerSecond;
    }

    private async serve(): Promise<void> {
        this.serving = true;
        for (let next = this.line.peek(); next; next = this.line.peek()) {
            const now = this.clock.now();
            if (next.left) {
                this.line.poll();
            } else if (now < this.nextFree) {
                await this.clock.sleep(this.nextFree - now);
            } else if (this.isFull(now)) {
                await this.clock.sleep(LATE_MS);
            } else {
                this.nextFree = Math.max(this.nextFree, now - LATE_MS) + 1000 / this.rate.at(now);
                this.line.poll();
                next.admit();
            }
        }
        this.serving = false;
    }
}

function goesBefore(a: Ticket, b: Ticket): boolean {
    return a.repeated === b.repeated ? a.due < b.due : b.repeated;
}
