/** Each signal with its listeners. */
const callbacksOf = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back once the signal aborts, or at once if it has. Answers how to take it back. For a signal that a whole run shares: an
 * EventTarget walks all its listeners to add or to remove one, which makes ten thousand waits cost a hundred million steps.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
    if (signal.aborted) {
        callback();
        return () => {};
    }
    const callbacks = callbacksOf.get(signal) ?? listen(signal);
    callbacks.add(callback);
    return () => void callbacks.delete(callback);
}

function listen(signal: AbortSignal): Set<() => void> {
    const callbacks = new Set<() => void>();
    callbacksOf.set(signal, callbacks);
    const call = () => {
        for (const callback of callbacks) callback();
    };
    signal.addEventListener("abort", call, { once: true });
    return callbacks;
}
