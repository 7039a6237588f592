import { setImmediate as afterPromises } from "node:timers/promises";
import FastPriorityQueue from "fastpriorityqueue";
import type { Clock } from "../provider/common/clock";

interface Timer {
    at: number;
    /** Its place among timers of the same time. */
    order: number;
    over: boolean;
    ring(): void;
}

/** How many pauses of 0 ms are under way. */
let pauses = 0;
const realSetTimeout = globalThis.setTimeout;

// p-wait-for pauses for 0 ms between two polls, by the global timer. That is no time by this clock: the pause ends at once, and
// the clock does not move on before it has.
globalThis.setTimeout = Object.assign((callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
    if (ms !== 0) return realSetTimeout(callback, ms, ...args);
    pauses++;
    return setImmediate(() => {
        pauses--;
        callback(...args);
    });
}, realSetTimeout) as typeof setTimeout;

/** Lets everything run that needs no time to pass. */
async function settle(): Promise<void> {
    do await afterPromises();
    while (pauses > 0);
}

/** A clock whose time stands still until a test moves it. Bears a hundred thousand sleepers. */
export class FakeClock implements Clock {
    private readonly timers = new FastPriorityQueue<Timer>((a, b) => (a.at === b.at ? a.order < b.order : a.at < b.at));
    private asleep = 0;
    private order = 0;

    constructor(private time = Date.parse("2026-11-23T00:00:00Z")) {}

    now(): number {
        return this.time;
    }

    sleep(ms: number, signal?: AbortSignal): Promise<void> {
        return new Promise((resolve, reject) => {
            if (signal?.aborted) return reject(signal.reason);
            const finish = () => {
                timer.over = true;
                this.asleep--;
                signal?.removeEventListener("abort", abort);
            };
            const abort = () => {
                finish();
                reject(signal?.reason);
            };
            const timer: Timer = {
                at: this.time + Math.max(0, ms),
                order: this.order++,
                over: false,
                ring: () => {
                    finish();
                    resolve();
                },
            };
            this.asleep++;
            this.timers.add(timer);
            signal?.addEventListener("abort", abort, { once: true });
        });
    }

    /** How many sleeps are under way. */
    get sleepers(): number {
        return this.asleep;
    }

    /** Lets `ms` pass, ringing each timer at its time, with all that follows from it done before the next. */
    async advance(ms: number): Promise<void> {
        const end = this.time + ms;
        await settle();
        while (await this.ringNext(end));
        this.time = end;
    }

    /** Lets as much time pass as `work` needs to finish, and gives what it gave. */
    async until<T>(work: Promise<T>): Promise<T> {
        let over = false;
        const done = () => {
            over = true;
        };
        work.then(done, done);
        await settle();
        while (!over) {
            if (!(await this.ringNext(Number.POSITIVE_INFINITY))) {
                throw new Error("nothing is left to wait for, and the work is not done");
            }
        }
        return work;
    }

    /** Rings the next timer, if there is one up to `end`, and lets all promises run out that follow from it. */
    private async ringNext(end: number): Promise<boolean> {
        while (this.timers.peek()?.over) this.timers.poll();
        const next = this.timers.peek();
        if (!next || next.at > end) return false;
        this.timers.poll();
        this.time = Math.max(this.time, next.at);
        next.ring();
        await settle();
        return true;
    }
}
