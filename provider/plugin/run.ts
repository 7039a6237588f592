import { AsyncLocalStorage } from "node:async_hooks";
import { setMaxListeners } from "node:events";
import type { ReadConfig } from "../api/connection/settings";
import type { HostRef } from "../api/hosts";
import { systemClock } from "../common/clock";
import { NotFoundError } from "../common/userError";
import { previewCommand } from "../engine/engineCommand";
import { engineLog } from "../engine/engineLog";
import { ProgramBindings } from "../engine/programBindings";
import { ResourceProgress } from "../engine/resourceProgress";
import { runContext } from "../engine/runContext";
import { bindingId, secondBinding } from "../lifecycle/hostCertificate/bindingState";
import { UNKNOWN } from "../lifecycle/shared/inputs";
import type { Changes } from "./changes";
import { type Kind, kindsOf } from "./kinds";

/** The URN of the resource that the call is about, for whatever is logged in it. */
const urnOfCall = new AsyncLocalStorage<string>();

/** What a process holds of one run of the engine, which may attach to the same process again and again. */
export class Run {
    readConfig: ReadConfig = () => undefined;
    /** Whether a call has shown that this run is a preview. */
    seemsPreview = false;
    readonly cancelled = new AbortController();
    /** What a refresh has found changed, by URN, until the engine asks: it does so with the next diff, without the outputs of before. */
    readonly refreshed = new Map<string, Changes>();
    readonly context;
    private readonly kinds: Record<string, Kind>;
    private readonly progress: ResourceProgress;
    /** The bindings that check has seen: their URNs by host. */
    private readonly hosts = new Map<string, Set<string>>();
    /** Each provider of a stack has a process of its own: they tell each other by files what the program binds. */
    private readonly shared: ProgramBindings | undefined;

    constructor(engineAddress: string | undefined) {
        setMaxListeners(0, this.cancelled.signal);
        const urn = () => urnOfCall.getStore();
        const log = engineLog(engineAddress, urn);
        this.progress = new ResourceProgress(systemClock, log.status, urn);
        this.shared = engineAddress ? new ProgramBindings(engineAddress, process.pid) : undefined;
        this.shared?.clear();
        this.context = runContext((key) => this.readConfig(key), log, this.cancelled.signal, {
            progress: this.progress,
            boundByProgram: (ref) => (this.shared ? this.shared.urnsOf(ref) : []),
        });
        this.kinds = kindsOf(this.context);
    }

    kindOf(urn: string): Kind {
        const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
        const kind = this.kinds[type];
        if (!kind) throw new NotFoundError(`the provider teo has no resource of the type ${type}`);
        return kind;
    }

    /** Does what a call about a resource asks for. */
    about<Result>(urn: string, work: () => Promise<Result>): Promise<Result> {
        return urnOfCall.run(urn, () => work().finally(() => this.progress.flush()));
    }

    /** Two resources for one host are a mistake: they would undo each other's changes. */
    async declareHost(urn: string, ref: HostRef, isSecret: boolean): Promise<void> {
        if (ref.host === UNKNOWN || ref.zoneId === UNKNOWN) return;
        const known = this.hosts.get(bindingId(ref)) ?? new Set();
        this.hosts.set(bindingId(ref), known);
        const first = [...known, ...(this.shared?.urnsOfOtherPlugins(ref) ?? [])].find((each) => each !== urn);
        // Check is called again in a replacement.
        if (known.has(urn)) return;
        known.add(urn);
        this.shared?.add(urn, ref);
        const nameOf = (each: string) => each.split("::").slice(3).join("::");
        if (first) await this.context.log.warn(secondBinding(nameOf(first), nameOf(urn), isSecret ? undefined : ref));
    }

    /** The engine does not tell. What an up previews first is taken for one from the first resource on that it would create or update. */
    isPreview(): boolean {
        return this.seemsPreview || previewCommand();
    }
}
