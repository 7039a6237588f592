import type { Domains } from "../certificates/domains";
import { timestamp, VALIDITY_MS } from "../certificates/state";
import { ApiError } from "../common/apiError";
import type { Zone } from "../zones/zone";
import { freeCertificate } from "./certificates";
import type { Hosts } from "./hosts";
import type { Binding, CertificateMode, Host, HostCertificateFields } from "./state";

/** What a binding is made of. */
interface BindingSetup {
    readonly domains: Domains;
    readonly issueDelayMs: number;
    readonly deployDelayMs: number;
    readonly clock: () => number;
}

/** The reason that a check answers where the platform could not verify a domain by itself. */
const AUTO_VERIFICATION_FAILED = "FailedOperation.ApplyCertAutoVerificationFailed";

/** Makes what a call of ModifyHostsCertificate has accepted for one host. How it ends is settled here, and shows later. */
export function makeBinding(
    setup: BindingSetup,
    zoneId: string,
    host: Host,
    mode: CertificateMode,
    given: readonly HostCertificateFields[],
): Omit<Binding, "since"> {
    const deployMs = host.plan.ms ?? setup.deployDelayMs;
    const fails = mode === "disable" ? undefined : takeFailure(host);
    const outcome = fails ?? "deployed";
    switch (mode) {
        case "disable":
            return { mode, certificates: [], applyMs: 0, deployMs: 0, outcome };
        case "sslcert":
            return { mode, certificates: given, applyMs: 0, deployMs, outcome };
        case "eofreecert_manual": {
            // Nobody has seen what the API does where there is no certificate to bind. It may well refuse the call; but
            // a client that believes an accepted call is caught out only by a binding that fails afterwards.
            const held = setup.domains.certificate(zoneId, host.name);
            const certificates = [freeCertificate(zoneId, held?.source ?? host.name)];
            return { mode, certificates, ...held, applyMs: 0, deployMs, outcome: held ? outcome : "issued" };
        }
        case "eofreecert":
            return bindAutomatically(setup, zoneId, host.name, { deployMs, fails });
    }
}

function bindAutomatically(
    { domains, issueDelayMs, clock }: BindingSetup,
    zoneId: string,
    name: string,
    { deployMs, fails }: { deployMs: number; fails: "failed" | "issued" | undefined },
): Omit<Binding, "since"> {
    const mode = "eofreecert";
    const held = domains.certificate(zoneId, name);
    const certificates = [freeCertificate(zoneId, held?.source ?? name)];
    if (held !== undefined) {
        return { mode, certificates, ...held, applyMs: 0, deployMs, outcome: fails ?? "deployed" };
    }
    // A test that has declared the domain pending has said how the application ends, and why.
    const isDeclared = domains.isDeclaredPending(zoneId, name);
    if (isDeclared || fails === "failed") {
        if (!isDeclared) {
            domains.applyAutomatically(zoneId, name, { code: AUTO_VERIFICATION_FAILED });
        }
        return { mode, certificates, applyMs: issueDelayMs || deployMs, deployMs: 0, outcome: "failed" };
    }
    domains.applyAutomatically(zoneId, name);
    const expireTime = timestamp(clock() + issueDelayMs + VALIDITY_MS);
    const outcome = fails ?? "deployed";
    return { mode, certificates, source: name, expireTime, applyMs: issueDelayMs, deployMs, outcome };
}

/** How the deployment is to fail, if a test wants it to. */
function takeFailure({ plan }: Host): "failed" | "issued" | undefined {
    const { fails } = plan;
    if (fails !== undefined) {
        fails.times -= 1;
        plan.fails = fails.times === 0 ? undefined : fails;
    }
    return fails?.as;
}

/** Refuses what cannot be bound as it is. Which code the API has for each status is not documented. */
export function mustBeBindable(
    { domains, hosts }: { domains: Domains; hosts: Hosts },
    zone: Zone,
    host: Host,
    mode: CertificateMode,
): void {
    const { name } = host;
    const code = {
        online: undefined,
        process: "OperationDenied.DomainStatusUnstable",
        offline: "InvalidParameterValue.InvalidDomainStatus",
        init: "InvalidParameterValue.InvalidDomainStatus",
        forbidden: "OperationDenied.DomainIsBlocked",
    }[hosts.statusOf(zone.id, host)];
    if (code !== undefined) {
        throw new ApiError(code, [name]);
    }
    const needsOne = mode === "eofreecert" && domains.certificate(zone.id, name) === undefined;
    if (needsOne && name.startsWith("*.") && zone.type === "partial") {
        throw new ApiError("InvalidParameter.CnameWildHostNotAllowApplyCertificate");
    }
}
