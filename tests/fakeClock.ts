import { setTimeout as realDelay } from "node:timers/promises";
import type { Clock } from "../provider/clock";

interface Timer {
    at: number;
    ring(): void;
}

/** A clock whose time stands still until a test moves it. */
export class FakeClock implements Clock {
    private readonly timers = new Set<Timer>();

    constructor(private time = Date.parse("2026-11-23T00:00:00Z")) {}

    now(): number {
        return this.time;
    }

    sleep(ms: number, signal?: AbortSignal): Promise<void> {
        return new Promise((resolve, reject) => {
            if (signal?.aborted) return reject(signal.reason);
            const finish = () => {
                this.timers.delete(timer);
                signal?.removeEventListener("abort", abort);
            };
            const abort = () => {
                finish();
                reject(signal?.reason);
            };
            const timer: Timer = {
                at: this.time + ms,
                ring: () => {
                    finish();
                    resolve();
                },
            };
            this.timers.add(timer);
            signal?.addEventListener("abort", abort, { once: true });
        });
    }

    /** How many sleeps are under way. */
    get sleepers(): number {
        return this.timers.size;
    }

    /** Lets `ms` pass, ringing each timer at its time, with all that follows from it done before the next. */
    async advance(ms: number): Promise<void> {
        const end = this.time + ms;
        for (;;) {
            await settle();
            const next = [...this.timers].sort((a, b) => a.at - b.at)[0];
            if (!next || next.at > end) break;
            this.time = Math.max(this.time, next.at);
            next.ring();
        }
        this.time = end;
        await settle();
    }

    /** Lets as much time pass as `work` needs to finish, and gives what it gave. */
    async until<T>(work: Promise<T>): Promise<T> {
        let over = false;
        const done = () => {
            over = true;
        };
        work.then(done, done);
        for (;;) {
            await settle();
            if (over) return work;
            const next = [...this.timers].sort((a, b) => a.at - b.at)[0];
            if (!next) throw new Error("nothing is left to wait for, and the work is not done");
            this.time = Math.max(this.time, next.at);
            next.ring();
        }
    }
}

/** Lets promises, and the one-millisecond timers of p-wait-for, run out. */
async function settle(): Promise<void> {
    await realDelay(2);
    await realDelay(0);
}
