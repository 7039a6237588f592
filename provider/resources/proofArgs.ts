import * as pulumi from "@pulumi/pulumi";
import type { DnsVerification, FileVerification } from "../lifecycle/shared/proof";

/** How a wait uses what is seen of the proof from this machine. A change of these updates nothing. */
export interface ProofTuningArgs {
    /**
     * For how long the proof may be missing without a break before the wait ends: a duration such as `10m`, above 0 and up to `168h`. Left out,
     * the wait goes on until its timeout. It counts only while every name server of the DNS zone, and every resolver that was asked, says that
     * there is no such record; whatever else is seen, or cannot be seen, begins anew.
     */
    failAfterProofMissing?: pulumi.Input<string>;
    /**
     * How often the API is asked while the proof is confirmed missing: a duration from `0s` (on the usual schedule) to `1h`; `30s` by default. It is
     * asked at once when the proof has appeared.
     */
    checkIntervalWhileProofMissing?: pulumi.Input<string>;
}

/** The proof that a wait looks for, beside the questions to the API, to say why it waits. A change updates nothing. */
export interface ProofArgs extends ProofTuningArgs {
    /**
     * The DNS record that was to be published: the output of the same name of a {@link FreeCertificate}. Without it, the names that EdgeOne is
     * known to use are looked at, and nothing follows from what is seen.
     */
    dnsVerification?: pulumi.Input<DnsVerification>;
    /** The file that was to be served: the output of the same name of a {@link FreeCertificate}. */
    fileVerification?: pulumi.Input<FileVerification>;
}

/** The same for many domains. A change updates nothing. */
export interface ProofsArgs extends ProofTuningArgs {
    /** The DNS records that were to be published, by the domain: outputs of {@link FreeCertificate} resources. Those of other domains are left aside. */
    dnsVerification?: pulumi.Input<Record<string, pulumi.Input<DnsVerification>>>;
    /** The files that were to be served, by the domain. */
    fileVerification?: pulumi.Input<Record<string, pulumi.Input<FileVerification>>>;
}

/** The inputs, and whether the proof is a secret: nothing at all where no proof is given, so that nothing of this stands in state. */
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
