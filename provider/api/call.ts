/** When and under what signal to ask. */
export interface CallOptions {
    /** Ends the request, or its wait for a turn, at once. */
    signal: AbortSignal;
    /** When the question was due, in milliseconds since the epoch: the earliest due goes first. */
    due: number;
    /** Whether it was answered before: a first question goes before a repeated one. */
    repeated: boolean;
}

/** Sends one action; the answer is what stands under `Response`. Throws an ApiError. */
export type Call = <Answer>(action: string, request: object, options: CallOptions) => Promise<Answer>;
