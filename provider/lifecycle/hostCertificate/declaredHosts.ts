import type { HostRef } from "../../api/hosts";
import type { Context, EngineRequest } from "../shared/context";
import { UNKNOWN } from "../shared/inputs";
import { bindingId } from "./bindingState";
import type { ReplacedCertificate } from "./deployment";

/** Why a run may not show that its program still declares a host. */
export type HiddenBy = NonNullable<EngineRequest["hiddenBy"]> | "replacement" | "files";

/** Which hosts the program of this run declares, as far as the run shows it: deleting another resource of such a host changes nothing there. */
export class DeclaredHosts {
    /** The hosts that check has seen, by id, with what the binding has replaced. */
    private readonly checked = new Map<string, ReplacedCertificate | undefined>();
    /** The bindings that are to be replaced, by id, with the id of the new one where it is known, until that is made. */
    private readonly leaving = new Map<string, string | undefined>();
    /** The URNs of the bindings that this run has deleted. */
    private readonly deleted = new Set<string>();

    constructor(private readonly boundByProgram: Context["boundByProgram"]) {}

    declare(ref: HostRef, replaced?: ReplacedCertificate): void {
        this.checked.set(bindingId(ref), replaced);
    }

    /** What the resource that declares a host has replaced there. */
    replacedBy(ref: HostRef): ReplacedCertificate | undefined {
        return this.checked.get(bindingId(ref));
    }

    /** Notes that a binding is, or is no more, to be replaced by one of another host. */
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
     * because it is not a target of the run. With `destroy --run-program` the program declares what is deleted, by the same URN or another.
     */
    has(ref: HostRef, { urn, destroys }: EngineRequest): boolean {
        if (this.checked.has(bindingId(ref))) return true;
        if (destroys === "all") return false;
        const bindings = this.boundByProgram?.(ref) ?? [];
        if (destroys !== "targets") return bindings.length > 0;
        return urn !== undefined && bindings.some((binding) => !this.deleted.has(binding));
    }

    /** Why it is not known that the program does not declare a host, where that is so. A destroy says itself what it is to destroy. */
    hiddenBy(ref: HostRef, { destroys, hiddenBy }: EngineRequest): HiddenBy | undefined {
        if (destroys === "all" || destroys === "targets") return undefined;
        if (hiddenBy) return hiddenBy;
        // The program goes on after what is deleted before its replacement is made: who takes the host over may not be declared yet.
        if (this.leaving.has(bindingId(ref))) return "replacement";
        return this.boundByProgram && !this.boundByProgram(ref) ? "files" : undefined;
    }
}
