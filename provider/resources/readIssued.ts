import type { DomainRef } from "../api/actions";
import type { ReadConfig } from "../api/connection/settings";
import { UserError } from "../common/userError";
import { runContext } from "../engine/runContext";
import type { Context } from "../lifecycle/shared/context";
import { idOf } from "../lifecycle/shared/resourceId";
import {
    FreeCertificateVerificationLifecycle,
    type VerificationOutputs,
} from "../lifecycle/verification/verificationLifecycle";

class InvalidArgumentsError extends UserError {
    override readonly name = "InvalidArgumentsError";
}

let context: Context | undefined;

/** One look for a certificate from a program, with the settings that a resource would have. */
export async function readIssued(ref: DomainRef, config: ReadConfig): Promise<VerificationOutputs> {
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
    const print = (line: string) => console.log(line);
    const log = {
        info: async (line: string) => print(line),
        warn: async (line: string) => console.error(line),
        status: print,
    };
    return runContext(config, log, new AbortController().signal);
}
