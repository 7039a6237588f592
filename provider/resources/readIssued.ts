import type { DomainRef } from "../api/actions";
import type { ReadConfig } from "../api/connection/settings";
import { openApi } from "../api/openApi";
import { systemClock } from "../common/clock";
import { UserError } from "../common/userError";
import type { Context } from "../lifecycle/shared/context";
import { idOf } from "../lifecycle/shared/resourceId";
import {
    FreeCertificateVerificationLifecycle,
    type VerificationOutputs,
} from "../lifecycle/verification/verificationLifecycle";
import { Progress } from "../waiting/progress";

class InvalidArgumentsError extends UserError {
    override readonly name = "InvalidArgumentsError";
}

let context: Context | undefined;

/** One look for a certificate from a program, with the settings that a resource would have. */
export async function lookUp(ref: DomainRef, config: ReadConfig): Promise<VerificationOutputs> {
    context ??= programContext(config);
    const lifecycle = new FreeCertificateVerificationLifecycle(context);
    const { inputs, failures = [] } = await lifecycle.check({}, { ...ref });
    if (failures.length > 0) {
        throw new InvalidArgumentsError(failures.map(({ property, reason }) => `${property} ${reason}`).join("; "));
    }
    const { props } = await lifecycle.read(idOf(inputs));
    return props;
}

function programContext(config: ReadConfig): Context {
    const { signal } = new AbortController();
    return {
        api: openApi(config, systemClock, signal),
        clock: systemClock,
        log: { info: async (message) => console.log(message), warn: async (message) => console.error(message) },
        progress: new Progress(systemClock, (line) => console.log(line)),
        signal,
    };
}
