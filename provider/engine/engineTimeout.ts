import { refuseFaults } from "../lifecycle/shared/checkInputs";
import type { Log } from "../lifecycle/shared/context";
import { checkTimeouts, writeDuration } from "../lifecycle/shared/timeouts";

/**
 * How long a call may take by the option `customTimeouts`, in milliseconds. The engine takes every duration that it can parse, and sends seconds, or
 * 0 where there is none. A wrong one of a create or update is refused before anything is sent. That of a read or delete stands in state, which only
 * an up mends, and ends no run.
 */
export async function engineTimeoutMs(
    log: Log,
    operation: "create" | "update" | "read" | "delete",
    seconds: number,
): Promise<number | undefined> {
    if (seconds === 0) return undefined;
    const faults = checkTimeouts({ [operation]: writeDuration(seconds) });
    if (operation === "create" || operation === "update") refuseFaults(faults);
    for (const { property, reason } of faults) {
        const next = "next step: correct the option in the program, and run `pulumi up`.";
        await log.warn(`${property} ${reason}. The default is used instead. ${next}`);
    }
    return faults.length > 0 ? undefined : seconds * 1_000;
}
