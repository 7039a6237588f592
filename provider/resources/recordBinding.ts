import * as pulumi from "@pulumi/pulumi";
import type { HostRef } from "../api/hosts";
import { ProgramBindings } from "../engine/programBindings";
import { perRun } from "./currentRun";

const programBindings = perRun(() => {
    const engine = pulumi.runtime.getEngine() as { getChannel?(): { getTarget(): string } } | undefined;
    const address = engine?.getChannel?.().getTarget().replace(/^dns:/, "");
    if (address === undefined) return undefined;
    const bindings = new ProgramBindings(address);
    bindings.clear();
    return bindings;
});

/** Deletes the record of an earlier run's program. */
export function beginProgram(): void {
    programBindings();
}

/** Records a declared host for the provider: the engine does not report resources outside `--target`, and a declared host must keep HTTPS. */
export function recordBinding(urn: pulumi.Output<string>, declared: pulumi.Output<HostRef | undefined>): void {
    const bindings = programBindings();
    pulumi.all([urn, declared]).apply(([urn, ref]) => {
        if (ref) bindings?.add(urn, ref);
    });
}
