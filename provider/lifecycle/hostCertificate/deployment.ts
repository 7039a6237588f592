import type { CallOptions } from "../../api/call";
import { ApiError, describeReason } from "../../api/errors";
import type { HostCertificateMode, HostRef, HostState } from "../../api/hosts";
import type { Verdict } from "../../waiting/waitFor";
import type { Context } from "../shared/context";
import { look } from "../verification/checkCertificate";

/** A failure may be that of the change before: it counts when it is still there so long after ours was accepted. */
const FAILURE_COUNTS_AFTER_MS = 10_000;
/** An accepted change that shows nowhere: EdgeOne answers 200 and does nothing where the mode does not suit the zone. */
const IGNORED_AFTER_MS = 3 * 60_000;

/** Brings a host to a certificate mode, one look at a time: sends the change if there is need, and waits until it is deployed. */
export class Deployment {
    /** The host as it was seen last. */
    seen: HostState | undefined;
    /** Whether EdgeOne has accepted the change, by our request or by one of an earlier run. */
    accepted = false;
    private acceptedAt = 0;
    private before: HostState | undefined;

    constructor(
        private readonly context: Context,
        private readonly ref: HostRef,
        private readonly mode: HostCertificateMode,
        /** Whether to bind again, even where the mode is deployed already: there is another certificate to bind. */
        private readonly again = false,
    ) {}

    async step(call: CallOptions): Promise<Verdict<HostState>> {
        const { api, clock } = this.context;
        const state = await api.describeHost(this.ref, call);
        this.seen = state;
        const obstacle = state ? this.obstacle(state) : this.missing();
        if (obstacle || !state) return { reason: obstacle as ApiError };
        if (!this.accepted) {
            if (!this.again && this.isDone(state)) return { value: state };
            const underWay =
                !this.again &&
                state.mode === this.mode &&
                (state.status === "processing" || state.status === "applying");
            if (!underWay) await api.modifyHostCertificate({ ...this.ref, mode: this.mode }, call);
            this.accepted = true;
            this.acceptedAt = clock.now();
            this.before = state;
            return {
                reason: reasonOf("pending", "HostDeploying", "EdgeOne has accepted the change and is deploying it"),
            };
        }
        return this.progress(state, clock.now() - this.acceptedAt, call);
    }

    private async progress(state: HostState, age: number, call: CallOptions): Promise<Verdict<HostState>> {
        if (state.mode !== this.mode) {
            const message = `EdgeOne has accepted the mode ${this.mode}, but the host still has ${state.mode}`;
            const advice =
                "The mode may not suit the zone: one with CNAME access needs eofreecert_manual, and a certificate that was applied for.";
            return { reason: reasonOf("uncertain", "ModeNotApplied", message, advice, IGNORED_AFTER_MS) };
        }
        if (state.status === "failed" || state.status === "issued") {
            if (age >= FAILURE_COUNTS_AFTER_MS) return { reason: await this.failure(state.status, call) };
            return {
                reason: reasonOf(
                    "pending",
                    "HostDeploying",
                    `the status is ${state.status}, perhaps still that of before`,
                ),
            };
        }
        const fresh = !this.again || state.deployTime !== this.before?.deployTime || age >= FAILURE_COUNTS_AFTER_MS;
        if (this.isDone(state) && fresh) return { value: state };
        return { reason: reasonOf("pending", "HostDeploying", `the status is ${state.status ?? "not known yet"}`) };
    }

    private isDone(state: HostState): boolean {
        if (state.mode !== this.mode) return false;
        return this.mode === "disable" || state.status === "deployed";
    }

    /** What the check says of the certificate is the reason why it could not be bound. */
    private async failure(status: string, call: CallOptions): Promise<ApiError> {
        const certificate = await look(this.context, { zoneId: this.ref.zoneId, domain: this.ref.host }, call);
        const what =
            status === "issued"
                ? "the certificate is issued, but binding it failed"
                : "the certificate could not be applied for";
        const why =
            "reason" in certificate
                ? `; the check says ${describeReason(certificate.reason)}`
                : "; the check finds the certificate in order";
        const advice =
            ("reason" in certificate && certificate.reason.advice) || "Look at the host in the EdgeOne console.";
        return reasonOf("fatal", status === "issued" ? "BindingFailed" : "DeploymentFailed", what + why, advice);
    }

    private missing(): ApiError {
        const { zoneId, host } = this.ref;
        return reasonOf(
            "uncertain",
            "HostNotFound",
            `the zone ${zoneId} has no acceleration domain ${host}`,
            "Add the host to the zone as an acceleration domain, or correct zoneId or host.",
        );
    }

    private obstacle({ domainStatus }: HostState): ApiError | undefined {
        if (this.mode === "disable") return undefined;
        if (domainStatus === "offline")
            return reasonOf(
                "fatal",
                "HostOffline",
                "the host is offline",
                "Enable the acceleration domain in the EdgeOne console.",
            );
        if (domainStatus === "forbidden")
            return reasonOf(
                "fatal",
                "HostForbidden",
                "the host is forbidden by EdgeOne",
                "See the EdgeOne console for the reason, or ask Tencent Cloud support.",
            );
        return undefined;
    }
}

function reasonOf(
    kind: ApiError["kind"],
    code: string,
    message: string,
    advice?: string,
    retryForMs?: number,
): ApiError {
    return new ApiError({ kind, code, message, advice, retryForMs });
}
