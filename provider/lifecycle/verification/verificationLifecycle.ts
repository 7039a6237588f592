import type { CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult } from "@pulumi/pulumi/dynamic";
import type { DomainRef } from "../../api/actions";
import { describeReason } from "../../api/errors";
import { NotFoundError } from "../../common/userError";
import { checkInputs } from "../shared/checkInputs";
import type { Context, EngineRequest } from "../shared/context";
import { carryDriftMark, type DriftMark, hasDrifted } from "../shared/drift";
import { withoutUndefined } from "../shared/inputs";
import { checkDomain, checkZoneId } from "../shared/names";
import { type ProofInputs, proofChecks } from "../shared/proofInputs";
import { idOf, refOf } from "../shared/resourceId";
import { type Timeouts, timeoutOf } from "../shared/timeouts";
import type { Certificate } from "./certificate";
import {
    awaitIssued,
    driftMarkOf,
    explainNoDeletion,
    ISSUE_TIMEOUT_MS,
    isSame,
    readCertificate,
    subjectOf,
} from "./checkCertificate";
import { checkWarnDays, ExpiryWatch } from "./expiryWarning";

/** The inputs of the resource, checked. */
export interface VerificationInputs extends DomainRef, DriftMark, ProofInputs {
    /** How many days before its expiry to warn of a certificate; 14 by default, 0 for never. */
    warnDaysBeforeExpiry?: number;
    customTimeouts?: Timeouts;
}

/** The outputs in state. The request id is that of the first check that returned the current certificate. */
export interface VerificationOutputs extends DomainRef, DriftMark, Certificate {}

const IDENTITY = ["zoneId", "domain"] as const;

/** The lifecycle of a `FreeCertificateVerification`: plain inputs to plain outputs. */
export class FreeCertificateVerificationLifecycle {
    private readonly expiry: ExpiryWatch;

    constructor(private readonly context: Context) {
        this.expiry = new ExpiryWatch(context);
    }

    async check(olds: Partial<VerificationInputs>, news: Record<string, unknown>): Promise<CheckResult> {
        const { inputs, failures } = checkInputs(news, {
            zoneId: checkZoneId,
            domain: checkDomain,
            warnDaysBeforeExpiry: checkWarnDays,
            ...proofChecks,
        });
        return { inputs: { ...inputs, ...carryDriftMark(IDENTITY, olds, inputs) }, failures };
    }

    async diff(_id: string, olds: VerificationOutputs, news: VerificationInputs): Promise<DiffResult> {
        const replaces = IDENTITY.filter((key) => olds[key] !== news[key]);
        // Here, because every operation calls diff: an up without changes, and a refresh after its read.
        if (replaces.length === 0) await this.watchExpiry(olds, news);
        return { changes: replaces.length > 0 || hasDrifted(olds, news), replaces };
    }

    /** Waits until the certificate is issued. A check creates nothing, so an interrupted wait loses nothing. */
    async create(inputs: VerificationInputs, request: EngineRequest = {}): Promise<CreateResult<VerificationOutputs>> {
        const certificate = await this.awaitIssued("create", inputs, request);
        await this.watchExpiry({ ...inputs, ...certificate }, inputs);
        return { id: idOf(inputs), outs: outputs(inputs, certificate) };
    }

    /** Called only if the drift marks of outputs and inputs differ: waits as create does. */
    async update(
        _id: string,
        _olds: VerificationOutputs,
        news: VerificationInputs,
        request: EngineRequest = {},
    ): Promise<UpdateResult<VerificationOutputs>> {
        return { outs: outputs(news, await this.awaitIssued("update", news, request)) };
    }

    /** One check, without waiting. A missing certificate is removed from state; an outage is an error. */
    async read(id: string, props: Partial<VerificationOutputs> = {}): Promise<ReadResult> {
        const ref = refOf(id);
        const subject = subjectOf(ref);
        const found = await readCertificate(this.context, ref);
        if ("gone" in found) {
            const why = describeReason(found.gone);
            if (!isKnown(props)) throw new NotFoundError(notFound(subject, why, found.gone.advice));
            await this.context.log.warn(`${subject} is gone: ${why}. The next \`pulumi up\` waits for a new one.`);
            return {};
        }
        return { id: idOf(ref), ...afterRead(ref, props, found.certificate) };
    }

    async delete(_id: string): Promise<void> {
        await explainNoDeletion(this.context);
    }

    private watchExpiry(
        { zoneId, domain, expireTime }: VerificationOutputs,
        { warnDaysBeforeExpiry }: VerificationInputs,
    ): Promise<void> {
        return this.expiry.watch(zoneId, [[domain, expireTime]], warnDaysBeforeExpiry);
    }

    private awaitIssued(
        operation: keyof Timeouts,
        inputs: VerificationInputs,
        request: EngineRequest,
    ): Promise<Certificate> {
        return awaitIssued(this.context, inputs, {
            proof: inputs,
            timeoutMs: timeoutOf(operation, inputs.customTimeouts, request, ISSUE_TIMEOUT_MS),
        });
    }
}

/** Whether the certificate was seen before; `get` knows nothing of it, and the engine would take "gone" for "no outputs". */
function isKnown(props: Partial<VerificationOutputs>): boolean {
    return props.expireTime !== undefined;
}

/** The result of a read: unchanged unless the certificate has changed. */
function afterRead(ref: DomainRef, props: Partial<VerificationOutputs>, now: Certificate): Omit<ReadResult, "id"> {
    if (isSame(props, now)) return { props };
    if (!isKnown(props)) return { props: outputs(ref, now) };
    const inputs = { ...ref, drift: driftMarkOf(now) };
    return { props: outputs(inputs, now), inputs };
}

function outputs({ zoneId, domain, drift }: VerificationInputs, certificate: Certificate): VerificationOutputs {
    return withoutUndefined({ zoneId, domain, ...certificate, drift });
}

function notFound(subject: string, why: string, advice = ""): string {
    return [
        `there is no ${subject.replace(/^the /, "")}`,
        `last answer: ${why}`,
        `next step:   ${advice}`,
        "`get` and imports do not wait: declare the resource in the program, and `pulumi up` waits for the certificate.",
    ].join("\n  ");
}
