import { onAbort } from "../../common/onAbort";

/**
 * Does a task for each item, all at once, under one signal: it aborts when the given one does, when a task says so, and when a task fails.
 * Then that failure is the end of all.
 */
export async function withSharedAbort<Item, Result>(
    signal: AbortSignal,
    items: readonly Item[],
    task: (item: Item, stop: AbortController) => Promise<Result>,
): Promise<Result[]> {
    const stop = new AbortController();
    const forgetCancel = onAbort(signal, () => stop.abort());
    try {
        return await Promise.all(items.map((item) => task(item, stop)));
    } finally {
        stop.abort();
        forgetCancel();
    }
}
