import { UserError } from "../../common/userError";
import type { Context } from "../shared/context";
import { withoutUndefined } from "../shared/inputs";
import { readCertificate } from "../verification/checkCertificate";
import { type HostCertificateInputs, type HostCertificateOutputs, subjectOf } from "./bindingState";

/** A host that cannot be imported. */
class ImportError extends UserError {
    override readonly name = "ImportError";
}

/** The inputs and outputs of a host that was read for an import. Throws unless it serves a free certificate. */
export async function importedHost(
    context: Context,
    outs: HostCertificateOutputs,
): Promise<{ inputs: Partial<HostCertificateInputs>; outs: HostCertificateOutputs }> {
    const { zoneId, host, mode, certificateId } = outs;
    const refuse = (why: string, next: string) =>
        new ImportError(`${subjectOf(outs)} cannot be imported: ${why}.\n  next step: ${next}`);
    if (mode === "sslcert") {
        throw refuse(
            `the host serves your own certificate (mode sslcert, ${certificateId ?? "no CertId"})`,
            "leave the host as it is, or declare the resource with replaceOwnCertificate: true, and `pulumi up` replaces it with the free certificate.",
        );
    }
    if (mode !== "eofreecert_manual" && mode !== "eofreecert") {
        throw refuse(
            `its mode is ${mode}, so the host serves no free certificate`,
            "declare the resource in the program, and `pulumi up` binds the host.",
        );
    }
    // The program gives the name of the certificate that it waits for: with the name in state, that is not a change.
    const found = await readCertificate(context, { zoneId, domain: host });
    const commonName = "certificate" in found ? found.certificate.commonName : undefined;
    return {
        inputs: withoutUndefined({ zoneId, host, mode: mode === "eofreecert" ? mode : undefined }),
        outs: withoutUndefined({ ...outs, commonName }),
    };
}
