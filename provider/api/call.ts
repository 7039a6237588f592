/** Scheduling and cancellation of a request. */
export interface CallOptions {
    /** Ends the request, or its wait for a turn, at once. */
    signal: AbortSignal;
    /** When the request was due, in milliseconds since the epoch: the earliest due goes first. */
    due: number;
    /** Whether it was answered before: a first request goes before a repeated one. */
    repeated: boolean;
}

/** Sends one action, and returns the fields of `Response`. Throws an ApiError. */
export type Call = <Answer>(action: string, request: object, options: CallOptions) => Promise<Answer>;
