import fc from "fast-check";
import type { TeoApi } from "../../../provider/api/actions";
import type { CallOptions } from "../../../provider/api/call";
import { apiError, type ErrorKind, transportError } from "../../../provider/api/errors";
import { table } from "../../../provider/api/errorTable";
import type { HostState } from "../../../provider/api/hosts";
import { PartialFailure, UserError } from "../../../provider/common/userError";
import { FreeCertificateLifecycle } from "../../../provider/lifecycle/application/applicationLifecycle";
import { HostCertificateLifecycle } from "../../../provider/lifecycle/hostCertificate/hostCertificateLifecycle";
import { FreeCertificateVerificationLifecycle } from "../../../provider/lifecycle/verification/verificationLifecycle";
import { FreeCertificateVerificationSetLifecycle } from "../../../provider/lifecycle/verificationSet/verificationSetLifecycle";
import { fakeContext } from "./fakeContext";

// Whatever the API answers, in whatever order, and whenever the user cancels. Time is handed in; `SCHEDULES` asks for more of them.
const RUNS = Number(process.env.SCHEDULES ?? 10_000) / 5;
/** A request that is not answered is given up after this. */
const REQUEST_DEADLINE_S = 20;
const zoneId = "zone-1";
const domain = "www.example.com";
const id = `${zoneId}/${domain}`;
const whole = {
    commonName: domain,
    signatureAlgorithm: "RSA 2048",
    expireTime: "2027-02-21T00:00:00Z",
    requestId: "id",
};

/** One answer of the API: what it is, and how many seconds it takes. */
interface Step {
    answer: Answer;
    seconds: number;
}
type Answer =
    | { error: ReturnType<typeof apiError> }
    | { certificate: Partial<typeof whole> }
    | { status: string; mode: string };

const codes = [...new Set(table.flatMap((row) => row.codes.map((code) => code.replaceAll("*", "X"))))];
const errors = fc.oneof(
    fc.constantFrom(...codes, "Brand.NewCode", "").map((code) => apiError(code || "Odd", "message", "id")),
    fc
        .constantFrom("NetworkError" as const, "MalformedAnswer" as const, "Redirected" as const, "HTTP 502" as const)
        .map((failure) => transportError(failure, "trouble", "https://teo.example.com")),
    fc.constant(apiError("ResourceUnavailable.RecordUnExpected", "not seen", "id")),
);
const certificates = fc.oneof(
    fc.constant(whole),
    fc.constantFrom<Partial<typeof whole>>(
        { ...whole, commonName: "*.example.com" },
        { ...whole, commonName: "WWW.example.com." },
        { ...whole, commonName: "other.example.com" },
        { ...whole, expireTime: "2020-01-01T00:00:00Z" },
        { ...whole, expireTime: "soon" },
        { ...whole, commonName: "" },
        { commonName: domain },
        {},
    ),
);
const hosts = fc.record({
    status: fc.constantFrom("deployed", "processing", "applying", "failed", "issued", "novel"),
    mode: fc.constantFrom("eofreecert_manual", "eofreecert", "disable", "sslcert", "novel"),
});
const seconds = fc.oneof(
    { weight: 8, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 30 }) },
);
const steps = (answer: fc.Arbitrary<Answer>) =>
    fc.array(fc.record({ answer, seconds }), { minLength: 1, maxLength: 12 });
const failing = errors.map((error): Answer => ({ error }));
const checks = steps(
    fc.oneof(
        failing,
        certificates.map((certificate): Answer => ({ certificate })),
    ),
);
const bindings = steps(fc.oneof(failing, hosts));
const aborts = fc.option(fc.integer({ min: 0, max: 60 }), { freq: 4 });

/** An API that answers by a schedule, the last step for ever, and what it has answered. */
function world(schedule: Step[], abortAfterS: number | null) {
    const given: Answer[] = [];
    const take = async ({ signal }: CallOptions): Promise<Answer> => {
        const { answer, seconds } = schedule[Math.min(given.length, schedule.length - 1)] as Step;
        const isLost = seconds > REQUEST_DEADLINE_S;
        // An answer takes some time: a throttled request is asked again at once, as the rate limit, which is not here, would delay it.
        await clock.sleep(250 + 1_000 * Math.min(seconds, REQUEST_DEADLINE_S), signal);
        const actual: Answer = isLost ? { error: transportError("NetworkError", "timeout", "https://x") } : answer;
        given.push(actual);
        if ("error" in actual) throw actual.error;
        return actual;
    };
    const changes: string[] = [];
    const api: Partial<TeoApi> = {
        checkFreeCertificateVerification: async (_, call) => {
            const answer = await take(call);
            return { ...nothing, ...("certificate" in answer ? answer.certificate : {}) };
        },
        applyFreeCertificate: async (_, call) => {
            await take(call);
            const dns = { subdomain: "_dnsauth", recordType: "CNAME", recordValue: "value" };
            return { dns, file: undefined, requestId: "id" };
        },
        describeHost: async (_, call) => {
            const answer = await take(call);
            if (!("mode" in answer)) return undefined;
            return { ...bare, status: answer.status, mode: answer.mode, certificateIds: ["cert-1"] };
        },
        modifyHostCertificate: async ({ mode }, call) => {
            await take(call);
            changes.push(mode);
        },
    };
    const { context, clock, user, seconds } = fakeContext(api);
    if (abortAfterS !== null) void clock.sleep(abortAfterS * 1_000).then(() => user.abort(new Cancelled("cancelled")));
    return { context, clock, seconds, given, changes };
}
class Cancelled extends UserError {
    override readonly name = "Cancelled";
}
const nothing = { commonName: undefined, signatureAlgorithm: undefined, expireTime: undefined, requestId: undefined };
const bare: HostState = {
    domainStatus: "online",
    mode: "disable",
    certificateId: "cert-1",
    certificateIds: [],
    status: undefined,
    deployTime: undefined,
    expireTime: undefined,
};

/** Runs one call to its end, and checks what holds for every call. */
async function settle<T>(
    { clock, seconds }: ReturnType<typeof world>,
    call: Promise<T>,
    timeoutS: number,
): Promise<{ value: T } | { error: Error }> {
    const outcome = await clock.until(
        call.then(
            (value) => ({ value }),
            (error: Error) => ({ error }),
        ),
    );
    expect(seconds()).toBeLessThanOrEqual(timeoutS + REQUEST_DEADLINE_S + 1);
    if ("error" in outcome) expect(outcome.error).toBeInstanceOf(UserError);
    const stored = "value" in outcome ? outcome.value : (outcome.error as PartialFailure).properties;
    expect(hasUndefined(stored)).toBe(false);
    return outcome;
}
const hasUndefined = (value: unknown): boolean =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(value).some(([key, inner]) => (key !== "inputs" && inner === undefined) || hasUndefined(inner));

const isGood = (answer: Answer | undefined) =>
    answer !== undefined &&
    "certificate" in answer &&
    /^(\*|www)\.example\.com\.?$/i.test(answer.certificate.commonName ?? "") &&
    answer.certificate.expireTime === whole.expireTime;
const saysGone: ErrorKind[] = ["pending", "neverApplied"];
const isGone = (answer: Answer | undefined) => {
    if (answer === undefined) return false;
    if ("error" in answer) return saysGone.includes(answer.error.kind);
    return "certificate" in answer && answer.certificate.expireTime === "2020-01-01T00:00:00Z";
};

const customTimeouts = { create: "30s", update: "30s" };
const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown) => unhandled.push(reason);
beforeAll(() => process.on("unhandledRejection", onUnhandled));
afterAll(() => {
    process.off("unhandledRejection", onUnhandled);
});
afterEach(() => expect(unhandled).toEqual([]));

const parameters = { numRuns: RUNS, timeout: 10_000, interruptAfterTimeLimit: 120_000, markInterruptAsFailure: true };

test("a verification succeeds only with an issued certificate that covers its domain, and in time", async () => {
    await fc.assert(
        fc.asyncProperty(checks, aborts, async (schedule, abort) => {
            const it = world(schedule, abort);
            const lifecycle = new FreeCertificateVerificationLifecycle(it.context);
            const outcome = await settle(it, lifecycle.create({ zoneId, domain, customTimeouts }), 30);
            if ("value" in outcome) {
                expect(isGood(it.given.at(-1))).toBe(true);
                expect(outcome.value.id).toBe(id);
            }
        }),
        parameters,
    );
});

test("a refresh takes nothing for gone on doubt", async () => {
    await fc.assert(
        fc.asyncProperty(checks, aborts, fc.boolean(), async (schedule, abort, ofApplication) => {
            const it = world(schedule, abort);
            const lifecycle = ofApplication
                ? new FreeCertificateLifecycle(it.context)
                : new FreeCertificateVerificationLifecycle(it.context);
            const outcome = await settle(it, lifecycle.read(id, { zoneId, domain, ...whole }), 3_600);
            if (!("value" in outcome) || outcome.value.id !== undefined) return;
            expect(isGone(it.given.at(-1))).toBe(true);
        }),
        parameters,
    );
});

test("a set keeps what was issued, whatever becomes of the rest", async () => {
    await fc.assert(
        fc.asyncProperty(checks, aborts, async (schedule, abort) => {
            const it = world(schedule, abort);
            const domains = [domain, "a.example.com", "b.example.com"];
            const lifecycle = new FreeCertificateVerificationSetLifecycle(it.context);
            const outcome = await settle(it, lifecycle.create({ zoneId, domains, customTimeouts }), 30);
            const outs = "value" in outcome ? outcome.value.outs : (outcome.error as PartialFailure).properties;
            const issued = Object.keys((outs as { certificates?: object } | undefined)?.certificates ?? {});
            if ("value" in outcome) expect(issued.sort()).toEqual([...domains].sort());
            else if (issued.length > 0) expect(outcome.error).toBeInstanceOf(PartialFailure);
            const good = it.given.filter(
                (answer) => "certificate" in answer && answer.certificate.expireTime === whole.expireTime,
            );
            expect(issued.length).toBeLessThanOrEqual(good.length);
        }),
        parameters,
    );
});

test("a binding that was sent is never lost, and succeeds only when the host has what was asked for", async () => {
    await fc.assert(
        fc.asyncProperty(bindings, aborts, async (schedule, abort) => {
            const it = world(schedule, abort);
            const lifecycle = new HostCertificateLifecycle(it.context);
            const inputs = { zoneId, host: domain, mode: "eofreecert_manual" as const, customTimeouts };
            const outcome = await settle(it, lifecycle.create(inputs), 30);
            const last = it.given.at(-1);
            if ("value" in outcome) expect(last).toMatchObject({ mode: "eofreecert_manual", status: "deployed" });
            else if (it.changes.length > 0) expect(outcome.error).toMatchObject({ id });
        }),
        parameters,
    );
});

test("a deletion disables only what the binding has set, and ends", async () => {
    await fc.assert(
        fc.asyncProperty(bindings, aborts, async (schedule, abort) => {
            const it = world(schedule, abort);
            const lifecycle = new HostCertificateLifecycle(it.context);
            await settle(it, lifecycle.delete(id, { zoneId, host: domain, mode: "eofreecert_manual" }), 3_600 + 300);
            const first = it.given.find((answer) => !("error" in answer));
            if (it.changes.length > 0) expect(first).toMatchObject({ mode: "eofreecert_manual" });
            expect(it.changes.every((mode) => mode === "disable")).toBe(true);
        }),
        parameters,
    );
});
