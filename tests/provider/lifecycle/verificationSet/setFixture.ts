import type { FreeCertificateCheck } from "../../../../provider/api/actions";
import { type ApiError, apiError } from "../../../../provider/api/errors";
import { PartialFailure } from "../../../../provider/common/userError";
import type { Finding } from "../../../../provider/diagnosis";
import type { Context } from "../../../../provider/lifecycle/shared/context";
import {
    FreeCertificateVerificationSetLifecycle,
    type VerificationSetOutputs,
} from "../../../../provider/lifecycle/verificationSet/verificationSetLifecycle";
import { wordsIn } from "../../../../provider/waiting/proof/causes";
import { Rounds } from "../../../../provider/waiting/proof/rounds";
import { type ProofToWatch, WatchedProof } from "../../../../provider/waiting/proof/watchedProof";
import { answered, fakeContext } from "../fakeContext";

export const zoneId = "zone-28v607hq8d3m";
export const [a, b, c] = ["a.xzone.cloud", "b.xzone.cloud", "c.xzone.cloud"] as [string, string, string];
export const domains = [a, b, c];
export const id = `${zoneId}/0123abcd`;
export const issued = (domain: string): FreeCertificateCheck => ({
    commonName: domain,
    signatureAlgorithm: "RSA 2048",
    expireTime: "2027-02-21T00:00:00Z",
    requestId: `id-${domain}`,
});
/** As state holds it: what is usual is left out. */
export const held = (domain: string) => ({ expireTime: "2027-02-21T00:00:00Z", requestId: `id-${domain}` });
export const outsOf = (...names: string[]): VerificationSetOutputs => ({
    zoneId,
    certificates: Object.fromEntries(names.map((name) => [name, held(name)])),
});
export const outs = outsOf(a, b, c);
export const pending = apiError("ResourceUnavailable.RecordUnExpected", "not seen", "id-pending");
export const neverApplied = apiError("FailedOperation.FreeCertificateVerificationIsEmpty", "none", "id-none");
export const notFound = apiError("InvalidParameter.DomainNotFound", "no such domain", "id-404");

export type Answer = (domain: string, seconds: number) => FreeCertificateCheck | ApiError;

/**
 * A lifecycle before an API that answers as `answer` says, given the domain and the seconds since the start, one question every `paceMs`, with
 * what is seen of each domain's proof.
 */
export function lifecycle(answer: Answer = issued, paceMs = 0, sees?: (domain: string) => Finding[]) {
    const calls: string[] = [];
    const watched: ProofToWatch[] = [];
    let turn = 0;
    const given = fakeContext({
        async checkFreeCertificateVerification({ domain }, { signal }) {
            signal.throwIfAborted();
            if (paceMs > 0) await given.clock.sleep(paceMs * turn++, signal);
            calls.push(domain);
            return answered(answer(domain, given.seconds()));
        },
    });
    const rounds = new Rounds(given.clock, async ({ domain }) => sees?.(domain) ?? []);
    const watchProof: Context["watchProof"] = (proof, tell) => {
        watched.push(proof);
        return new WatchedProof(given.clock, rounds, wordsIn("en"), proof, tell);
    };
    const context = sees ? { ...given.context, watchProof } : given.context;
    return { ...given, context, it: new FreeCertificateVerificationSetLifecycle(context), calls, watched };
}

/** What a call fails with. */
export const failure = (work: Promise<unknown>) =>
    work.then(
        () => undefined as never,
        (reason: Error) => ({ error: reason, partial: reason instanceof PartialFailure ? reason : undefined }),
    );

/** The same, with all the time that it needs. */
export async function failing(given: ReturnType<typeof lifecycle>, work: (it: typeof given.it) => Promise<unknown>) {
    return { ...given, ...(await given.clock.until(failure(work(given.it)))) };
}
