import type { CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult } from "@pulumi/pulumi/dynamic";
import type { CallOptions } from "../../api/call";
import type { HostRef, HostState } from "../../api/hosts";
import { NotFoundError, PartialFailure } from "../../common/userError";
import { WaitError } from "../../waiting/observations";
import { done, type PollResult } from "../../waiting/pollResult";
import { checkInputs } from "../shared/checkInputs";
import type { Context } from "../shared/context";
import { READ_LIMITS, waitIn } from "../shared/context";
import { carryDriftMark, hasDrifted } from "../shared/drift";
import { checkChoice, checkFlag, UNKNOWN, withoutUndefined } from "../shared/inputs";
import { checkDomain, checkZoneId } from "../shared/names";
import { refOf } from "../shared/resourceId";
import { type Timeouts, timeoutOf } from "../shared/timeouts";
import { covers } from "../verification/certificate";
import { bindingId, type HostCertificateInputs, type HostCertificateOutputs, outputs, subjectOf } from "./bindingState";
import { Deployment, type ReplacedCertificate } from "./deployment";

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
            replaceOwnCertificate: checkFlag,
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
        return { id: bindingId(inputs), outs: await this.deploy("create", inputs) };
    }

    async update(
        _id: string,
        olds: HostCertificateOutputs,
        news: HostCertificateInputs,
    ): Promise<UpdateResult<HostCertificateOutputs>> {
        const anotherCertificate = olds.commonName !== news.commonName && olds.status === "deployed";
        return { outs: await this.deploy("update", news, anotherCertificate, olds.replaced) };
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
        const now = outputs({ ...ref, commonName: props.commonName, drift: props.drift }, state, props.replaced);
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
        const keep = () => this.declared.has(bindingId(ref));
        const state = keep() ? undefined : await this.look(`reading ${subjectOf(ref)}`, ref);
        // Again after the read: where the engine deletes before it replaces, the program may not have come to the other resource before.
        if (keep()) {
            await this.context.log.info(
                `${subjectOf(ref)} stays deployed: the program still declares the host. Only the old resource was removed from the state.`,
            );
            return;
        }
        if (!state || state.mode === "disable") return;
        // A refresh records a mode that was changed outside Pulumi, too: an own certificate is never one that this resource has set.
        if (state.mode === "sslcert" || state.mode !== props.mode) {
            await this.context.log.info(
                `${subjectOf(ref)} is left as it is: its mode is ${state.mode} by now, set outside Pulumi.`,
            );
            return;
        }
        if (props.replaced) return this.putBack(ref, props.replaced);
        const deployment = new Deployment(this.context, ref, { mode: "disable" });
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
        forceRebind = false,
        replacedBefore?: ReplacedCertificate,
    ): Promise<HostCertificateOutputs> {
        const { mode, replaceOwnCertificate } = inputs;
        const deployment = new Deployment(this.context, inputs, { mode }, { forceRebind, replaceOwnCertificate });
        const timeoutMs = timeoutOf(operation, inputs.customTimeouts, DEPLOY_TIMEOUT_MS);
        try {
            const state = await this.wait(
                `deploying ${subjectOf(inputs)}`,
                inputs,
                { timeoutMs },
                (call) => deployment.poll(call),
                "Nothing is lost: the next `pulumi up` takes the deployment up again.",
            );
            return outputs(inputs, state, deployment.replaced ?? replacedBefore);
        } catch (error) {
            if (!deployment.accepted) throw error;
            const { replaced } = deployment;
            if (replaced && error instanceof WaitError && error.failure === "gaveUp") {
                await this.putBack(inputs, replaced, () => this.failed(error, inputs, deployment));
                // The host is as it was before: there is nothing new to record.
                if (operation === "create") throw error;
            }
            // The change is under way at EdgeOne, whatever becomes of it: it belongs into state.
            throw this.failed(error as WaitError, inputs, deployment, replacedBefore);
        }
    }

    private failed(
        error: WaitError,
        inputs: HostCertificateInputs,
        { seen, replaced }: Deployment,
        replacedBefore?: ReplacedCertificate,
    ): PartialFailure {
        return new PartialFailure(error, bindingId(inputs), outputs(inputs, seen, replaced ?? replacedBefore));
    }

    /** Deploys the user's own certificate again. `orElse` is thrown where that fails. */
    private async putBack(
        ref: HostRef,
        { mode, certificateIds }: ReplacedCertificate,
        orElse?: () => Error,
    ): Promise<void> {
        const deployment = new Deployment(this.context, ref, { mode, certificateIds }, { restores: true });
        try {
            await this.wait(
                `putting your own certificate (${certificateIds.join(", ")}) back on the host ${ref.host} (${ref.zoneId})`,
                ref,
                { timeoutMs: DEPLOY_TIMEOUT_MS },
                (call) => deployment.poll(call),
                "Run again, or give the host this certificate in the EdgeOne console.",
            );
        } catch (error) {
            await this.context.log.warn((error as Error).message);
            throw orElse?.() ?? error;
        }
        await this.context.log.info(
            `The host ${ref.host} (${ref.zoneId}) serves your own certificate (${certificateIds.join(", ")}) again.`,
        );
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
