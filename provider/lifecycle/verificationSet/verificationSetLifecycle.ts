import { randomBytes } from "node:crypto";
import type { CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult } from "@pulumi/pulumi/dynamic";
import type { Reason } from "../../api/errors";
import { NotFoundError, PartialFailure } from "../../common/userError";
import { checkInputs } from "../shared/checkInputs";
import type { Context, EngineRequest } from "../shared/context";
import { carryDriftMark, type DriftMark, hasDrifted } from "../shared/drift";
import { withoutUndefined } from "../shared/inputs";
import { checkZoneId } from "../shared/names";
import { type ProofInputsByDomain, proofMapChecks } from "../shared/proofInputs";
import { type Timeouts, timeoutOf } from "../shared/timeouts";
import type { Certificate } from "../verification/certificate";
import {
    driftMarkOf,
    explainNoDeletion,
    ISSUE_TIMEOUT_MS,
    isSame,
    readCertificate,
} from "../verification/checkCertificate";
import { checkWarnDays, ExpiryWatch } from "../verification/expiryWarning";
import { type CompactCertificate, fromCompact, toCompact } from "./compactState";
import { checkDomains, isSameSet } from "./domainList";
import { incompleteSetError } from "./incompleteSetError";
import { describeGroup, groupByReason } from "./reasonGroups";
import { waitForAll } from "./waitForAll";
import { withSharedAbort } from "./withSharedAbort";

/** The inputs of the resource, checked. */
export interface VerificationSetInputs extends DriftMark, ProofInputsByDomain {
    zoneId: string;
    /** Without duplicates, in any order. */
    domains: string[];
    /** How many days before its expiry to warn of a certificate; 14 by default, 0 for never. */
    warnDaysBeforeExpiry?: number;
    customTimeouts?: Timeouts;
}

/** The outputs in state: the certificates by domain. The domains are only in the inputs: here they would enlarge the state by a fifth. */
export interface VerificationSetOutputs extends DriftMark {
    zoneId: string;
    certificates: Record<string, CompactCertificate>;
}

type Certificates = Map<string, Certificate>;

/** The lifecycle of a `FreeCertificateVerificationSet`: plain inputs to plain outputs. */
export class FreeCertificateVerificationSetLifecycle {
    private readonly expiry: ExpiryWatch;

    constructor(private readonly context: Context) {
        this.expiry = new ExpiryWatch(context);
    }

    async check(olds: Partial<VerificationSetInputs>, news: Record<string, unknown>): Promise<CheckResult> {
        const { inputs, failures } = checkInputs(news, {
            zoneId: checkZoneId,
            domains: checkDomains,
            warnDaysBeforeExpiry: checkWarnDays,
            ...proofMapChecks,
        });
        return { inputs: { ...inputs, ...carryDriftMark(["zoneId"], olds, inputs) }, failures };
    }

    /** A domain without a certificate in state is a change: the update waits for it. */
    async diff(_id: string, olds: VerificationSetOutputs, news: VerificationSetInputs): Promise<DiffResult> {
        if (olds.zoneId !== news.zoneId) return { changes: true, replaces: ["zoneId"] };
        await this.watchExpiry(news, Object.entries(olds.certificates));
        return { changes: hasDrifted(olds, news) || !isSameSet(news.domains, olds.certificates), replaces: [] };
    }

    async create(
        inputs: VerificationSetInputs,
        request: EngineRequest = {},
    ): Promise<CreateResult<VerificationSetOutputs>> {
        // A random suffix: all domains may change, and a zone may have two sets.
        const id = `${inputs.zoneId}/${randomBytes(4).toString("hex")}`;
        return { id, outs: await this.complete("create", id, inputs, new Map(), request) };
    }

    /** Waits only for domains that have no certificate in state. */
    async update(
        id: string,
        olds: VerificationSetOutputs,
        news: VerificationSetInputs,
        request: EngineRequest = {},
    ): Promise<UpdateResult<VerificationSetOutputs>> {
        return { outs: await this.complete("update", id, news, fromCompact(olds.certificates), request) };
    }

    /** One check for each certificate in state, without waiting. Missing ones are removed from state; an outage is an error, and changes nothing. */
    async read(id: string, props: Partial<VerificationSetOutputs> = {}): Promise<ReadResult> {
        const { zoneId, certificates } = props;
        if (!zoneId || !certificates) {
            throw new NotFoundError(
                `a set cannot be imported or read by its id: the id ${id} does not contain the domains; next step: declare the set in the program: certificates that are already issued take one call each.`,
            );
        }
        const before = fromCompact(certificates);
        const now: Certificates = new Map();
        const gone = new Map<string, Reason>();
        await withSharedAbort(this.context.signal, [...before.keys()], async (domain, stop) => {
            const found = await readCertificate(this.context, { zoneId, domain }, stop.signal);
            if ("gone" in found) gone.set(domain, found.gone);
            else now.set(domain, found.certificate);
        });
        await this.warnOfGone(zoneId, before.size, gone);
        if (now.size === 0 && gone.size > 0) return {};
        return { id, ...afterRead(zoneId, props, before, now) };
    }

    async delete(_id: string): Promise<void> {
        await explainNoDeletion(this.context);
    }

    /** Waits for the missing certificates. Issued ones are recorded in state even if others fail. */
    private async complete(
        operation: keyof Timeouts,
        id: string,
        inputs: VerificationSetInputs,
        before: Certificates,
        request: EngineRequest,
    ): Promise<VerificationSetOutputs> {
        const { zoneId, domains, drift } = inputs;
        const timeoutMs = timeoutOf(operation, inputs.customTimeouts, request, ISSUE_TIMEOUT_MS);
        const missing = domains.filter((domain) => !before.has(domain));
        const waits = await waitForAll(this.context, inputs, missing, timeoutMs);
        const certificates: Certificates = new Map();
        for (const domain of domains) {
            const certificate = before.get(domain) ?? waits.issued.get(domain);
            if (certificate) certificates.set(domain, certificate);
        }
        await this.watchExpiry(inputs, waits.issued);
        const outs = outputs(zoneId, certificates, drift);
        if (waits.failed.size === 0) return outs;
        const error = incompleteSetError(zoneId, certificates.size, waits, timeoutMs);
        if (operation === "create" && certificates.size === 0) throw error;
        throw new PartialFailure(error, id, outs);
    }

    private watchExpiry(
        { zoneId, warnDaysBeforeExpiry }: VerificationSetInputs,
        certificates: Iterable<[domain: string, certificate: { expireTime: string }]>,
    ): Promise<void> {
        const times = [...certificates].map(([domain, { expireTime }]): [string, string] => [domain, expireTime]);
        return this.expiry.watch(zoneId, times, warnDaysBeforeExpiry);
    }

    /** One line for all missing certificates. */
    private async warnOfGone(zoneId: string, of: number, gone: Map<string, Reason>): Promise<void> {
        if (gone.size === 0) return;
        const groups = groupByReason(gone).map((group) => `${describeGroup(group)}: ${group.domains.join(", ")}`);
        await this.context.log.warn(
            `${gone.size} of ${of} free certificates of ${zoneId} are gone: ${groups.join("; ")}. The next \`pulumi up\` waits for new ones.`,
        );
    }
}

/** The result of a read: unchanged except for missing and changed certificates. */
function afterRead(
    zoneId: string,
    props: Partial<VerificationSetOutputs>,
    before: Certificates,
    found: Certificates,
): Omit<ReadResult, "id"> {
    const now: Certificates = new Map();
    let drift: string | undefined;
    for (const [domain, seen] of before) {
        const certificate = found.get(domain);
        if (!certificate) continue;
        const same = isSame(seen, certificate);
        now.set(domain, same ? seen : certificate);
        if (!same) drift ??= driftMarkOf(certificate);
    }
    // A missing certificate shows as an update without a mark: its domain has no certificate in state.
    if (!drift) return { props: now.size === before.size ? props : outputs(zoneId, now, props.drift) };
    return { props: outputs(zoneId, now, drift), inputs: { zoneId, domains: [...before.keys()], drift } };
}

function outputs(zoneId: string, certificates: Certificates, drift: string | undefined): VerificationSetOutputs {
    return withoutUndefined({ zoneId, certificates: toCompact(certificates), drift });
}
