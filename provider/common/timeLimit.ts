import { onAbort } from "./onAbort";

/**
 * A signal that aborts after a time, or as soon as another does. It does not keep the process alive; `end` gives back what it takes. Node.js 20
 * loses an `AbortSignal.timeout` within an `AbortSignal.any` when it collects garbage, and it never aborts then.
 */
export function timeLimit(ms: number, ...signals: readonly AbortSignal[]): { signal: AbortSignal; end(): void } {
    const controller = new AbortController();
    const abort = () => controller.abort();
    const timer = setTimeout(abort, ms);
    timer.unref();
    const stops = signals.map((signal) => onAbort(signal, abort));
    return {
        signal: controller.signal,
        end: () => {
            clearTimeout(timer);
            for (const stop of stops) stop();
        },
    };
}
