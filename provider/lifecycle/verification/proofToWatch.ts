import type { ProofToWatch } from "../../waiting/proof/watchedProof";
import type { ProofInputs } from "../shared/proofInputs";
import { parseDuration } from "../shared/timeouts";

/** How often the API is asked while the proof is certainly not there, where `checkIntervalWhileProofMissing` does not say. */
const CHECK_INTERVAL = "30s";

/** What a wait looks for, by the inputs of its resource. */
export function proofToWatch(domain: string, inputs: ProofInputs): ProofToWatch {
    const { dnsVerification: dns, fileVerification: file, failAfterProofMissing, secretProof } = inputs;
    return {
        domain,
        ...(dns && { dns: { name: dns.fqdn, type: dns.recordType, value: dns.recordValue } }),
        ...(file && { file: { path: file.path, content: file.content } }),
        failAfterMissingMs: failAfterProofMissing === undefined ? undefined : parseDuration(failAfterProofMissing),
        checkIntervalMs: parseDuration(inputs.checkIntervalWhileProofMissing ?? CHECK_INTERVAL) as number,
        isSecret: secretProof === true,
    };
}
