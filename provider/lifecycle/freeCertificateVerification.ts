import type { CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult } from "@pulumi/pulumi/dynamic";
import type { DomainRef } from "../api/actions";
import type { CallOptions } from "../api/client";
import { describeReason, type Reason } from "../api/errors";
import { NotFoundError } from "../userError";
import { attempt, type Verdict } from "../wait";
import { type Certificate, judge } from "./certificate";
import type { Context } from "./context";
import { carriedMark, type DriftMark, hasDrifted } from "./drift";
import { checkWarnDays, expiryWarning } from "./expiry";
import { idOf, nameOf, refOf } from "./identity";
import { checkDomain, checkInputs, checkZoneId, type Timeouts, timeoutOf } from "./inputs";
import { forState } from "./state";
import { READ_LIMITS, waitIn } from "./waiting";

/** What the resource hands to its lifecycle. */
export interface VerificationInputs extends DomainRef, DriftMark {
    /** How many days before its expiry a certificate is warned of; 14 if left out, 0 for never. */
    warnDaysBeforeExpiry?: number;
    customTimeouts?: Timeouts;
}

/** What stands in state. The request id is that of the check which first saw the certificate as it is. */
export interface VerificationOutputs extends DomainRef, DriftMark, Certificate {}

const CREATE_TIMEOUT_MS = 30 * 60_000;
const IDENTITY = ["zoneId", "domain"] as const;

/** The lifecycle of a `FreeCertificateVerification`: plain inputs to plain outputs. */
export class FreeCertificateVerificationLifecycle {
    private saidWhyNothingIsDeleted = false;
    private readonly warned = new Set<string>();

    constructor(private readonly context: Context) {}

    async check(olds: Partial<VerificationInputs>, news: Record<string, unknown>): Promise<CheckResult> {
        const { inputs, failures } = checkInputs(news, {
            zoneId: checkZoneId,
            domain: checkDomain,
            warnDaysBeforeExpiry: checkWarnDays,
        });
        return { inputs: { ...inputs, ...carriedMark(IDENTITY, olds, inputs) }, failures };
    }

    async diff(_id: string, olds: VerificationOutputs, news: VerificationInputs): Promise<DiffResult> {
        const replaces = IDENTITY.filter((key) => olds[key] !== news[key]);
        // Here, as every operation comes by: an up that has nothing to do, and a refresh with what it has just seen.
        if (replaces.length === 0) await this.watchExpiry(olds, news);
        return { changes: replaces.length > 0 || hasDrifted(olds, news), replaces };
    }

    /** Waits until the certificate is issued. A check creates nothing, so whatever ends the wait, nothing is lost. */
    async create(inputs: VerificationInputs): Promise<CreateResult<VerificationOutputs>> {
        const certificate = await this.awaitIssued(
            inputs,
            timeoutOf("create", inputs.customTimeouts, CREATE_TIMEOUT_MS),
        );
        await this.watchExpiry({ ...inputs, ...certificate }, inputs);
        return { id: idOf(inputs), outs: outputs(inputs, certificate) };
    }

    /** Called only where the drift marks of outputs and inputs differ: looks again, as create does. */
    async update(
        _id: string,
        _olds: VerificationOutputs,
        news: VerificationInputs,
    ): Promise<UpdateResult<VerificationOutputs>> {
        const certificate = await this.awaitIssued(news, timeoutOf("update", news.customTimeouts, CREATE_TIMEOUT_MS));
        return { outs: outputs(news, certificate) };
    }

    /** One check, without waiting. A certificate that is not there is gone; an outage is an error. */
    async read(id: string, props: Partial<VerificationOutputs> = {}): Promise<ReadResult> {
        const ref = refOf(id);
        const subject = subjectOf(ref);
        const found = await waitIn<{ certificate: Certificate } | { gone: Reason }>(
            this.context,
            nameOf(ref),
            async (call) => {
                const verdict = await attempt(() => this.look(ref, call));
                if ("value" in verdict) return { value: { certificate: verdict.value } };
                return isGone(verdict.reason) ? { value: { gone: verdict.reason } } : verdict;
            },
            {
                doing: `reading ${subject}`,
                ...READ_LIMITS,
                consequence:
                    "Nothing was changed: no answer does not mean that the certificate is gone. Run again later.",
            },
        );
        if ("gone" in found) {
            const why = describeReason(found.gone);
            if (!isKnown(props)) throw new NotFoundError(notFound(subject, why, found.gone.advice));
            await this.context.log.warn(`${subject} is gone: ${why}. The next \`pulumi up\` waits for a new one.`);
            return {};
        }
        return { id: idOf(ref), ...remembered(ref, props, found.certificate) };
    }

    async delete(_id: string): Promise<void> {
        // Once for the whole run: a stack may hold a thousand.
        if (this.saidWhyNothingIsDeleted) return;
        this.saidWhyNothingIsDeleted = true;
        await this.context.log.info(
            "Free certificates stay at EdgeOne: the API has no call to delete one or its application. They are only forgotten here.",
        );
    }

    /** Warns, once a run, of a certificate that should have been renewed by now. */
    private async watchExpiry(seen: VerificationOutputs, { warnDaysBeforeExpiry }: VerificationInputs): Promise<void> {
        const now = this.context.clock.now();
        const warning = expiryWarning(subjectOf(seen), seen.expireTime, now, warnDaysBeforeExpiry);
        const id = idOf(seen);
        if (!warning || this.warned.has(id)) return;
        this.warned.add(id);
        await this.context.log.warn(warning);
    }

    private awaitIssued(ref: DomainRef, timeoutMs: number): Promise<Certificate> {
        return waitIn(this.context, nameOf(ref), (call) => this.look(ref, call), {
            doing: `waiting for ${subjectOf(ref)} to be issued`,
            timeoutMs,
            consequence: "Nothing is lost: the next `pulumi up` resumes the wait.",
        });
    }

    private async look(ref: DomainRef, call: CallOptions): Promise<Verdict<Certificate>> {
        const answer = await this.context.api.checkFreeCertificateVerification(ref, call);
        return judge(ref, answer, this.context.clock.now());
    }
}

/** Answers that say that there is no certificate in force. A failure to answer never does. */
function isGone(reason: Reason): boolean {
    return reason.kind === "pending" || reason.kind === "neverApplied";
}

/** Whether the certificate was seen before; `get` knows nothing of it, and the engine would take "gone" for "no outputs". */
function isKnown(props: Partial<VerificationOutputs>): boolean {
    return props.expireTime !== undefined;
}

/** What a read leaves in state: the same as before unless the certificate has changed. */
function remembered(ref: DomainRef, props: Partial<VerificationOutputs>, now: Certificate): Omit<ReadResult, "id"> {
    const same = (["commonName", "signatureAlgorithm", "expireTime"] as const).every((key) => props[key] === now[key]);
    if (same) return { props };
    if (!isKnown(props)) return { props: outputs(ref, now) };
    const inputs = { ...ref, drift: now.requestId ?? now.expireTime };
    return { props: outputs(inputs, now), inputs };
}

function outputs({ zoneId, domain, drift }: VerificationInputs, certificate: Certificate): VerificationOutputs {
    return forState({ zoneId, domain, ...certificate, drift });
}

function subjectOf({ zoneId, domain }: DomainRef): string {
    return `the free certificate of ${domain} (${zoneId})`;
}

function notFound(subject: string, why: string, advice = ""): string {
    return [
        `there is no ${subject.replace(/^the /, "")} to get`,
        `last answer: ${why}`,
        `next step:   ${advice}`,
        "`get` does not wait: declare the resource with `new` to have `pulumi up` wait for it.",
    ].join("\n  ");
}
