/** Each signal with its listeners. */
const callbacksOf = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when the signal aborts, or at once if it has. Returns a function that unsubscribes. For a signal that a whole run shares: an
 * EventTarget iterates over all its listeners to add or remove one, a hundred million steps for ten thousand waits.
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
