import type { TeoApi } from "../api/actions";
import type { ReadConfig } from "../api/connection/settings";
import { systemClock } from "../common/clock";
import type { Context } from "../lifecycle/shared/context";
import { Progress } from "../waiting/progress";
import type { WatchProofOf } from "../waiting/proof/openWatches";
import type { EngineLog } from "./engineLog";

/** The shared context of all resources of a run: the API client with its request budget, the clock, the log and the progress line. */
export function runContext(
    readConfig: ReadConfig,
    log: EngineLog,
    signal: AbortSignal,
    ofFrontEnd: Partial<Pick<Context, "progress" | "boundByProgram">> = {},
): Context {
    let api: TeoApi | undefined;
    let watchProof: WatchProofOf | undefined;
    return {
        get api() {
            // Loaded with the first call: a preview, or an up without changes, makes none.
            api ??= (require("../api/openApi") as typeof import("../api/openApi")).openApi(
                readConfig,
                systemClock,
                signal,
            );
            return api;
        },
        clock: systemClock,
        log,
        progress: new Progress(systemClock, (line) => void log.status(line)),
        signal,
        watchProof(proof, tell) {
            // Loaded with the first certificate that stays pending. Wrong settings have ended the wait before.
            watchProof ??= (
                require("../waiting/proof/openWatches") as typeof import("../waiting/proof/openWatches")
            ).openWatches(readConfig, systemClock);
            return watchProof(proof, tell);
        },
        ...ofFrontEnd,
    };
}
