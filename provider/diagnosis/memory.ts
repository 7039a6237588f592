/** What earlier rounds saw of a record. Times are in milliseconds since the Unix epoch. */
export interface Memory {
    /** Since when it has been right without a break. */
    rightSince?: number;
    /** Since when its servers have not agreed. */
    disagreeSince?: number;
    /** The name for whose CAA records nobody answered, in the round before. */
    caaSilentAt?: string | undefined;
    /** An address at which the file was not right in the round before, and one at which it was, if there were both. */
    telling?: readonly string[];
    /** What resolvers answered that is not right, and until when they may keep it. */
    stale?: Map<string, { value: string | undefined; until: number }>;
}
