/**
 * Shows a change that a refresh detects as an update; the engine would otherwise accept new outputs silently. Read writes a mark of
 * the new state to outputs and inputs, check carries it over from run to run, and diff compares the two.
 */
export interface DriftMark {
    /** Identifies the last change that a refresh detected, such as the RequestId of its check. Not set by users. */
    drift?: string;
}

/** Whether the marks of inputs and outputs differ. */
export function hasDrifted(olds: DriftMark, news: DriftMark): boolean {
    return olds.drift !== news.drift;
}

/** The mark of the old inputs, if the new ones are of the same identity. */
export function carryDriftMark<Key extends string>(
    identity: readonly Key[],
    olds: DriftMark & Partial<Record<Key, unknown>>,
    news: Partial<Record<Key, unknown>>,
): DriftMark {
    const same = olds.drift && identity.every((key) => olds[key] === news[key]);
    return same ? { drift: olds.drift } : {};
}
