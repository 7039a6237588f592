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

/** Forgets what a program of an earlier run has declared. */
export function beginProgram(): void {
    programBindings();
}

/** The engine does not tell the provider about resources that `--target` leaves out. A host that the program still declares must not be taken off HTTPS. */
export function recordBinding(urn: pulumi.Output<string>, declared: pulumi.Output<HostRef | undefined>): void {
    const bindings = programBindings();
    pulumi.all([urn, declared]).apply(([urn, ref]) => {
        if (ref) bindings?.add(urn, ref);
    });
}
