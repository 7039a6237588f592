import { AsyncLocalStorage } from "node:async_hooks";
import { setMaxListeners } from "node:events";
import type { ReadConfig } from "../api/connection/settings";
import { systemClock } from "../common/clock";
import { UserError } from "../common/userError";
import { engineLog } from "../engine/engineLog";
import { ResourceProgress } from "../engine/resourceProgress";
import { runContext } from "../engine/runContext";
import type { Changes } from "./changes";
import { type Kind, kindsOf } from "./kinds";

/** The URN of the resource that the call is about, for whatever is logged in it. */
const urnOfCall = new AsyncLocalStorage<string>();

/** What a process holds of one run of the engine, which may attach to the same process again and again. */
export class Run {
    readConfig: ReadConfig = () => undefined;
    /** Whether a call has shown that this run is a preview. */
    isPreview = false;
    /** What a refresh has found changed, by URN, until the engine asks what has changed. */
    readonly refreshed = new Map<string, Changes>();
    readonly context;
    private readonly kinds: Record<string, Kind>;
    private readonly progress: ResourceProgress;
    private readonly cancelled = new AbortController();

    constructor(engineAddress: string | undefined) {
        setMaxListeners(0, this.cancelled.signal);
        const urn = () => urnOfCall.getStore();
        const log = engineLog(engineAddress, urn);
        this.progress = new ResourceProgress(systemClock, log.status, urn);
        const read: ReadConfig = (key) => this.readConfig(key);
        this.context = runContext(read, log, this.cancelled.signal, { progress: this.progress });
        this.kinds = kindsOf(this.context);
    }

    kind(type: string): Kind {
        const kind = this.kinds[type];
        if (!kind) throw new UnknownTypeError(`teo has no resource of the type ${type}`);
        return kind;
    }

    /** Does what a call about a resource asks for. */
    async about<Result>(urn: string, work: () => Promise<Result>): Promise<Result> {
        return urnOfCall.run(urn, async () => {
            try {
                return await work();
            } finally {
                await this.progress.flush();
            }
        });
    }

    cancel(): void {
        this.cancelled.abort();
    }
}

class UnknownTypeError extends UserError {
    override readonly name = "UnknownTypeError";
}
