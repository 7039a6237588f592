import type { DomainRef } from "../../api/actions";
import type { CallOptions } from "../../api/call";
import type { Reason } from "../../api/errors";

import { isSameName } from "../../common/domainName";
import { done, type PollResult, toPollResult } from "../../waiting/pollResult";
import type { Context } from "../shared/context";
import { READ_LIMITS, waitIn } from "../shared/context";
import type { ProofInputs } from "../shared/proofInputs";
import { nameOf } from "../shared/resourceId";
import { type Certificate, parseCertificate } from "./certificate";
import { proofToWatch } from "./proofToWatch";

/** The default timeout for the issuance of a certificate. */
export const ISSUE_TIMEOUT_MS = 30 * 60_000;

/** Checks once whether the certificate of a domain is issued. */
export function checkCertificate(
    context: Context,
    ref: DomainRef,
    call: CallOptions,
): Promise<PollResult<Certificate>> {
    // No async function here, nor in what it calls: each takes a third of a kilobyte while ten thousand wait in the queue.
    return toPollResult(() =>
        context.api
            .checkFreeCertificateVerification(ref, call)
            .then((answer) => parseCertificate(ref, answer, context.clock.now())),
    );
}

/** Waits until the certificate is issued. `onResult` gets each result, and `signal` ends the wait. */
export function awaitIssued(
    context: Context,
    ref: DomainRef,
    options: {
        timeoutMs: number;
        proof: ProofInputs;
        signal?: AbortSignal;
        onResult?: (result: PollResult<Certificate>) => void;
    },
): Promise<Certificate> {
    const { onResult, proof, ...limits } = options;
    const poll = (call: CallOptions) =>
        checkCertificate(context, ref, call).then((result) => {
            onResult?.(result);
            return result;
        });
    return waitIn(context, nameOf(ref), poll, {
        ...limits,
        watchProof: (tell) => context.watchProof?.(proofToWatch(ref.domain, proof), tell),
        doing: `waiting for ${subjectOf(ref)} to be issued`,
        consequence: "Nothing is lost: the next `pulumi up` resumes the wait.",
    });
}

/** The result of a read: the certificate, or the answer that there is no valid one. A failed request is an error. */
export type ReadCertificateResult = { certificate: Certificate } | { gone: Reason };

/** One check, without waiting. */
export function readCertificate(
    context: Context,
    ref: DomainRef,
    signal?: AbortSignal,
): Promise<ReadCertificateResult> {
    return waitIn<ReadCertificateResult>(
        context,
        nameOf(ref),
        async (call) => {
            const result = await checkCertificate(context, ref, call);
            if (result.done) return done({ certificate: result.value });
            const { kind } = result.reason;
            return kind === "pending" || kind === "neverApplied" ? done({ gone: result.reason }) : result;
        },
        {
            ...READ_LIMITS,
            signal,
            doing: `reading ${subjectOf(ref)}`,
            consequence:
                "Nothing was changed: a failed read does not mean that the certificate is gone. Run again later.",
        },
    );
}

/** Whether two checks returned the same certificate. */
export function isSame(before: Partial<Certificate>, now: Certificate): boolean {
    return (
        isSameName(before.commonName, now.commonName) &&
        (["signatureAlgorithm", "expireTime"] as const).every((key) => before[key] === now[key])
    );
}

/** What marks the drift to a certificate. */
export function driftMarkOf({ requestId, expireTime }: Certificate): string {
    return requestId ?? expireTime;
}

export function subjectOf({ zoneId, domain }: DomainRef): string {
    return `the free certificate of ${domain} (${zoneId})`;
}

const explained = new WeakSet<Context>();

/** Explains once per run why destroying a certificate makes no call. */
export async function explainNoDeletion(context: Context): Promise<void> {
    if (explained.has(context)) return;
    explained.add(context);
    await context.log.info(
        "Free certificates stay at EdgeOne: the API has no call to delete one or its application. They were only removed from the Pulumi state.",
    );
}
