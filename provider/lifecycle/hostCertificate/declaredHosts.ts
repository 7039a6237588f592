import type { HostRef } from "../../api/hosts";
import type { Context, EngineRequest } from "../shared/context";
import { UNKNOWN } from "../shared/inputs";
import { bindingId } from "./bindingState";
import type { ReplacedCertificate } from "./deployment";

/** Why a run may not know that its program still declares a host. */
export type HiddenBy = NonNullable<EngineRequest["hiddenBy"]> | "replacement" | "files";

/** The hosts that the program of this run is known to declare: deleting another resource of such a host does not change the host. */
export class DeclaredHosts {
    /** The hosts that check has seen, by id, with what the binding has replaced. */
    private readonly checked = new Map<string, ReplacedCertificate | undefined>();
    /** The bindings to be replaced, by id, with the id of the new one if known, until that is created. */
    private readonly leaving = new Map<string, string | undefined>();
    /** The URNs of the bindings that this run has deleted. */
    private readonly deleted = new Set<string>();

    constructor(private readonly boundByProgram: Context["boundByProgram"]) {}

    declare(ref: HostRef, replaced?: ReplacedCertificate): void {
        this.checked.set(bindingId(ref), replaced);
    }

    /** The certificate that the declaring resource replaced on the host. */
    replacedBy(ref: HostRef): ReplacedCertificate | undefined {
        return this.checked.get(bindingId(ref));
    }

    /** Records whether a binding will be replaced by one of another host. */
    noteChange(id: string, { zoneId, host }: Partial<HostRef>): void {
        const isKnown = zoneId && host && zoneId !== UNKNOWN && host !== UNKNOWN;
        const newId = isKnown ? bindingId({ zoneId, host }) : undefined;
        if (newId === id) this.leaving.delete(id);
        else this.leaving.set(id, newId);
    }

    noteCreate(ref: HostRef): void {
        for (const [id, newId] of this.leaving) if (newId === bindingId(ref)) this.leaving.delete(id);
    }

    noteDelete({ urn }: EngineRequest): void {
        if (urn) this.deleted.add(urn);
    }

    /**
     * Whether another resource of this run binds the host: one that was checked, or one that the program declares and the engine does not show,
     * because it is not a target of the run; or why the run cannot know. With `destroy --run-program` the program declares what is deleted, by
     * the same URN or another. A destroy knows what it is to destroy.
     */
    lookUp(ref: HostRef, { urn, destroys, hiddenBy }: EngineRequest): "declared" | "notDeclared" | HiddenBy {
        if (this.checked.has(bindingId(ref))) return "declared";
        if (destroys === "all") return "notDeclared";
        const bindings = this.boundByProgram ? this.boundByProgram(ref) : [];
        if (destroys === "targets") {
            const isLeft = urn !== undefined && bindings?.some((binding) => !this.deleted.has(binding));
            return isLeft ? "declared" : "notDeclared";
        }
        if (bindings && bindings.length > 0) return "declared";
        if (hiddenBy) return hiddenBy;
        // With deleteBeforeReplace, the program continues after the delete: the resource that takes over the host may not be declared yet.
        if (this.leaving.has(bindingId(ref))) return "replacement";
        return bindings ? "notDeclared" : "files";
    }
}
