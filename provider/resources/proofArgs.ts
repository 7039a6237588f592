import * as pulumi from "@pulumi/pulumi";
import type { DnsVerification, FileVerification } from "../lifecycle/shared/proof";

/** How a wait uses the findings about the proof from this machine. A change of these updates nothing. */
export interface ProofTuningArgs {
    /**
     * How long the proof may be missing without interruption before the wait ends: a duration such as `10m`, above 0 and up to `168h`. By
     * default, the wait goes on until its timeout. The time counts only while every name server of the DNS zone, and every queried resolver,
     * answers that there is no such record; any other result, or none, restarts it.
     */
    failAfterProofMissing?: pulumi.Input<string>;
    /**
     * How often the API is polled while the proof is confirmed missing: a duration from `0s` (on the usual schedule) to `1h`; `30s` by default.
     * It is polled at once when the proof appears.
     */
    checkIntervalWhileProofMissing?: pulumi.Input<string>;
}

/** The proof that a wait looks for, besides polling the API, to say why it waits. A change updates nothing. */
export interface ProofArgs extends ProofTuningArgs {
    /**
     * The DNS record to publish: the output of the same name of a {@link FreeCertificate}. Without it, the wait queries the names that
     * EdgeOne is known to use, and shows the findings as information only.
     */
    dnsVerification?: pulumi.Input<DnsVerification>;
    /** The file to serve: the output of the same name of a {@link FreeCertificate}. */
    fileVerification?: pulumi.Input<FileVerification>;
}

/** The same for many domains. A change updates nothing. */
export interface ProofsArgs extends ProofTuningArgs {
    /** The DNS records to publish, by domain: outputs of {@link FreeCertificate} resources. Those of other domains are ignored. */
    dnsVerification?: pulumi.Input<Record<string, pulumi.Input<DnsVerification>>>;
    /** The files to serve, by domain. */
    fileVerification?: pulumi.Input<Record<string, pulumi.Input<FileVerification>>>;
}

/** The inputs, and whether the proof is a secret; without a proof, only the inputs, so that state has no extra field. */
export function proofProps<Args extends { dnsVerification?: unknown; fileVerification?: unknown; domain?: unknown }>(
    args: Args,
): Args & { secretProof?: Promise<true | undefined> } {
    const proofs = [args.dnsVerification, args.fileVerification].filter((proof) => proof !== undefined);
    return proofs.length === 0 ? args : { ...args, secretProof: isAnySecret([...proofs, args.domain]) };
}

async function isAnySecret(inputs: unknown[]): Promise<true | undefined> {
    for (const input of inputs) if (await pulumi.isSecret(pulumi.output(input))) return true;
    return undefined;
}
