import FastPriorityQueue from "fastpriorityqueue";
import type { Clock } from "../clock";

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

/** The pace stays this share of the quota, so that clocks and networks that differ a little cause no refusal. */
const HEADROOM = 0.95;
/** A timer rings late; the next turn makes up for as much, so that the pace holds on average. */
const LATE_MS = 10;
/** At nearly the full pace, one refusal with no other so soon before it is the network's doing: it had a request arrive early or late. */
const NEARLY_FULL = 0.9;
const STRAY_MS = 500;
/** After any other refusal the pace is cut to this share, once a second at the most: refusals come in bunches. */
const CUT = 0.7;
const CUT_EVERY_MS = 1_000;
/** A cut that follows on another was not the last step of a search, but shows that the pace is far off. */
const CUT_AGAIN = 0.5;
const AGAIN_MS = 1_500;
/** How fast the pace comes back, in requests a second for each second cubed. */
const GROWTH = 0.002;
const SLOWEST = 0.5;

/**
 * Lets the requests of one action through at an even pace just under the quota. A first question goes before a repeated one,
 * then the earliest due goes first. A refusal cuts the pace; time brings it back along the curve of CUBIC (RFC 9438): quickly at
 * first, slowly about the pace that was refused, quickly again where that goes well. So processes that share an account find a
 * pace that suits them all.
 */
export class Throttle {
    private readonly fastest: number;
    private lastRefused = Number.NEGATIVE_INFINITY;
    private cutAt = Number.NEGATIVE_INFINITY;
    /** The pace, in requests a second, that was too fast: the curve is flat there. */
    private plateau: number;
    /** How long after the cut the curve reaches the plateau, in seconds. */
    private plateauAfter = 0;
    private nextFree = Number.NEGATIVE_INFINITY;
    private readonly line = new FastPriorityQueue<Ticket>(goesBefore);
    private serving = false;

    constructor(
        requestsPerSecond: number,
        private readonly clock: Clock,
    ) {
        this.fastest = requestsPerSecond * HEADROOM;
        this.plateau = this.fastest;
    }

    /** Resolves when it is this request's turn. An abort leaves the line without taking a turn. */
    turn(due: number, repeated: boolean, signal: AbortSignal): Promise<void> {
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
                    resolve();
                },
            };
            signal.addEventListener("abort", leave, { once: true });
            this.line.add(ticket);
            if (!this.serving) void this.serve();
        });
    }

    /** The API refused a request for being over the quota. */
    refused(): void {
        const now = this.clock.now();
        const pace = this.paceAt(now);
        const isStray = pace >= this.fastest * NEARLY_FULL && now - this.lastRefused > STRAY_MS;
        this.lastRefused = now;
        const sinceCut = now - this.cutAt;
        if (isStray || sinceCut < CUT_EVERY_MS) return;
        const cut = sinceCut < AGAIN_MS ? CUT_AGAIN : CUT;
        // Refused before it was back where it was: somebody else needs more room than that.
        this.plateau = pace < this.plateau ? (pace * (1 + cut)) / 2 : pace;
        this.plateauAfter = Math.cbrt((this.plateau - pace * cut) / GROWTH);
        this.cutAt = now;
    }

    private paceAt(now: number): number {
        const fromPlateau = (now - this.cutAt) / 1000 - this.plateauAfter;
        const pace = this.plateau + GROWTH * fromPlateau ** 3;
        return Math.min(this.fastest, Math.max(pace, SLOWEST));
    }

    private async serve(): Promise<void> {
        this.serving = true;
        for (let next = this.line.peek(); next; next = this.line.peek()) {
            const now = this.clock.now();
            if (next.left) {
                this.line.poll();
            } else if (now < this.nextFree) {
                await this.clock.sleep(this.nextFree - now);
            } else {
                this.nextFree = Math.max(this.nextFree, now - LATE_MS) + 1000 / this.paceAt(now);
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
