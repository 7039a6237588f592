import type { DomainRef } from "../api/actions";
import type { ReadConfig } from "../api/connection/settings";
import { idOf } from "../lifecycle/shared/resourceId";
import {
    FreeCertificateVerificationLifecycle,
    type VerificationOutputs,
} from "../lifecycle/verification/verificationLifecycle";
import { programContext, refuseFaults } from "./programContext";

/** One look for a certificate from a program, with the settings that a resource would have. */
export async function readIssued(ref: DomainRef, config: ReadConfig): Promise<VerificationOutputs> {
    const lifecycle = new FreeCertificateVerificationLifecycle(programContext(config));
    const { inputs, failures = [] } = await lifecycle.check({}, { ...ref });
    refuseFaults(failures);
    const { props } = await lifecycle.read(idOf(inputs));
    return props;
}
