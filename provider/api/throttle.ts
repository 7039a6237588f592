import type { Clock } from "../clock";

/** A request that stands in line. */
interface Ticket {
    /** When the caller wanted to ask, in milliseconds since the epoch. */
    due: number;
    /** Whether the caller has had an answer to this question before. */
    repeated: boolean;
    admit(): void;
}

/** The pace stays this share of the quota, so that clocks and networks that differ a little cause no refusal. */
const HEADROOM = 0.95;
/** After a refusal the pace is cut to this share, once a second at the most: refusals come in bunches. */
const CUT = 0.6;
const CUT_EVERY_MS = 1_000;
/** What the pace regains each second, in requests a second. */
const REGAIN_PER_SECOND = 0.2;
const SLOWEST = 0.5;

/**
 * Lets the requests of one action through at an even pace just under the quota. A first question goes before a repeated one,
 * then the earliest due goes first. A refusal slows the pace; time brings it back, so that processes which share
 * an account find a pace that suits them all.
 */
export class Throttle {
    private readonly fastest: number;
    /** Requests a second, as of `pacedAt`. */
    private pace: number;
    private pacedAt: number;
    private lastCut = Number.NEGATIVE_INFINITY;
    private nextFree = Number.NEGATIVE_INFINITY;
    private readonly line: Ticket[] = [];
    private serving = false;

    constructor(
        requestsPerSecond: number,
        private readonly clock: Clock,
    ) {
        this.fastest = requestsPerSecond * HEADROOM;
        this.pace = this.fastest;
        this.pacedAt = clock.now();
    }

    /** Resolves when it is this request's turn. An abort leaves the line without taking a turn. */
    turn(due: number, repeated: boolean, signal: AbortSignal): Promise<void> {
        return new Promise((resolve, reject) => {
            if (signal.aborted) return reject(signal.reason);
            const leave = () => {
                const at = this.line.indexOf(ticket);
                if (at >= 0) this.line.splice(at, 1);
                reject(signal.reason);
            };
            const ticket: Ticket = {
                due,
                repeated,
                admit: () => {
                    signal.removeEventListener("abort", leave);
                    resolve();
                },
            };
            signal.addEventListener("abort", leave, { once: true });
            this.line.splice(this.placeOf(ticket), 0, ticket);
            if (!this.serving) void this.serve();
        });
    }

    /** The API refused a request for being over the quota. */
    refused(): void {
        const now = this.clock.now();
        if (now - this.lastCut < CUT_EVERY_MS) return;
        this.pace = Math.max(this.paceAt(now) * CUT, Math.min(SLOWEST, this.fastest));
        this.pacedAt = now;
        this.lastCut = now;
    }

    private paceAt(now: number): number {
        return Math.min(this.fastest, this.pace + ((now - this.pacedAt) / 1000) * REGAIN_PER_SECOND);
    }

    private async serve(): Promise<void> {
        this.serving = true;
        while (this.line.length > 0) {
            const now = this.clock.now();
            if (now < this.nextFree) {
                await this.clock.sleep(this.nextFree - now);
                continue;
            }
            this.nextFree = now + 1000 / this.paceAt(now);
            this.line.shift()?.admit();
        }
        this.serving = false;
    }

    /** Where the ticket stands in line: the line is kept in order, so a binary search finds it. */
    private placeOf(ticket: Ticket): number {
        let low = 0;
        let high = this.line.length;
        while (low < high) {
            const middle = (low + high) >>> 1;
            if (before(ticket, this.line[middle] as Ticket)) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}

function before(a: Ticket, b: Ticket): boolean {
    return a.repeated === b.repeated ? a.due < b.due : b.repeated;
}
