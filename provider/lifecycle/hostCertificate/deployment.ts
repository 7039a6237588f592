import type { CallOptions } from "../../api/call";
import { ApiError, describeReason, type Reason, reasonOf } from "../../api/errors";
import type { HostCertificateChange, HostRef, HostState } from "../../api/hosts";
import { done, notYet, type PollResult } from "../../waiting/pollResult";
import type { Context } from "../shared/context";
import { checkCertificate } from "../verification/checkCertificate";

/** A failure may belong to the previous change: it counts only this long after ours was accepted. */
const FAILURE_COUNTS_AFTER_MS = 10_000;
/** How long an accepted change may have no effect: EdgeOne answers 200 and does nothing if the zone does not support the mode. */
const IGNORED_AFTER_MS = 3 * 60_000;

/** The user's own certificate that a binding has replaced, to be restored. A contract with state. */
export interface ReplacedCertificate {
    mode: "sslcert";
    certificateIds: string[];
}

export interface DeploymentOptions {
    /** Whether to bind again even if the mode is already deployed, because the certificate is another one. */
    forceRebind?: boolean;
    /** Whether the user's own certificate may be replaced. */
    replaceOwnCertificate?: boolean | undefined;
    /** Whether this restores the user's own certificate. */
    restores?: boolean;
}

/** Sets the certificate mode of a host, one poll at a time: sends the change if needed, and waits until it is deployed. */
export class Deployment {
    /** The last known state of the host. */
    seen: HostState | undefined;
    /** Whether EdgeOne may have made the change: it was accepted, or nothing is known of the request. */
    mayBeMade = false;
    /** The user's own certificate that this change replaces. */
    replaced: ReplacedCertificate | undefined;
    /** Whether EdgeOne has accepted the change, by our request or by one of an earlier run. */
    private accepted = false;
    private acceptedAt = 0;
    private before: HostState | undefined;

    constructor(
        private readonly context: Context,
        private readonly ref: HostRef,
        private readonly change: HostCertificateChange,
        private readonly options: DeploymentOptions = {},
    ) {}

    async poll(call: CallOptions): Promise<PollResult<HostState>> {
        const { api, clock } = this.context;
        const state = await api.describeHost(this.ref, call);
        this.seen = state;
        if (!state) return notYet(this.missing());
        const obstacle = this.domainObstacle(state);
        if (obstacle) return notYet(obstacle);
        if (!this.accepted) {
            const { forceRebind, replaceOwnCertificate, restores } = this.options;
            if (!forceRebind && this.isDone(state)) return done(state);
            if (state.mode === "sslcert" && !restores) {
                if (!replaceOwnCertificate) return notYet(ownCertificate(state));
                await this.replace(state);
            }
            const underWay =
                !forceRebind &&
                state.mode === this.change.mode &&
                (state.status === "processing" || state.status === "applying");
            if (!underWay) await this.send(state, call);
            this.mayBeMade = true;
            this.accepted = true;
            this.acceptedAt = clock.now();
            this.before = state;
            return deploying("EdgeOne has accepted the change and is deploying it");
        }
        return this.progress(state, clock.now() - this.acceptedAt, call);
    }

    private async send(state: HostState, call: CallOptions): Promise<void> {
        const { mayBeMade } = this;
        this.mayBeMade = true;
        // Until the next read: a destroy disables only a mode that the binding has set.
        this.seen = { ...state, mode: this.change.mode, status: undefined };
        try {
            await this.context.api.modifyHostCertificate({ ...this.ref, ...this.change }, call);
        } catch (error) {
            if (error instanceof ApiError && error.kind !== "transient" && error.kind !== "unknown") {
                this.mayBeMade = mayBeMade;
                this.seen = state;
            }
            throw error;
        }
    }

    private async replace({ certificateIds }: HostState): Promise<void> {
        if (this.replaced) return;
        this.replaced = { mode: "sslcert", certificateIds };
        const { host, zoneId } = this.ref;
        await this.context.log.warn(
            `The host ${host} (${zoneId}) serves your own certificate (sslcert, ${certificateIds.join(", ")}), which is replaced by the free certificate because replaceOwnCertificate is true. Destroying the resource restores it.`,
        );
    }

    private async progress(state: HostState, age: number, call: CallOptions): Promise<PollResult<HostState>> {
        if (state.mode !== this.change.mode) {
            return notYet(
                reasonOf({
                    kind: "uncertain",
                    code: "ModeNotApplied",
                    message: `EdgeOne has accepted the mode ${this.change.mode}, but the host still has ${state.mode}`,
                    advice: "The zone may not support the mode: a zone with CNAME access needs eofreecert_manual, and a certificate that was applied for.",
                    retryForMs: IGNORED_AFTER_MS,
                }),
            );
        }
        if (state.status === "failed" || state.status === "issued") {
            if (age >= FAILURE_COUNTS_AFTER_MS) return notYet(await this.failure(state.status, call));
            return deploying(`the status is ${state.status}, possibly from the previous deployment`);
        }
        const fresh =
            !this.options.forceRebind || state.deployTime !== this.before?.deployTime || age >= FAILURE_COUNTS_AFTER_MS;
        if (this.isDone(state) && fresh) return done(state);
        return deploying(`the status is ${state.status ?? "not known yet"}`);
    }

    private isDone(state: HostState): boolean {
        if (state.mode !== this.change.mode) return false;
        return this.change.mode === "disable" || state.status === "deployed";
    }

    /** The check of the certificate tells why binding failed. */
    private async failure(status: "failed" | "issued", call: CallOptions): Promise<Reason> {
        const certificate = await checkCertificate(
            this.context,
            { zoneId: this.ref.zoneId, domain: this.ref.host },
            call,
        );
        const [code, what] = FAILURES[status];
        const why = certificate.done
            ? "the check reports a valid certificate"
            : `the check reports ${describeReason(certificate.reason)}`;
        const advice = (!certificate.done && certificate.reason.advice) || "Check the host in the EdgeOne console.";
        return reasonOf({ kind: "fatal", code, message: `${what}; ${why}`, advice });
    }

    private missing(): Reason {
        const { zoneId, host } = this.ref;
        return reasonOf({
            kind: "uncertain",
            code: "HostNotFound",
            message: `the zone ${zoneId} has no acceleration domain ${host}`,
            advice: "Add the host to the zone as an acceleration domain, or correct zoneId or host.",
        });
    }

    private domainObstacle({ domainStatus }: HostState): Reason | undefined {
        if (this.change.mode === "disable") return undefined;
        return OBSTACLES[domainStatus ?? ""];
    }
}

/** The user's own certificate is replaced only with the user's consent. */
function ownCertificate({ certificateIds }: HostState): Reason {
    return reasonOf({
        kind: "fatal",
        code: "OwnCertificate",
        message: `the host serves your own certificate (mode sslcert, ${certificateIds.join(", ") || "no CertId"})`,
        advice: "Set replaceOwnCertificate: true to replace it with the free certificate, or leave the host as it is and remove this resource.",
    });
}

/** By the status of a deployment that failed: the code and what happened. */
const FAILURES = {
    issued: ["BindingFailed", "the certificate is issued, but binding it failed"],
    failed: ["DeploymentFailed", "the application for the certificate failed"],
} as const;

/** By the status of an acceleration domain that cannot be bound. */
const OBSTACLES: Partial<Record<string, Reason>> = {
    offline: reasonOf({
        kind: "fatal",
        code: "HostOffline",
        message: "the host is offline",
        advice: "Enable the acceleration domain in the EdgeOne console.",
    }),
    forbidden: reasonOf({
        kind: "fatal",
        code: "HostForbidden",
        message: "the host is forbidden by EdgeOne",
        advice: "See the EdgeOne console for the reason, or ask Tencent Cloud support.",
    }),
};

function deploying(message: string): PollResult<HostState> {
    return notYet(reasonOf({ kind: "pending", code: "HostDeploying", message }));
}
