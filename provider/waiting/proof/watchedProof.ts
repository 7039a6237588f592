import type { Reason } from "../../api/errors";
import { type Clock, formatDuration } from "../../common/clock";
import { onAbort } from "../../common/onAbort";
import type { Finding, FindingId, Proof } from "../../diagnosis";
import type { Words } from "./causes";
import type { Cause, ProofReport, ProofWatch } from "./proofWatch";
import type { Rounds } from "./rounds";
import { SteadyFindings } from "./steadyFindings";

/** The proof to look for, and how the findings affect the wait. */
export interface ProofToWatch extends Proof {
    /** How long the proof may be missing before the wait ends, in milliseconds. */
    failAfterMissingMs?: number | undefined;
    /** The minimum interval between two polls of the API while the proof is confirmed missing, in milliseconds. */
    checkIntervalMs: number;
    /** Whether the proof is secret and must not be shown. */
    isSecret: boolean;
}

/** The API's answer if EdgeOne does not serve the host, independent of the proof. */
const HOST_CODE = "InvalidParameter.HostStatusNotAllowApplyCertificate";

/** The findings that count as missing for {@link ProofToWatch.failAfterMissingMs}. */
const MISSING: ReadonlySet<FindingId> = new Set([
    "recordMissing",
    "nameDoubled",
    "txtInsteadOfCname",
    "wildcardShadows",
    "flattened",
]);

/** The findings that do not tell whether the proof exists. */
const BLIND: ReadonlySet<FindingId> = new Set(["cannotLook", "dnsIntercepted", "fakeAddresses"]);

/** The watch of one wait: applies the findings of its rounds. */
export class WatchedProof implements ProofWatch {
    private readonly steady = new SteadyFindings();
    private shown: readonly Finding[] = [];
    private latest: readonly Finding[] = [];
    private missingSince: number | undefined;
    private appearedAt: number | undefined;
    private isAboutHost = false;
    private sleeping: AbortController | undefined;
    private readonly stopRounds: () => void;

    constructor(
        private readonly clock: Clock,
        rounds: Rounds,
        private readonly words: Words,
        private readonly proof: ProofToWatch,
        private readonly tell: (cause: Cause | undefined) => void,
    ) {
        this.stopRounds = rounds.watch(proof, (findings) => this.found(findings));
    }

    answered({ code }: Reason): void {
        const isAboutHost = code === HOST_CODE;
        if (isAboutHost === this.isAboutHost) return;
        this.isAboutHost = isAboutHost;
        this.tellShown();
    }

    nextPollAt(usual: number): number {
        return this.isAbsent() ? Math.max(usual, this.clock.now() + this.proof.checkIntervalMs) : usual;
    }

    age(age: number): number {
        return this.appearedAt === undefined ? age : this.clock.now() - this.appearedAt;
    }

    async sleep(ms: number, signal: AbortSignal): Promise<void> {
        const sleeping = new AbortController();
        this.sleeping = sleeping;
        const forget = onAbort(signal, () => sleeping.abort());
        await this.clock.sleep(ms, sleeping.signal).catch(() => {});
        forget();
        signal.throwIfAborted();
    }

    isMissingTooLong(): boolean {
        const { failAfterMissingMs = Number.POSITIVE_INFINITY } = this.proof;
        if (this.isAboutHost || this.missingSince === undefined) return false;
        return this.clock.now() - this.missingSince >= failAfterMissingMs;
    }

    report(): ProofReport {
        const { failAfterMissingMs = 0 } = this.proof;
        return {
            causes: this.relevant().map((finding) => this.words(finding, this.proof.isSecret)),
            endedBecause: this.isMissingTooLong()
                ? `the proof has been missing for ${formatDuration(failAfterMissingMs)} without a break (failAfterProofMissing)`
                : undefined,
        };
    }

    stop(): void {
        this.stopRounds();
    }

    private found(findings: readonly Finding[]): void {
        const wasAbsent = this.isAbsent();
        this.latest = findings;
        const [lead] = findings;
        if (!lead?.certain || !MISSING.has(lead.id)) this.missingSince = undefined;
        else this.missingSince ??= this.clock.now();
        const hasAppeared = wasAbsent && !this.isAbsent();
        if (hasAppeared && lead && !BLIND.has(lead.id)) this.appearedAt = this.clock.now();
        if (hasAppeared || this.isMissingTooLong()) this.sleeping?.abort();
        this.shown = this.steady.add(findings);
        this.tellShown();
    }

    /** Whether the proof is confirmed missing. */
    private isAbsent(): boolean {
        return !this.isAboutHost && this.latest[0]?.certain === true;
    }

    private tellShown(): void {
        const [lead] = this.relevant();
        const cause = lead && this.words(lead, this.proof.isSecret);
        this.tell(cause?.isToDo ? cause : undefined);
    }

    /** If the API objects to the host itself, only findings about the host are relevant. */
    private relevant(): readonly Finding[] {
        if (!this.isAboutHost) return this.shown;
        const ofHost = this.shown.filter(({ id }) => id === "hostNotOnEdgeOne");
        return ofHost.map((finding) => ({ ...finding, severity: "probable" }));
    }
}
