import type { Clock } from "../../common/clock";
import type { Finding, Proof } from "../../diagnosis";

/** The minimum interval between two rounds of one domain. */
const INTERVAL_MS = 15_000;
/** The minimum interval between the starts of any two rounds: a hundred domains at once would send a thousand datagrams. */
const SPACING_MS = 50;
const MAX_IN_FLIGHT = 20;
/** If no DNS server can be reached from this machine, the interval doubles with each round, up to this. */
const MAX_BACK_OFF_MS = 300_000;

/** One look for a proof. Never rejects. */
export type Round = (proof: Proof, options: { signal: AbortSignal }) => Promise<readonly Finding[]>;

interface Watched {
    readonly proof: Proof;
    readonly found: (findings: readonly Finding[]) => void;
    readonly stop: AbortController;
    /** When the next round may start. */
    at: number;
    /** How many rounds in a row could not look. */
    blind: number;
}

/** Runs rounds for all watched proofs continuously, the earliest due first. */
export class Rounds {
    /** In order of due time, except for those that back off. */
    private readonly waiting = new Set<Watched>();
    private inFlight = 0;
    private watched = 0;
    private lastStart = Number.NEGATIVE_INFINITY;
    private sleeping: AbortController | undefined;

    constructor(
        private readonly clock: Clock,
        private readonly round: Round,
    ) {}

    /** Starts to run rounds for a proof. Returns a function that stops them at once. */
    watch(proof: Proof, found: Watched["found"]): () => void {
        const one: Watched = { proof, found, stop: new AbortController(), at: this.clock.now(), blind: 0 };
        this.watched++;
        this.waiting.add(one);
        this.wake();
        return () => {
            if (one.stop.signal.aborted) return;
            one.stop.abort();
            this.watched--;
            this.waiting.delete(one);
            if (this.waiting.size === 0) this.sleeping?.abort();
        };
    }

    private wake(): void {
        if (this.sleeping) this.sleeping.abort();
        else void this.run();
    }

    private async run(): Promise<void> {
        this.sleeping = new AbortController();
        while (this.waiting.size > 0 && this.inFlight < MAX_IN_FLIGHT) {
            const next = this.next();
            const pause = Math.max(next.at, this.lastStart + SPACING_MS) - this.clock.now();
            if (pause <= 0) {
                this.start(next);
                continue;
            }
            this.sleeping = new AbortController();
            await this.clock.sleep(pause, this.sleeping.signal).catch(() => {}); // woken by a change
        }
        this.sleeping = undefined;
    }

    private next(): Watched {
        let first: Watched | undefined;
        for (const one of this.waiting) if (!first || one.at < first.at) first = one;
        return first as Watched;
    }

    private start(one: Watched): void {
        const now = this.clock.now();
        this.waiting.delete(one);
        this.lastStart = now;
        this.inFlight++;
        const ended = (findings: readonly Finding[]) => {
            this.inFlight--;
            if (one.stop.signal.aborted) return this.wake();
            one.blind = findings[0]?.id === "cannotLook" ? one.blind + 1 : 0;
            const interval = Math.max(INTERVAL_MS, this.watched * SPACING_MS);
            one.at = now + Math.min(Math.max(MAX_BACK_OFF_MS, interval), interval * 2 ** Math.max(0, one.blind - 1));
            this.waiting.add(one);
            this.wake();
            one.found(findings);
        };
        // An error of the diagnosis must not affect the wait.
        const round = this.round(one.proof, { signal: one.stop.signal });
        round.then(ended, () => ended([])).catch(() => {});
    }
}
