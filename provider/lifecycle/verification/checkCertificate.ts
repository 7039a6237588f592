import type { DomainRef } from "../../api/actions";
import type { CallOptions } from "../../api/call";
import type { Reason } from "../../api/errors";
import { attempt, type Verdict } from "../../waiting/waitFor";
import type { Context } from "../shared/context";
import { nameOf } from "../shared/resourceId";
import { READ_LIMITS, waitIn } from "../shared/waiting";
import { type Certificate, judge } from "./certificate";

/** How long a certificate is waited for where `customTimeouts` does not say. */
export const ISSUE_TIMEOUT_MS = 30 * 60_000;

/** One question about the certificate of a domain: there, or why not. */
export function look(context: Context, ref: DomainRef, call: CallOptions): Promise<Verdict<Certificate>> {
    // No async function here, nor in what it stands on: each takes a third of a kilobyte while ten thousand stand in line.
    return attempt(() =>
        context.api
            .checkFreeCertificateVerification(ref, call)
            .then((answer) => judge(ref, answer, context.clock.now())),
    );
}

/** Waits until the certificate is issued. Whoever waits for many at once hears each verdict, and ends the wait by a signal. */
export function awaitIssued(
    context: Context,
    ref: DomainRef,
    options: { timeoutMs: number; signal?: AbortSignal; heard?: (verdict: Verdict<Certificate>) => void },
): Promise<Certificate> {
    const { heard, ...limits } = options;
    const asked = (call: CallOptions) =>
        look(context, ref, call).then((verdict) => {
            heard?.(verdict);
            return verdict;
        });
    return waitIn(context, nameOf(ref), asked, {
        ...limits,
        doing: `waiting for ${subjectOf(ref)} to be issued`,
        consequence: "Nothing is lost: the next `pulumi up` resumes the wait.",
    });
}

/** What a read finds: the certificate, or an answer that says that there is none in force. A failure to answer is an error. */
export type Found = { certificate: Certificate } | { gone: Reason };

/** One check, without waiting. */
export function readCertificate(context: Context, ref: DomainRef, signal?: AbortSignal): Promise<Found> {
    return waitIn<Found>(
        context,
        nameOf(ref),
        async (call) => {
            const verdict = await look(context, ref, call);
            if ("value" in verdict) return { value: { certificate: verdict.value } };
            const { kind } = verdict.reason;
            return kind === "pending" || kind === "neverApplied" ? { value: { gone: verdict.reason } } : verdict;
        },
        {
            ...READ_LIMITS,
            signal,
            doing: `reading ${subjectOf(ref)}`,
            consequence: "Nothing was changed: no answer does not mean that the certificate is gone. Run again later.",
        },
    );
}

/** Whether a certificate is still the one that was seen before, whichever check saw it. */
export function isSame(before: Partial<Certificate>, now: Certificate): boolean {
    return (["commonName", "signatureAlgorithm", "expireTime"] as const).every((key) => before[key] === now[key]);
}

/** What marks the drift to a certificate. */
export function markOf({ requestId, expireTime }: Certificate): string {
    return requestId ?? expireTime;
}

export function subjectOf({ zoneId, domain }: DomainRef): string {
    return `the free certificate of ${domain} (${zoneId})`;
}
