import type { TeoApi } from "../../api/actions";
import type { CallOptions } from "../../api/call";
import type { HostRef } from "../../api/hosts";
import type { Clock } from "../../common/clock";
import type { PollResult } from "../../waiting/pollResult";
import type { Progress, WaitName } from "../../waiting/progress";
import type { WatchProofOf } from "../../waiting/proof/openWatches";
import { waitFor } from "../../waiting/waitFor";
import type { WaitOptions } from "../../waiting/waitOptions";

/** Lines for the user that stay in the output of the run. Await them: the run may end once the call has returned. */
export interface Log {
    info(message: string): Promise<void>;
    warn(message: string): Promise<void>;
}

/** The dependencies of a lifecycle, injected: it does not use Pulumi's runtime. */
export interface Context {
    /** Created on first use, so that operations that make no call need no settings. Throws if a setting is wrong. */
    readonly api: TeoApi;
    readonly clock: Clock;
    readonly log: Log;
    readonly progress: Pick<Progress, "begin">;
    /** Aborts when the user cancels the run. */
    readonly signal: AbortSignal;
    /** Starts to look for a proof during a wait. Undefined if proofs are never looked for. */
    readonly watchProof?: WatchProofOf;
    /** The URNs by which the program of this run binds a host, targeted or not, as far as the front end knows them; undefined where it cannot know. */
    readonly boundByProgram?: (ref: HostRef) => string[] | undefined;
}

/** What the engine says of a request besides its properties, as far as the front end knows it. */
export interface EngineRequest {
    urn?: string;
    /** How long the call may take, by `customTimeouts` as the engine has resolved it. Missing where there is none. */
    timeoutMs?: number | undefined;
    /** Given in a delete: whether the run destroys the whole stack, or a part of it. Missing where that cannot be known. */
    destroys?: "all" | "targets" | "nothing" | undefined;
    /** Given in a delete: why it is not known what else the program declares: the run is limited to targets, or may be. */
    hiddenBy?: "targets" | "commandLine" | undefined;
}

/**
 * A read does not wait, but retries temporary faults for a minute. The total timeout allows for the queue of a very large refresh.
 */
export const READ_LIMITS = { patienceMs: 60_000, timeoutMs: 60 * 60_000 };

/** Waits by the context's clock until the user cancels or the given signal aborts, and reports progress under the given name. */
export function waitIn<T>(
    { clock, signal, progress }: Context,
    name: WaitName,
    poll: (call: CallOptions) => Promise<PollResult<T>>,
    options: Pick<WaitOptions, "doing" | "consequence" | "timeoutMs" | "patienceMs" | "watchProof"> & {
        signal?: AbortSignal;
    },
): Promise<T> {
    return waitFor(poll, { ...options, signal: options.signal ?? signal, clock, observer: progress.begin(name) });
}
