import { AsyncLocalStorage } from "node:async_hooks";
import { setMaxListeners } from "node:events";
import type { ReadConfig } from "../api/connection/settings";
import { systemClock } from "../common/clock";
import { UserError } from "../common/userError";
import { updateHasTargets } from "../engine/engineCommand";
import { engineLog } from "../engine/engineLog";
import { ResourceProgress } from "../engine/resourceProgress";
import { runContext } from "../engine/runContext";
import { Bindings } from "./bindings";
import type { Changes } from "./changes";
import { type Kind, kindsOf } from "./kinds";

/** The URN of the resource that the call is about, for whatever is logged in it. */
const urnOfCall = new AsyncLocalStorage<string>();

class UnknownTypeError extends UserError {
    override readonly name = "UnknownTypeError";
}

/** What a process holds of one run of the engine, which may attach to the same process again and again. */
export class Run {
    readConfig: ReadConfig = () => undefined;
    /** Whether a call has shown that this run is a preview. */
    isPreview = false;
    /** Whether the engine shows a part of the program only. */
    readonly hasTargets = updateHasTargets();
    readonly bindings: Bindings;
    readonly context;
    private readonly kinds: Record<string, Kind>;
    private readonly progress: ResourceProgress;
    private readonly cancelled = new AbortController();
    private readonly refreshed = new Map<string, Changes>();

    constructor(engineAddress: string | undefined) {
        setMaxListeners(0, this.cancelled.signal);
        const urn = () => urnOfCall.getStore();
        const log = engineLog(engineAddress, urn);
        this.progress = new ResourceProgress(systemClock, log.status, urn);
        this.bindings = new Bindings(engineAddress, log);
        this.context = runContext((key) => this.readConfig(key), log, this.cancelled.signal, {
            progress: this.progress,
            boundByProgram: (ref) => this.bindings.urnsOf(ref),
        });
        this.kinds = kindsOf(this.context);
    }

    kindOf(urn: string): Kind {
        const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
        const kind = this.kinds[type];
        if (!kind) throw new UnknownTypeError(`the provider teo has no resource of the type ${type}`);
        return kind;
    }

    /** Does what a call about a resource asks for. */
    about<Result>(urn: string, work: () => Promise<Result>): Promise<Result> {
        return urnOfCall.run(urn, () => work().finally(() => this.progress.flush()));
    }

    /** Keeps what a refresh has found changed until the engine asks, which it does with the next diff, without the outputs of before. */
    noteRefreshed(urn: string, changes: Changes): void {
        // Which check has seen it is no news of the certificate.
        for (const path of changes.keys()) if (/(^|\.)requestId$/.test(path)) changes.delete(path);
        if (changes.size > 0) this.refreshed.set(urn, changes);
    }

    takeRefreshed(urn: string): Changes | undefined {
        const changes = this.refreshed.get(urn);
        this.refreshed.delete(urn);
        return changes;
    }

    cancel(): void {
        this.cancelled.abort();
    }
}
