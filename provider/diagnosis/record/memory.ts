/** What earlier rounds saw of a record, in milliseconds since the Unix epoch. */
export interface Memory {
    /** Since when it has been right without a break. */
    rightSince?: number;
}
