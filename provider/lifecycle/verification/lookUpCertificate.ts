import type { DomainRef } from "../../api/actions";
import { refuseFaults } from "../shared/checkInputs";
import type { Context } from "../shared/context";
import { idOf } from "../shared/resourceId";
import { FreeCertificateVerificationLifecycle, type VerificationOutputs } from "./verificationLifecycle";

/** One look for an issued certificate, without a resource. */
export async function lookUpCertificate(context: Context, args: object): Promise<VerificationOutputs> {
    const lifecycle = new FreeCertificateVerificationLifecycle(context);
    const { inputs, failures = [] } = await lifecycle.check({}, { ...args });
    refuseFaults(failures);
    const { props } = await lifecycle.read(idOf(inputs as DomainRef));
    return props;
}
