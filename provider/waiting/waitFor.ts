import pWaitFor from "p-wait-for";
import type { CallOptions } from "../api/call";
import { onAbort } from "../common/onAbort";
import { Observations, WaitError, type WaitFailure } from "./observations";
import { isAnswer, nextPollAt } from "./pollDelay";
import { type PollResult, toPollResult } from "./pollResult";
import type { ProofWatch } from "./proof/proofWatch";
import type { WaitOptions } from "./waitOptions";

/**
 * Polls with growing delays until there is a value. Throws a {@link WaitError} at the deadline, when the user cancels, or when a reason
 * exceeds its retry time.
 *
 * Only the loop of p-wait-for is used. Its `interval` is fixed for a wait, so the condition awaits the growing delay, with the injected
 * clock. Its `signal` and `timeout` leak an abort listener at each poll, so Node 20 warns at the eleventh, and its timeout accepts a
 * late value as success: so abort and deadline are our own signal.
 */
export async function waitFor<T>(
    poll: (call: CallOptions) => Promise<PollResult<T>>,
    options: WaitOptions,
): Promise<T> {
    const { clock, timeoutMs, signal, observer } = options;
    const observed = new Observations(options);
    const stop = new AbortController();
    const unsubscribe = onAbort(signal, () => stop.abort("cancelled" satisfies WaitFailure));
    clock.sleep(timeoutMs, stop.signal).then(
        () => stop.abort("timeout" satisfies WaitFailure),
        () => {}, // The wait ended first.
    );

    let due = clock.now();
    let failures = 0;
    let pending = 0;
    let watch: ProofWatch | undefined;
    let succeeded = false;
    const condition = async () => {
        stop.signal.throwIfAborted();
        const delay = due - clock.now();
        if (delay > 0) await (watch ?? clock).sleep(delay, stop.signal);
        due = Math.min(due, clock.now());
        const call = { due, repeated: observed.checks > 0, signal: stop.signal };
        const result = await toPollResult(() => poll(call));
        if (result.done) {
            succeeded = true;
            return pWaitFor.resolveWith(result.value);
        }
        const { reason } = result;
        if (observed.add(reason)) throw observed.failure("gaveUp");
        observer?.seen(reason, observed.checks);
        failures = isAnswer[reason.kind] ? 0 : failures + 1;
        const age = watch?.age(observed.age()) ?? observed.age();
        due = nextPollAt(reason, { age, failures, due, now: clock.now() });
        if (reason.kind !== "pending") return false;
        if (++pending === 2) watch = options.watchProof?.((cause) => observer?.found(cause));
        if (!watch) return false;
        watch.answered(reason);
        if (watch.isMissingTooLong()) throw observed.failure("gaveUp", watch.report());
        due = watch.nextPollAt(due);
        return false;
    };
    try {
        return await pWaitFor<T>(condition, { interval: 0 });
    } catch (error) {
        if (stop.signal.aborted && !(error instanceof WaitError))
            throw observed.failure(stop.signal.reason, watch?.report());
        throw error;
    } finally {
        unsubscribe();
        stop.abort(); // clears the deadline
        watch?.stop();
        observer?.ended(succeeded);
    }
}
