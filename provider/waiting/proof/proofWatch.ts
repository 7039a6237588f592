import type { Reason } from "../../api/errors";

/** One finding about a proof from this machine, in the user's language, printable. */
export interface Cause {
    /** Two or three words, for counts: `record missing`. */
    label: string;
    /** Whether the user most likely has to do something. */
    isToDo: boolean;
    /** The finding. */
    sentence: string;
    /** What the user can do about it, such as the exact record to add. Undefined if there is nothing to do. */
    advice?: string | undefined;
    /** Who answered what, and when. */
    evidence: string[];
}

/** The report about the proof at the end of a wait. */
export interface ProofReport {
    /** The most likely cause first. */
    causes: readonly Cause[];
    /** Why the wait ended before its timeout, if it did. */
    endedBecause?: string | undefined;
}

/** Looks for the proof of one certificate during the wait for it. Sends nothing to the API. */
export interface ProofWatch {
    /** The API has answered that the certificate is pending. */
    answered(reason: Reason): void;
    /** When to poll the API next, given the time of the usual schedule. */
    nextPollAt(usual: number): number;
    /** The time since the proof appeared; `age` if that was not observed. */
    age(age: number): number;
    /** Sleeps for `ms`, or until the proof appears or `failAfterMissingMs` is over. Rejects when `signal` aborts. */
    sleep(ms: number, signal: AbortSignal): Promise<void>;
    /** Whether the wait must end because the proof has been missing for `failAfterMissingMs`. */
    isMissingTooLong(): boolean;
    report(): ProofReport;
    /** Ends the watch. Returns at once. */
    stop(): void;
}

/** Starts to watch; calls `tell` each time the cause to show changes. */
export type WatchProof = (tell: (cause: Cause | undefined) => void) => ProofWatch | undefined;
