import FastPriorityQueue from "fastpriorityqueue";
import type { Clock } from "../../common/clock";
import { AdaptiveRate } from "./adaptiveRate";
import { InFlight } from "./inFlight";
import { SlidingWindow } from "./slidingWindow";

/** A request in the queue. */
interface Ticket {
    /** When the caller wanted to send it, in milliseconds since the epoch. */
    due: number;
    /** Whether the caller has had an answer to this request before. */
    repeated: boolean;
    /** The caller has given up: the ticket is skipped and uses up no slot. */
    abandoned: boolean;
    grant(): void;
}

/** Reports the end of a request: whether the API rejected it for being over the quota. */
export type Release = (throttled: boolean) => void;

/** Timers fire late. A slot that is late by up to this is made up for by the next one, so that the average rate holds. */
const MAX_LATE_MS = 10;

/**
 * Sends the requests of one action at an even rate just under the quota, with few in flight. A first request goes before a repeated one,
 * then the earliest due goes first.
 */
export class Throttle {
    private readonly rate: AdaptiveRate;
    private readonly inFlight = new InFlight();
    private readonly slidingWindow = new SlidingWindow();
    private nextFree = Number.NEGATIVE_INFINITY;
    private readonly queue = new FastPriorityQueue<Ticket>(goesBefore);
    private draining = false;
    /** Set while the queue waits for room: a request that ends makes some. */
    private wake: (() => void) | undefined;

    constructor(
        private readonly requestsPerSecond: number,
        private readonly clock: Clock,
    ) {
        this.rate = new AdaptiveRate(requestsPerSecond);
    }

    /** Resolves when the request may be sent, with the function that reports its end. An abort leaves the queue without using a slot. */
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
        return (throttled) => {
            const now = this.clock.now();
            this.inFlight.answered(request);
            this.slidingWindow.answered({ at: now, tookMs: now - request.sentAt, throttled });
            if (throttled && this.rate.onThrottled(this.slidingWindow.acceptedShare(now), now)) this.inFlight.reset();
            this.wake?.();
        };
    }

    /** Whether one more request would be too many, in flight or in the API's count. */
    private isFull(now: number): boolean {
        if (this.inFlight.isFull(now)) return true;
        return this.inFlight.size + this.slidingWindow.possiblyCounted(now) >= this.requestsPerSecond;
    }

    /** Waits until a request in flight ends, or until one no longer counts because of its age. */
    private async room(now: number): Promise<void> {
        const until = Math.min(this.inFlight.nextLostAt(), this.slidingWindow.nextDropAt());
        const woken = new AbortController();
        // A reason of its own: the default is an error with a stack trace, which takes longer than all the rest.
        this.wake = () => woken.abort("woken");
        await this.clock.sleep(Math.max(1, until - now), woken.signal).catch(() => {});
        this.wake = undefined;
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
                await this.room(now);
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
