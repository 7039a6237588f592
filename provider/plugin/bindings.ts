import type { HostRef } from "../api/hosts";
import { ProgramBindings } from "../engine/programBindings";
import { bindingId } from "../lifecycle/hostCertificate/bindingState";
import type { Log } from "../lifecycle/shared/context";

/** The hosts that the program of a run binds, as far as check has seen them. */
export class Bindings {
    private readonly urns = new Map<string, string>();
    /** Each provider of a stack has a process of its own: they tell each other by files. */
    private readonly shared: ProgramBindings | undefined;

    constructor(
        engineAddress: string | undefined,
        private readonly log: Log,
    ) {
        this.shared = engineAddress ? new ProgramBindings(engineAddress, undefined, process.pid) : undefined;
        this.shared?.clear();
    }

    /** Two resources for one host are a mistake: they would undo each other's changes. */
    async declare(urn: string, ref: HostRef, isSecret: boolean): Promise<void> {
        const id = bindingId(ref);
        const first = this.urns.get(id) ?? urn;
        this.shared?.add(urn, ref);
        this.urns.set(id, first);
        if (first === urn) return;
        const [one, other] = [first, urn].map((each) => each.split("::").at(-1));
        const which = isSecret ? "" : ` ${ref.host} (${ref.zoneId})`;
        await this.log.warn(
            `The HostCertificate resources "${one}" and "${other}" declare the same host${which}. Keep one of them.`,
        );
    }

    urnsOf(ref: HostRef): string[] {
        return this.shared?.urnsOf(ref) ?? [];
    }
}
