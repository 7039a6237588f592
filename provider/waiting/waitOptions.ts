import type { Reason } from "../api/errors";
import type { Clock } from "../common/clock";
import type { Cause, WatchProof } from "./proof/proofWatch";

/** Follows one wait, to report it to the user. */
export interface WaitObserver {
    seen(reason: Reason, checks: number): void;
    /** What the user can do something about, as far as it is seen from here. */
    found(cause: Cause | undefined): void;
    ended(succeeded: boolean): void;
}

export interface WaitOptions {
    /** What is being done, after "timed out": `waiting for the free certificate of a.example.com (zone-1)`. */
    doing: string;
    timeoutMs: number;
    /**
     * How long to go on after the first reason that is no value, whatever it is: for a read, which does not wait. Time in the request
     * queue does not count, as a thousand reads at once take their turns.
     */
    patienceMs?: number | undefined;
    clock: Clock;
    /** Aborts when the user cancels. */
    signal: AbortSignal;
    /** What follows for the user when the wait ends without success. */
    consequence: string;
    observer?: WaitObserver | undefined;
    /** Begins to look for the proof, with the second answer that the certificate is pending: the first may be the only one. */
    watchProof?: WatchProof | undefined;
}
