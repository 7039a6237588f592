import type { CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult } from "@pulumi/pulumi/dynamic";
import type { CallOptions } from "../../api/call";
import type { HostCertificateMode, HostRef, HostState } from "../../api/hosts";
import { NotFoundError, PartialFailure } from "../../common/userError";
import type { WaitError } from "../../waiting/observations";
import { done, type PollResult } from "../../waiting/pollResult";
import { checkInputs } from "../shared/checkInputs";
import type { Context } from "../shared/context";
import { READ_LIMITS, waitIn } from "../shared/context";
import { carryDriftMark, type DriftMark, hasDrifted } from "../shared/drift";
import { checkChoice, UNKNOWN, withoutUndefined } from "../shared/inputs";
import { checkDomain, checkZoneId } from "../shared/names";
import { idOf, refOf } from "../shared/resourceId";
import { type Timeouts, timeoutOf } from "../shared/timeouts";
import { covers } from "../verification/certificate";
import { Deployment } from "./deployment";

/** What the resource hands to its lifecycle. */
export interface HostCertificateInputs extends HostRef, DriftMark {
    mode: HostCertificateMode;
    commonName?: string;
    customTimeouts?: Timeouts;
}

/** What stands in state: the host as it was seen last. */
export interface HostCertificateOutputs extends HostRef, DriftMark {
    /** `disable` or `sslcert` where somebody else has changed it. */
    mode: string;
    commonName?: string;
    certificateId?: string;
    status?: string;
    deployTime?: string;
    expireTime?: string;
}

const DEPLOY_TIMEOUT_MS = 20 * 60_000;
const DELETE_TIMEOUT_MS = 5 * 60_000;
const IDENTITY = ["zoneId", "host"] as const;

/** The lifecycle of a `HostCertificate`: plain inputs to plain outputs. */
export class HostCertificateLifecycle {
    /** The hosts that this run's program declares, by the id of their binding: the engine has each resource checked, and deletes last. */
    private readonly declared = new Set<string>();

    constructor(private readonly context: Context) {}

    async check(olds: Partial<HostCertificateInputs>, news: Record<string, unknown>): Promise<CheckResult> {
        const { inputs, failures } = checkInputs(news, {
            zoneId: checkZoneId,
            host: checkDomain,
            mode: checkChoice("eofreecert_manual", "eofreecert"),
        });
        const { host, commonName } = inputs as Partial<HostCertificateInputs>;
        const known =
            typeof host === "string" && host !== UNKNOWN && typeof commonName === "string" && commonName !== UNKNOWN;
        if (known && !covers(commonName, host)) {
            failures.push({
                property: "commonName",
                reason: `does not cover the host ${host}: its certificate is for another name`,
            });
        }
        if (failures.length === 0) this.declared.add(bindingId(inputs as unknown as HostRef));
        return { inputs: { ...inputs, ...carryDriftMark(IDENTITY, olds, inputs) }, failures };
    }

    async diff(_id: string, olds: HostCertificateOutputs, news: HostCertificateInputs): Promise<DiffResult> {
        const replaces = IDENTITY.filter((key) => olds[key] !== news[key]);
        const changed = (["mode", "commonName"] as const).some((key) => olds[key] !== news[key]);
        const undone = olds.status !== "deployed";
        return { changes: replaces.length > 0 || changed || undone || hasDrifted(olds, news), replaces };
    }

    async create(inputs: HostCertificateInputs): Promise<CreateResult<HostCertificateOutputs>> {
        return { id: bindingId(inputs), outs: await this.deploy("create", inputs, false) };
    }

    async update(
        _id: string,
        olds: HostCertificateOutputs,
        news: HostCertificateInputs,
    ): Promise<UpdateResult<HostCertificateOutputs>> {
        const anotherCertificate = olds.commonName !== news.commonName && olds.status === "deployed";
        return { outs: await this.deploy("update", news, anotherCertificate) };
    }

    /** The host as it is, whoever made it so. */
    async read(id: string, props: Partial<HostCertificateOutputs> = {}): Promise<ReadResult> {
        const { domain: host, zoneId } = refOf(id);
        const ref = { zoneId, host };
        const state = await this.look(`reading ${subjectOf(ref)}`, ref);
        if (!state) {
            if (props.mode === undefined)
                throw new NotFoundError(`there is no host ${host} in the zone ${zoneId} to get`);
            await this.context.log.warn(`${subjectOf(ref)} is gone: the zone has no such host any more.`);
            return {};
        }
        const now = outputs({ ...ref, commonName: props.commonName, drift: props.drift }, state);
        const replaced =
            props.status === "deployed" &&
            now.status === "deployed" &&
            props.mode === now.mode &&
            (props.certificateId !== now.certificateId || props.expireTime !== now.expireTime);
        if (!replaced) return { id, props: now };
        const drift = [now.certificateId, now.expireTime].join(" ");
        const inputs = withoutUndefined({ ...ref, mode: now.mode, commonName: now.commonName, drift });
        return { id, props: { ...now, drift }, inputs };
    }

    /** Takes the certificate off the host, unless the program still declares it elsewhere or its mode was changed outside Pulumi. */
    async delete(id: string, props: HostCertificateOutputs): Promise<void> {
        const { domain: host, zoneId } = refOf(id);
        const ref = { zoneId, host };
        if (this.declared.has(bindingId(ref))) {
            await this.context.log.info(
                `${subjectOf(ref)} stays deployed: another resource of this stack declares the host. Only the old resource was removed from the state.`,
            );
            return;
        }
        const state = await this.look(`reading ${subjectOf(ref)}`, ref);
        if (!state || state.mode === "disable") return;
        if (state.mode !== props.mode) {
            await this.context.log.info(
                `${subjectOf(ref)} is left as it is: its mode is ${state.mode} by now, not ${props.mode}.`,
            );
            return;
        }
        const deployment = new Deployment(this.context, ref, "disable");
        await this.wait(
            `disabling ${subjectOf(ref)}`,
            ref,
            { timeoutMs: DELETE_TIMEOUT_MS },
            (call) => deployment.poll(call),
            "Run `pulumi destroy` again.",
        );
    }

    private async deploy(
        operation: keyof Timeouts,
        inputs: HostCertificateInputs,
        again: boolean,
    ): Promise<HostCertificateOutputs> {
        const deployment = new Deployment(this.context, inputs, inputs.mode, again);
        const timeoutMs = timeoutOf(operation, inputs.customTimeouts, DEPLOY_TIMEOUT_MS);
        try {
            const state = await this.wait(
                `deploying ${subjectOf(inputs)}`,
                inputs,
                { timeoutMs },
                (call) => deployment.poll(call),
                "Nothing is lost: the next `pulumi up` takes the deployment up again.",
            );
            return outputs(inputs, state);
        } catch (error) {
            if (!deployment.accepted) throw error;
            // The change is under way at EdgeOne, whatever becomes of it: it belongs into state.
            throw new PartialFailure(error as WaitError, bindingId(inputs), outputs(inputs, deployment.seen));
        }
    }

    private look(doing: string, ref: HostRef): Promise<HostState | undefined> {
        const consequence = "Nothing was changed: no answer does not mean that the host is gone. Run again later.";
        return this.wait(
            doing,
            ref,
            READ_LIMITS,
            async (call) => done(await this.context.api.describeHost(ref, call)),
            consequence,
        );
    }

    private wait<T>(
        doing: string,
        { zoneId, host }: HostRef,
        limits: { timeoutMs: number; patienceMs?: number },
        poll: (call: CallOptions) => Promise<PollResult<T>>,
        consequence: string,
    ): Promise<T> {
        return waitIn(this.context, { name: host, zoneId }, poll, { doing, ...limits, consequence });
    }
}

function outputs(
    { zoneId, host, commonName, drift, mode }: Partial<HostCertificateInputs> & HostRef,
    state: HostState | undefined,
): HostCertificateOutputs {
    const { certificateId, status, deployTime, expireTime } = state ?? {};
    return withoutUndefined({
        zoneId,
        host,
        mode: state?.mode ?? (mode as string),
        commonName,
        certificateId,
        status,
        deployTime,
        expireTime,
        drift,
    });
}

function bindingId({ zoneId, host }: HostRef): string {
    return idOf({ zoneId, domain: host });
}

function subjectOf({ zoneId, host }: HostRef): string {
    return `the certificate of the host ${host} (${zoneId})`;
}
