/**
 * How a refresh shows a change of what it saw as an update, where the engine would else take new outputs in silence: read puts a
 * mark of what it saw into outputs and inputs both, check carries the mark over from one run to the next, and diff compares the two.
 */
export interface DriftMark {
    /** What names the change that a refresh saw last, such as the RequestId of its check. No user sets it. */
    drift?: string;
}

/** Whether inputs and outputs bear different marks. */
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
