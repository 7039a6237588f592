import type { Reason } from "../api/errors";
import { type Clock, formatDuration } from "../common/clock";
import type { Cause } from "./proof/proofWatch";
import type { WaitObserver } from "./waitOptions";

/** When many waits begin together, the first line waits this long for the others. */
const GATHER_MS = 250;
/** The minimum interval between two lines, however fast reasons change: for one wait, and for many. */
const SILENCE_ONE_MS = 3_000;
const SILENCE_MANY_MS = 10_000;
/** Without changes, a line is repeated after this share of the time waited so far, within these bounds. */
const QUIET_SHARE = 0.25;
const MIN_QUIET_MS = 15_000;
const MAX_QUIET_MS = 60_000;

/** The name of a wait in a progress line. */
export interface WaitName {
    /** The domain or host. */
    name: string;
    zoneId: string;
}

interface Wait extends WaitName {
    startedAt: number;
    reason: Reason;
    /** The cause that the user can fix, if one was found. */
    cause: Cause | undefined;
    checks: number;
}

/**
 * Reports what the process waits for and why, in one line for all waits: at once, when the reasons change, and at growing intervals
 * after that.
 */
export class Progress {
    /** The waits that have a reason, the oldest first. */
    private readonly waits = new Set<Wait>();
    /** The number of waits by reason: updated incrementally, because counting ten thousand at each answer takes too long. */
    private readonly reasons = new Map<string, number>();
    private begun = 0;
    private done = 0;
    private failed = 0;
    /** The last line reported, and when. */
    private lastReported = "";
    private lastReportedAt = Number.NEGATIVE_INFINITY;
    /** Since when there has been something new to report. */
    private changedSince: number | undefined;
    private sleeping: AbortController | undefined;

    constructor(
        private readonly clock: Clock,
        private readonly report: (line: string) => void,
    ) {}

    /** Adds a wait to the line, from its first reason on. */
    begin({ name, zoneId }: WaitName): WaitObserver {
        const startedAt = this.clock.now();
        this.begun++;
        let wait: Wait | undefined;
        const change = (to: Partial<Wait>) => {
            if (!wait) return;
            this.count(wait, -1);
            Object.assign(wait, to);
            this.count(wait, 1);
            this.changed();
        };
        return {
            seen: (reason, checks) => {
                if (wait) return change({ reason, checks });
                wait = { name, zoneId, startedAt, reason, cause: undefined, checks };
                this.waits.add(wait);
                this.count(wait, 1);
                this.changed();
            },
            found: (cause) => change({ cause }),
            ended: (succeeded) => {
                if (wait) {
                    this.waits.delete(wait);
                    this.count(wait, -1);
                }
                if (succeeded) this.done++;
                else this.failed++;
                this.changed();
            },
        };
    }

    /** Reports the line again, because the last one is no longer shown. */
    repeat(): void {
        this.lastReported = "";
        this.changed();
    }

    private changed(): void {
        const isNews = this.waits.size > 0 && this.summaryKey() !== this.lastReported;
        this.changedSince = isNews ? (this.changedSince ?? this.clock.now()) : undefined;
        if (this.sleeping) {
            if (isNews || this.waits.size === 0) this.sleeping.abort();
        } else if (this.waits.size > 0) {
            void this.run();
        }
    }

    private async run(): Promise<void> {
        while (this.waits.size > 0) {
            const pause = this.nextLineAt() - this.clock.now();
            if (pause <= 0) {
                this.lastReported = this.summaryKey();
                this.lastReportedAt = this.clock.now();
                this.changedSince = undefined;
                this.report(this.line());
                continue;
            }
            this.sleeping = new AbortController();
            await this.clock.sleep(pause, this.sleeping.signal).catch(() => {}); // woken by news
        }
        this.sleeping = undefined;
        this.lastReported = "";
    }

    private nextLineAt(): number {
        if (this.summaryKey() === this.lastReported) {
            const quiet = (this.clock.now() - this.oldest().startedAt) * QUIET_SHARE;
            return this.lastReportedAt + Math.min(MAX_QUIET_MS, Math.max(MIN_QUIET_MS, quiet));
        }
        const silence = this.waits.size === 1 ? SILENCE_ONE_MS : SILENCE_MANY_MS;
        return Math.max((this.changedSince ?? 0) + GATHER_MS, this.lastReportedAt + silence);
    }

    private oldest(): Wait {
        return this.waits.values().next().value as Wait;
    }

    /** The content that makes a line new: elapsed time and counts do not. */
    private summaryKey(): string {
        if (this.waits.size > 1) return [...this.reasons.keys()].sort().join();
        const wait = this.oldest();
        return [wait.name, wait.zoneId, wait.reason.code, causeOf(wait)?.sentence ?? wait.reason.message].join();
    }

    /** The engine cuts a line at the terminal's width, which may leave thirty characters: the reason comes first. */
    private line(): string {
        const oldest = this.oldest();
        const { name, zoneId, startedAt, reason, checks } = oldest;
        const age = formatDuration(this.clock.now() - startedAt);
        const cause = causeOf(oldest);
        const message = cause ? [cause.sentence, cause.advice].filter(Boolean).join(" ") : reason.message;
        const looked = `${checks} ${checks === 1 ? "check" : "checks"}, ${zoneId}`;
        if (this.waits.size === 1) {
            const short = cause?.label ?? (reason.code.split(".").at(-1) as string);
            const code = short === reason.code ? "" : `${reason.code}, `;
            return `waiting ${age}: ${short}: ${name}: ${message} (${code}${looked})`;
        }
        const waiting = this.begun - this.done - this.failed;
        const reasons = [...this.reasons].map(([why, count]) => `${count} ${why}`);
        if (waiting > this.waits.size) reasons.push(`${waiting - this.waits.size} x not checked yet`);
        const counts = `${waiting} waiting, ${this.done} done, ${this.failed} failed`;
        return `${counts}: ${reasons.join(", ")}; oldest ${name}: ${age}: ${message} (${looked})`;
    }

    private count(wait: Wait, change: 1 | -1): void {
        const why = causeOf(wait)?.label ?? `x ${wait.reason.code}`;
        const count = (this.reasons.get(why) ?? 0) + change;
        if (count > 0) this.reasons.set(why, count);
        else this.reasons.delete(why);
    }
}

/** The cause, only while the certificate is pending: the proof explains nothing else. */
function causeOf({ reason, cause }: Wait): Cause | undefined {
    return reason.kind === "pending" ? cause : undefined;
}
