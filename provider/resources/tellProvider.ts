import * as pulumi from "@pulumi/pulumi";
import { ProgramBindings } from "../engine/programBindings";
import { checkHost } from "../lifecycle/shared/names";
import { perRun } from "./currentRun";

const programBindings = perRun(() => {
    const engine = pulumi.runtime.getEngine() as { getChannel?(): { getTarget(): string } } | undefined;
    const address = engine?.getChannel?.().getTarget().replace(/^dns:/, "");
    if (address === undefined) return undefined;
    const bindings = new ProgramBindings(address);
    ignoringFailure(() => bindings.clear());
    return bindings;
});

/** Forgets what a program of an earlier run has declared. */
export function beginProgram(): void {
    programBindings();
}

/** The engine does not tell the provider about resources that `--target` leaves out. A host that the program still declares must not be taken off HTTPS. */
export function tellProvider(
    urn: pulumi.Output<string>,
    { zoneId, host }: { zoneId: pulumi.Input<string>; host: pulumi.Input<string> },
): void {
    const bindings = programBindings();
    pulumi.all([urn, zoneId, host]).apply(([urn, zoneId, host]) => {
        const checked = checkHost(host);
        if ("value" in checked) ignoringFailure(() => bindings?.add(urn, { zoneId, host: checked.value as string }));
    });
}

/** A folder for temporary files that cannot be written costs no more than this knowledge. */
function ignoringFailure(write: () => void): void {
    try {
        write();
    } catch {}
}
