import { runInThisContext } from "node:vm";

/** Under Jest the global `process` is a copy that hears no events; this is the one that does. */
const realProcess = runInThisContext("process") as NodeJS.Process;
let programs = 0;

/**
 * Lets an inline program's unhandled rejections reach the language server, as they do outside Jest: it reports them to the
 * engine as errors of the program, and knows which ones to pass over. Answers with the end of it.
 */
export function programStarts(): () => void {
    programs += 1;
    return () => {
        programs -= 1;
    };
}

if (realProcess !== process) {
    // Jest puts its own listeners back when the test file ends.
    const jestListeners = realProcess.listeners("unhandledRejection");
    realProcess.removeAllListeners("unhandledRejection");
    realProcess.on("unhandledRejection", (reason, promise) => {
        if (isEndOfEngine(reason) || (programs > 0 && process.emit("unhandledRejection", reason, promise))) {
            return;
        }
        for (const listener of jestListeners) {
            listener(reason, promise);
        }
    });
}

/** An interrupted engine drops its line while the program still has something to register; that may come late. */
function isEndOfEngine(reason: unknown): boolean {
    return reason instanceof Error && reason.message === "Resource monitor is terminating";
}
