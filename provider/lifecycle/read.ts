/**
 * A read does not wait, but gets over a moment's trouble: it ends a minute after the trouble began. The whole is bounded by what a
 * refresh of very many takes in line for their requests.
 */
export const READ_LIMITS = { patienceMs: 60_000, timeoutMs: 60 * 60_000 };
