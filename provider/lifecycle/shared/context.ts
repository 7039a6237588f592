import type { TeoApi } from "../../api/actions";
import type { Clock } from "../../common/clock";
import type { Progress } from "../../waiting/progress";

/** Lines for the user that stay in the output of the run. Wait for them: the run may be over once the call has returned. */
export interface Log {
    info(message: string): Promise<void>;
    warn(message: string): Promise<void>;
}

/** All that a lifecycle needs of the world, handed in: it keeps nothing of Pulumi's runtime. */
export interface Context {
    /** Made when first asked for, so that check, diff and delete work without settings; throws where settings are wrong. */
    readonly api: TeoApi;
    readonly clock: Clock;
    readonly log: Log;
    readonly progress: Progress;
    /** Aborts when the user cancels the run. */
    readonly signal: AbortSignal;
}
