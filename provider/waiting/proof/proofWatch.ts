import type { Reason } from "../../api/errors";

/** One thing that was seen of a proof from this machine, in the user's language, fit to be shown. */
export interface Cause {
    /** Two or three words, for counts: `record missing`. */
    label: string;
    /** Whether the user most likely has to do something. */
    isToDo: boolean;
    /** What was seen. */
    sentence: string;
    /** What the user can do about it, such as the exact record to add. Missing where there is nothing to do. */
    advice?: string | undefined;
    /** Who answered what, and when. */
    evidence: string[];
}

/** What the end of a wait reports of its proof. */
export interface ProofReport {
    /** The most likely cause first. */
    causes: readonly Cause[];
    /** Why the wait was ended before its time, if it was. */
    endedBecause?: string | undefined;
}

/** Looks for the proof of one certificate beside the wait for it. Sends nothing to the API. */
export interface ProofWatch {
    /** The API has answered that the certificate is pending. */
    answered(reason: Reason): void;
    /** When to ask the API next, given when the usual schedule would. */
    nextPollAt(usual: number): number;
    /** How long the proof has been there, as far as it was seen to appear; `age` where it was not. */
    age(age: number): number;
    /** Sleeps for `ms`, or until the proof appears, or has been missing for as long as it may. Rejects when `signal` aborts. */
    sleep(ms: number, signal: AbortSignal): Promise<void>;
    /** Whether the wait is to end, as the proof has been missing for as long as it may. */
    isMissingTooLong(): boolean;
    report(): ProofReport;
    /** The wait is over. Returns at once, whatever is under way. */
    stop(): void;
}

/** Begins to watch; `tell` is called with what is to be shown, each time that it changes. */
export type WatchProof = (tell: (cause: Cause | undefined) => void) => ProofWatch | undefined;
