import type { CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult } from "@pulumi/pulumi/dynamic";
import type { CallOptions } from "../../api/call";
import type { HostRef, HostState } from "../../api/hosts";
import { NotFoundError, PartialFailure } from "../../common/userError";
import { WaitError } from "../../waiting/observations";
import { done, type PollResult } from "../../waiting/pollResult";
import { checkInputs } from "../shared/checkInputs";
import { type Context, type EngineRequest, READ_LIMITS, waitIn } from "../shared/context";
import { carryDriftMark, hasDrifted } from "../shared/drift";
import { checkChoice, checkFlag, withoutUndefined } from "../shared/inputs";
import { checkCommonName, checkHost, checkZoneId } from "../shared/names";
import { refOf } from "../shared/resourceId";
import { type Timeouts, timeoutOf } from "../shared/timeouts";
import {
    bindingId,
    bindsAnother,
    coverageFaults,
    DEPLOY_TIMEOUT_MS,
    type HostCertificateInputs,
    type HostCertificateOutputs,
    namesAnother,
    notDisabled,
    outputs,
    ownCertificateOf,
    subjectOf,
} from "./bindingState";
import { DeclaredHosts } from "./declaredHosts";
import { Deployment, type ReplacedCertificate } from "./deployment";
import { putBack } from "./putBack";

const DELETE_TIMEOUT_MS = 5 * 60_000;
const CHECK_LIMITS = { timeoutMs: 10_000, patienceMs: 5_000 };
const IDENTITY = ["zoneId", "host"] as const;

/** The lifecycle of a `HostCertificate`: plain inputs to plain outputs. */
export class HostCertificateLifecycle {
    private readonly declared: DeclaredHosts;
    /** The bindings, by id, that are to serve another certificate: also where `replaceOnChanges` has the engine create them anew. */
    private readonly toRebind = new Set<string>();
    /** Whether the API has not answered a check. */
    private unreachable = false;

    constructor(private readonly context: Context) {
        this.declared = new DeclaredHosts(context.boundByProgram);
    }

    async check(olds: Partial<HostCertificateInputs>, news: Record<string, unknown>): Promise<CheckResult> {
        const { inputs, failures } = checkInputs(news, {
            zoneId: checkZoneId,
            host: checkHost,
            mode: checkChoice("eofreecert_manual", "eofreecert"),
            commonName: checkCommonName,
            replaceOwnCertificate: checkFlag,
        });
        failures.push(...coverageFaults(inputs));
        const { recordReplaced, ...checked } = inputs as Partial<HostCertificateInputs> & { recordReplaced?: boolean };
        const ref = checked as HostRef;
        // The program declares the host, whatever else is wrong with the resource.
        if (!failures.some(({ property }) => property === "zoneId" || property === "host")) this.declared.declare(ref);
        if (failures.length > 0) return { inputs: checked, failures };
        if (olds.zoneId && olds.host) this.declared.noteChange(bindingId(olds as HostRef), ref);
        const isSame = IDENTITY.every((key) => olds[key] === checked[key]);
        const replaced = isSame ? olds.replaced : recordReplaced && (await this.toBeReplaced(checked));
        if (replaced) this.declared.declare(ref, replaced);
        const carried = { ...carryDriftMark(IDENTITY, olds, checked), ...(replaced && { replaced }) };
        return { inputs: { ...checked, ...carried }, failures };
    }

    /** State has the result of check when create begins, so the replaced certificate is known however create ends. */
    private async toBeReplaced(inputs: Partial<HostCertificateInputs>): Promise<ReplacedCertificate | undefined> {
        if (inputs.replaceOwnCertificate !== true || this.unreachable) return undefined;
        const ref = inputs as HostRef;
        try {
            return ownCertificateOf(await this.readHost(`reading ${subjectOf(ref)}`, ref, CHECK_LIMITS));
        } catch {
            // Check must be quick: the engine checks one resource at a time. Create waits, and reports the error.
            this.unreachable = true;
            return undefined;
        }
    }

    async diff(id: string, olds: HostCertificateOutputs, news: HostCertificateInputs): Promise<DiffResult> {
        this.declared.noteChange(id, news);
        const replaces = IDENTITY.filter((key) => olds[key] !== news[key]);
        if (replaces.length === 0 && bindsAnother(olds, news)) this.toRebind.add(bindingId(news));
        const changed = olds.mode !== news.mode || namesAnother(olds, news);
        const undone = olds.status !== "deployed";
        return { changes: replaces.length > 0 || changed || undone || hasDrifted(olds, news), replaces };
    }

    async create(
        inputs: HostCertificateInputs,
        request: EngineRequest = {},
    ): Promise<CreateResult<HostCertificateOutputs>> {
        this.declared.noteCreate(inputs);
        const id = bindingId(inputs);
        return { id, outs: await this.deploy("create", inputs, request, inputs.replaced, this.toRebind.has(id)) };
    }

    async update(
        _id: string,
        olds: HostCertificateOutputs,
        news: HostCertificateInputs,
        request: EngineRequest = {},
    ): Promise<UpdateResult<HostCertificateOutputs>> {
        return { outs: await this.deploy("update", news, request, olds.replaced, bindsAnother(olds, news)) };
    }

    /** The current state of the host, set by Pulumi or not. */
    async read(id: string, props: Partial<HostCertificateOutputs> = {}): Promise<ReadResult> {
        const { domain: host, zoneId } = refOf(id);
        const ref = { zoneId, host };
        const state = await this.readHost(`reading ${subjectOf(ref)}`, ref);
        if (!state) {
            if (props.mode === undefined)
                throw new NotFoundError(
                    `the zone ${zoneId} has no host ${host}.\n  next step: check the acceleration domain and the id of its zone in the EdgeOne console.`,
                );
            await this.context.log.warn(`${subjectOf(ref)} is gone: the zone no longer has this host.`);
            return {};
        }
        const now = outputs(
            { ...ref, commonName: props.commonName, drift: props.drift },
            state,
            ownCertificateOf(state) ?? props.replaced,
        );
        const renewed =
            props.status === "deployed" &&
            now.status === "deployed" &&
            props.mode === now.mode &&
            (props.certificateId !== now.certificateId || props.expireTime !== now.expireTime);
        if (!renewed) return { id, props: now };
        const drift = [now.certificateId, now.expireTime].join(" ");
        const inputs = withoutUndefined({ ...ref, mode: now.mode, commonName: now.commonName, drift });
        return { id, props: { ...now, drift }, inputs };
    }

    /** Disables the certificate of the host, unless the program still declares the host or its mode was changed outside Pulumi. */
    async delete(id: string, props: HostCertificateOutputs, request: EngineRequest = {}): Promise<void> {
        const { domain: host, zoneId } = refOf(id);
        const ref = { zoneId, host };
        const { timeoutMs } = request;
        this.declared.noteDelete(request);
        const isDeclared = this.declared.lookUp(ref, request) === "declared";
        const state = isDeclared ? undefined : await this.readHost(`reading ${subjectOf(ref)}`, ref);
        // Again after the read: with deleteBeforeReplace, the program may have declared the other resource meanwhile.
        const found = this.declared.lookUp(ref, request);
        if (found === "declared") return this.leaveDeployed(ref, props.replaced);
        if (!state || state.mode === "disable") return;
        if (found !== "notDeclared") return this.context.log.warn(notDisabled(ref, found, props.replaced));
        // A refresh also records a mode that was changed outside Pulumi; this resource never sets the user's own certificate.
        if (state.mode === "sslcert" || state.mode !== props.mode) {
            await this.context.log.info(
                `${subjectOf(ref)} is not changed: its mode was set to ${state.mode} outside Pulumi.`,
            );
            return;
        }
        if (props.replaced) return putBack(this.context, ref, props.replaced, { timeoutMs });
        const deployment = new Deployment(this.context, ref, { mode: "disable" });
        await this.wait(
            `disabling ${subjectOf(ref)}`,
            ref,
            { timeoutMs: timeoutMs ?? DELETE_TIMEOUT_MS },
            (call) => deployment.poll(call),
            "Run `pulumi destroy` again. A longer `customTimeouts.delete` takes effect after the next `pulumi up`.",
        );
    }

    private async leaveDeployed(ref: HostRef, replaced: ReplacedCertificate | undefined): Promise<void> {
        const { log } = this.context;
        await log.info(
            `${subjectOf(ref)} stays deployed: the program still declares the host. Only the old resource was removed from the state.`,
        );
        if (!replaced || this.declared.replacedBy(ref)) return;
        await log.warn(
            `The resource that was removed from the state had replaced your own certificate (sslcert, ${replaced.certificateIds.join(", ")}) on the host ${ref.host} (${ref.zoneId}). The new resource does not restore it: note the CertIds, or give a renamed resource its old name as an alias.`,
        );
    }

    private async deploy(
        operation: keyof Timeouts,
        inputs: HostCertificateInputs,
        request: EngineRequest,
        replacedBefore: ReplacedCertificate | undefined,
        forceRebind = false,
    ): Promise<HostCertificateOutputs> {
        const { mode, replaceOwnCertificate } = inputs;
        const deployment = new Deployment(this.context, inputs, { mode }, { forceRebind, replaceOwnCertificate });
        const timeoutMs = timeoutOf(operation, inputs.customTimeouts, request, DEPLOY_TIMEOUT_MS);
        try {
            const state = await this.wait(
                `deploying ${subjectOf(inputs)}`,
                inputs,
                { timeoutMs },
                (call) => deployment.poll(call),
                "Nothing is lost: the next `pulumi up` resumes the deployment.",
            );
            return outputs(inputs, state, deployment.replaced ?? replacedBefore);
        } catch (error) {
            if (!deployment.mayBeMade) throw error;
            const { replaced } = deployment;
            if (replaced && error instanceof WaitError && error.failure === "gaveUp") {
                await putBack(this.context, inputs, replaced, {
                    orElse: () => this.failed(error, inputs, deployment),
                });
                // The host is unchanged: there is nothing to record.
                if (operation === "create") throw error;
            }
            // EdgeOne has made or may have made the change: record it in state.
            throw this.failed(error as Error, inputs, deployment, replacedBefore);
        }
    }

    private failed(
        error: Error,
        inputs: HostCertificateInputs,
        { seen, replaced }: Deployment,
        replacedBefore?: ReplacedCertificate,
    ): PartialFailure {
        return new PartialFailure(error, bindingId(inputs), outputs(inputs, seen, replaced ?? replacedBefore));
    }

    private readHost(doing: string, ref: HostRef, limits = READ_LIMITS): Promise<HostState | undefined> {
        const consequence = "Nothing was changed: a failed read does not mean that the host is gone. Run again later.";
        return this.wait(
            doing,
            ref,
            limits,
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
