import type { CallOptions } from "../../api/call";
import type { WaitName } from "../../waiting/progress";
import { type Verdict, type WaitOptions, waitFor } from "../../waiting/waitFor";
import type { Context } from "./context";

/**
 * A read does not wait, but gets over a moment's trouble: it ends a minute after the trouble began. The whole is bounded by what a
 * refresh of very many takes in line for their requests.
 */
export const READ_LIMITS = { patienceMs: 60_000, timeoutMs: 60 * 60_000 };

/** Waits by the context's clock until the user cancels, or the given signal ends it, and tells of it under the given name. */
export function waitIn<T>(
    { clock, signal, progress }: Context,
    name: WaitName,
    look: (call: CallOptions) => Promise<Verdict<T>>,
    options: Pick<WaitOptions, "doing" | "consequence" | "timeoutMs" | "patienceMs"> & { signal?: AbortSignal },
): Promise<T> {
    return waitFor(look, { ...options, signal: options.signal ?? signal, clock, observer: progress.begin(name) });
}
