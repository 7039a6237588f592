import fc from "fast-check";
import type { TeoApi } from "../../../provider/api/actions";
import type { CallOptions } from "../../../provider/api/call";
import { apiError, type ErrorKind, transportError } from "../../../provider/api/errors";
import { table } from "../../../provider/api/errorTable";
import type { HostCertificateMode } from "../../../provider/api/hosts";
import { type PartialFailure, UserError } from "../../../provider/common/userError";
import { bare } from "./bareHost";
import { fakeContext } from "./fakeContext";

// Random schedules of answers and a user who may cancel. Time is handed in.

/** Those here, in the checks of inputs, and in the front end. */
const PROPERTIES_OF_SCHEDULES = 13;
const schedules = Number(process.env.SCHEDULES ?? 10_000);
/** How often a property is tried; `SCHEDULES` asks for more schedules in all. fast-check prints the seed of one that fails, and `SEED` takes it. */
export const runs = {
    ...(process.env.SEED && { seed: Number(process.env.SEED) }),
    numRuns: Math.ceil(schedules / PROPERTIES_OF_SCHEDULES),
    timeout: 10_000,
    interruptAfterTimeLimit: 120_000 * Math.max(1, schedules / 10_000),
    markInterruptAsFailure: true,
};
/** A request that is not answered is given up after this. */
const REQUEST_DEADLINE_S = 20;
export const zoneId = "zone-1";
export const domain = "www.example.com";
export const id = `${zoneId}/${domain}`;
export const whole = {
    commonName: domain,
    signatureAlgorithm: "RSA 2048",
    expireTime: "2027-02-21T00:00:00Z",
    requestId: "id",
};
const EXPIRED = "2020-01-01T00:00:00Z";
export const customTimeouts = { create: "30s", update: "30s" };

/** One answer of the API: what it is, and how many seconds it takes. */
interface Step {
    answer: Answer;
    seconds: number;
}
interface Application {
    dns?: { subdomain?: string; recordType?: string; recordValue?: string };
    file?: { path?: string; content?: string };
}
export type Answer =
    | { error: ReturnType<typeof apiError> }
    | { certificate: Partial<typeof whole> }
    | { application: Application }
    | { status: string; mode: string; certificateId: string }
    | { absent: true };

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
        { ...whole, expireTime: EXPIRED },
        { ...whole, expireTime: "soon" },
        { ...whole, commonName: "" },
        { commonName: domain },
        {},
    ),
);
const wholeApplications: Application[] = [
    { dns: { subdomain: "_dnsauth.www", recordType: "CNAME", recordValue: "value" } },
    { dns: { subdomain: "_dnsauth.www", recordValue: "value" } },
    { file: { path: "/.well-known/x.txt", content: "content" } },
];
const applications = fc.constantFrom<Application>(
    ...wholeApplications,
    { dns: { subdomain: "_dnsauth.www" }, file: { path: "/x" } },
    { file: { content: "content" } },
    { dns: {} },
    {},
);
const seconds = fc.oneof(
    { weight: 8, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 30 }) },
);
const steps = (...answers: fc.Arbitrary<Answer>[]) => {
    const failing = errors.map((error): Answer => ({ error }));
    return fc.array(fc.record({ answer: fc.oneof(failing, ...answers), seconds }), { minLength: 1, maxLength: 12 });
};
/** What goes well is as likely as all that does not. */
const often = (usual: string, ...others: string[]) => fc.oneof(fc.constant(usual), fc.constantFrom(...others));
const hosts = fc.record({
    status: often("deployed", "processing", "applying", "failed", "issued", "novel"),
    mode: often("eofreecert_manual", "eofreecert", "disable", "sslcert", "sslcert", "novel"),
    certificateId: fc.constantFrom("cert-1", "cert-2"),
});
export const schedulesOf = {
    checks: steps(certificates.map((certificate): Answer => ({ certificate }))),
    applications: steps(applications.map((application): Answer => ({ application }))),
    bindings: steps(hosts, hosts, fc.constant<Answer>({ absent: true })),
};
export const aborts = fc.option(fc.integer({ min: 0, max: 60 }), { freq: 4 });

class Cancelled extends UserError {
    override readonly name = "Cancelled";
}
const nothing = { commonName: undefined, signatureAlgorithm: undefined, expireTime: undefined, requestId: undefined };
const notDone: ErrorKind[] = ["fatal", "uncertain", "throttled", "pending", "neverApplied"];

/** An API that answers by a schedule, the last step for ever, and what it has answered. */
export function world(schedule: Step[], abortAfterS: number | null) {
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
    /** The modes that were sent, but for those that were refused: the host has them, or may have them. */
    const sent: HostCertificateMode[] = [];
    /** What the host had when each was sent. */
    const sentOver: string[] = [];
    let seenMode = "";
    const api: Partial<TeoApi> = {
        checkFreeCertificateVerification: async (_, call) => {
            const answer = await take(call);
            return { ...nothing, ...("certificate" in answer ? answer.certificate : {}) };
        },
        applyFreeCertificate: async (_, call) => {
            const answer = await take(call);
            return {
                dns: undefined,
                file: undefined,
                requestId: "id",
                ...("application" in answer && answer.application),
            };
        },
        describeHost: async (_, call) => {
            const answer = await take(call);
            if (!("mode" in answer)) return undefined;
            seenMode = answer.mode;
            return { ...bare, ...answer, certificateIds: [answer.certificateId] };
        },
        modifyHostCertificate: async ({ mode }, call) => {
            call.signal.throwIfAborted();
            sent.push(mode);
            sentOver.push(seenMode);
            try {
                await take(call);
            } catch (error) {
                if (notDone.includes((error as { kind: ErrorKind }).kind)) {
                    sent.pop();
                    sentOver.pop();
                }
                throw error;
            }
        },
    };
    const { context, clock, user, seconds } = fakeContext(api);
    const cancel = () => user.abort(new Cancelled("cancelled"));
    const over = new AbortController();
    if (abortAfterS !== null) void clock.sleep(abortAfterS * 1_000, over.signal).then(cancel, () => {});
    return { context, clock, seconds, given, sent, sentOver, abortAfterS, cancel, over };
}
export type World = ReturnType<typeof world>;

/** Runs one call to its end, and checks what holds for every call: it ends in time, or at once when the user cancels, and leaves nothing. */
export async function settle<T>(
    it: World,
    call: Promise<T>,
    timeoutS: number,
): Promise<{ value: T } | { error: Error }> {
    const outcome = await it.clock.until(
        call.then(
            (value) => ({ value }),
            (error: Error) => ({ error }),
        ),
    );
    const abortS = it.abortAfterS ?? Number.POSITIVE_INFINITY;
    expect(it.seconds()).toBeLessThanOrEqual(Math.min(timeoutS + REQUEST_DEADLINE_S + 1, abortS));
    if ("error" in outcome) expect(outcome.error).toBeInstanceOf(UserError);
    const stored = "value" in outcome ? outcome.value : (outcome.error as PartialFailure).properties;
    expect(hasUndefined(stored)).toBe(false);
    it.over.abort();
    it.cancel();
    await it.clock.advance(0);
    expect(it.clock.sleepers).toBe(0);
    return outcome;
}
const hasUndefined = (value: unknown): boolean =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(value).some(([key, inner]) => (key !== "inputs" && inner === undefined) || hasUndefined(inner));

/** Whether an answer is an issued certificate that covers the domain. */
export const isGood = (answer: Answer | undefined) =>
    answer !== undefined &&
    "certificate" in answer &&
    /^(\*|www)\.example\.com\.?$/i.test(answer.certificate.commonName ?? "") &&
    answer.certificate.expireTime === whole.expireTime;

/** Whether an answer says that there is no certificate, as opposed to one that says nothing. */
export const isGone = (answer: Answer | undefined) => {
    if (answer === undefined) return false;
    if ("error" in answer) return answer.error.kind === "pending" || answer.error.kind === "neverApplied";
    return "certificate" in answer && answer.certificate.expireTime === EXPIRED;
};

/** Whether an answer has the whole proof for a method. */
export const hasProof = (answer: Answer | undefined, method: "dns_challenge" | "http_challenge") =>
    answer !== undefined &&
    "application" in answer &&
    wholeApplications.includes(answer.application) &&
    (method === "dns_challenge" ? answer.application.dns : answer.application.file) !== undefined;

/** Fails the tests of the file that leave a promise's rejection to nobody. */
export function expectNoUnhandledRejection(): void {
    const unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown) => unhandled.push(reason);
    beforeAll(() => process.on("unhandledRejection", onUnhandled));
    afterAll(() => {
        process.off("unhandledRejection", onUnhandled);
    });
    afterEach(() => expect(unhandled).toEqual([]));
}
