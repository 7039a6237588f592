import type { Reason } from "../api/errors";
import type { Clock } from "../common/clock";
import type { Cause, WatchProof } from "./proof/proofWatch";

/** Observes one wait, to report it to the user. */
export interface WaitObserver {
    seen(reason: Reason, checks: number): void;
    /** The cause that the user can fix, if one was found. */
    found(cause: Cause | undefined): void;
    ended(succeeded: boolean): void;
}

export interface WaitOptions {
    /** The operation, after "timed out": `waiting for the free certificate of a.example.com (zone-1)`. */
    doing: string;
    timeoutMs: number;
    /**
     * How long to retry after the first failure of any kind: for a read, which does not wait. Time in the request queue does not count,
     * because a thousand reads at once are queued.
     */
    patienceMs?: number | undefined;
    clock: Clock;
    /** Aborts when the user cancels. */
    signal: AbortSignal;
    /** The last line of the error: what the failure means for the user. */
    consequence: string;
    observer?: WaitObserver | undefined;
    /** Starts to look for the proof, at the second pending answer: the first may be the only one. */
    watchProof?: WatchProof | undefined;
}
