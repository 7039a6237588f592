import type { CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult } from "@pulumi/pulumi/dynamic";
import type { DomainRef, VerificationMethod } from "../../api/actions";
import { describeReason, type Reason } from "../../api/errors";
import { NotFoundError } from "../../common/userError";
import { done } from "../../waiting/pollResult";
import { checkInputs } from "../shared/checkInputs";
import { type Context, type EngineRequest, READ_LIMITS, waitIn } from "../shared/context";
import { type Checked, checkChoice } from "../shared/inputs";
import { checkDomain, checkZoneId } from "../shared/names";
import { idOf, nameOf, refOf } from "../shared/resourceId";
import { type Timeouts, timeoutOf } from "../shared/timeouts";
import { checkCertificate } from "../verification/checkCertificate";
import { type Proof, proofOf } from "./proof";

/** The inputs of the resource, checked. */
export interface FreeCertificateInputs extends DomainRef {
    verificationMethod: VerificationMethod;
    customTimeouts?: Timeouts;
}

/** The outputs in state. */
export type FreeCertificateOutputs = DomainRef & { verificationMethod: VerificationMethod } & Proof;

const APPLY_TIMEOUT_MS = 5 * 60_000;
const IDENTITY = ["zoneId", "domain"] as const;

/** The lifecycle of a `FreeCertificate`: plain inputs to plain outputs. */
export class FreeCertificateLifecycle {
    constructor(private readonly context: Context) {}

    async check(_olds: object, news: Record<string, unknown>): Promise<CheckResult> {
        return checkInputs(news, {
            zoneId: checkZoneId,
            domain: checkDomain,
            verificationMethod: (method) => checkMethod(method, news.domain),
        });
    }

    /** A new method makes a new application for the same domain, which replaces the old one at EdgeOne. */
    async diff(_id: string, olds: FreeCertificateOutputs, news: FreeCertificateInputs): Promise<DiffResult> {
        const replaces = IDENTITY.filter((key) => olds[key] !== news[key]);
        return { changes: replaces.length > 0 || olds.verificationMethod !== news.verificationMethod, replaces };
    }

    /** Applies. Whether a second application for the same domain changes the proof is not known. */
    async create(
        inputs: FreeCertificateInputs,
        request: EngineRequest = {},
    ): Promise<CreateResult<FreeCertificateOutputs>> {
        return { id: idOf(inputs), outs: await this.apply("create", inputs, request) };
    }

    async update(
        _id: string,
        _olds: object,
        news: FreeCertificateInputs,
        request: EngineRequest = {},
    ): Promise<UpdateResult<FreeCertificateOutputs>> {
        return { outs: await this.apply("update", news, request) };
    }

    /** The API has no call that reads an application: the check tells whether there is one. The proof in state stays as it is. */
    async read(id: string, props: Partial<FreeCertificateOutputs> = {}): Promise<ReadResult> {
        const { log } = this.context;
        const ref = refOf(id);
        if (props.verificationMethod === undefined) {
            throw new NotFoundError(
                `${subjectOf(ref)} cannot be imported or read by its id: the API does not return the record or the file to publish.\n  next step: declare the resource in the program: \`pulumi up\` applies again, and outputs the record or the file to publish.`,
            );
        }
        const found = await waitIn<"applied" | { vanished: Reason }>(
            this.context,
            nameOf(ref),
            async (call) => {
                const result = await checkCertificate(this.context, ref, call);
                if (result.done || result.reason.kind === "pending") return done("applied" as const);
                return result.reason.kind === "neverApplied" ? done({ vanished: result.reason }) : result;
            },
            {
                doing: `reading ${subjectOf(ref)}`,
                ...READ_LIMITS,
                consequence:
                    "Nothing was changed: a failed read does not mean that the application is gone. Run again later.",
            },
        );
        if (found === "applied") return { id: idOf(ref), props };
        await log.warn(
            `${subjectOf(ref)} is gone: ${describeReason(found.vanished)}. The next \`pulumi up\` applies again.`,
        );
        return {};
    }

    /** Makes no call: the API cannot withdraw an application, which expires if its proof is not published. */
    async delete(): Promise<void> {}

    private async apply(
        operation: keyof Timeouts,
        inputs: FreeCertificateInputs,
        request: EngineRequest,
    ): Promise<FreeCertificateOutputs> {
        const { api } = this.context;
        const { zoneId, domain, verificationMethod } = inputs;
        const proof = await waitIn<Proof>(
            this.context,
            nameOf(inputs),
            async (call) => proofOf(domain, verificationMethod, await api.applyFreeCertificate(inputs, call)),
            {
                doing: `applying for ${subjectOf(inputs)}`,
                timeoutMs: timeoutOf(operation, inputs.customTimeouts, request, APPLY_TIMEOUT_MS),
                consequence: "Nothing is lost: the next `pulumi up` applies again.",
            },
        );
        return { zoneId, domain, verificationMethod, ...proof };
    }
}

function checkMethod(method: unknown, domain: unknown): Checked {
    const checked = checkChoice("dns_challenge", "http_challenge")(method);
    if (method === "http_challenge" && typeof domain === "string" && domain.startsWith("*.")) {
        return { reason: "cannot be http_challenge for a wildcard: a file proves one host only. Use dns_challenge" };
    }
    return checked;
}

function subjectOf({ zoneId, domain }: DomainRef): string {
    return `the free certificate application of ${domain} (${zoneId})`;
}
