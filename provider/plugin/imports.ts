import { UserError } from "../common/userError";
import type { Context } from "../lifecycle/shared/context";
import { withoutUndefined } from "../lifecycle/shared/inputs";
import { readCertificate } from "../lifecycle/verification/checkCertificate";
import type { Properties } from "./properties";

/** A resource that is not one to import. */
class ImportError extends UserError {
    override readonly name = "ImportError";
}

interface Imported {
    inputs: Properties;
    outs: Properties;
}

const DEFAULT_MODE = "eofreecert_manual";

export async function importedVerification(outs: Properties): Promise<Imported> {
    const { zoneId, domain } = outs;
    return { inputs: { zoneId, domain }, outs };
}

/** Only a host that serves a free certificate is in the state that the resource stands for. */
export async function importedHost(context: Context, outs: Properties): Promise<Imported> {
    const { zoneId, host, mode, certificateId } = outs as Record<string, string>;
    const what = `the certificate of the host ${host} (${zoneId}) cannot be imported`;
    if (mode === "sslcert") {
        throw new ImportError(
            `${what}: the host serves your own certificate (mode sslcert, ${certificateId ?? "no CertId"}). next step: leave the host as it is, or declare the resource with replaceOwnCertificate: true, and \`pulumi up\` replaces it with the free certificate`,
        );
    }
    if (mode !== DEFAULT_MODE && mode !== "eofreecert") {
        throw new ImportError(
            `${what}: its mode is ${mode}, so it serves no free certificate. next step: declare the resource in the program, and \`pulumi up\` binds the host`,
        );
    }
    // The program gives the name of the certificate that it waits for: with the name in state, that is no change.
    const found = await readCertificate(context, { zoneId: zoneId as string, domain: host as string });
    const commonName = "certificate" in found ? found.certificate.commonName : undefined;
    const inputs = withoutUndefined({ zoneId, host, mode: mode === DEFAULT_MODE ? undefined : mode });
    return { inputs, outs: withoutUndefined({ ...outs, commonName }) };
}

export async function refuseApplication({ zoneId, domain }: Properties): Promise<Imported> {
    throw new ImportError(
        `the free certificate application of ${domain} (${zoneId}) cannot be imported: the API does not tell what it has asked to be published. next step: declare the resource in the program: \`pulumi up\` applies again, which is possible at any time, and gives the record or file`,
    );
}

export async function refuseSet(): Promise<Imported> {
    throw new ImportError("a set of certificates cannot be imported. next step: declare it in the program");
}
