import type { FreeCertificateCheck } from "../../../../provider/api/actions";
import { type ApiError, apiError, transportError } from "../../../../provider/api/errors";
import { UNKNOWN } from "../../../../provider/lifecycle/shared/inputs";
import {
    FreeCertificateVerificationLifecycle,
    type VerificationOutputs,
} from "../../../../provider/lifecycle/verification/verificationLifecycle";
import { answered, fakeContext } from "../fakeContext";

const zoneId = "zone-28v607hq8d3m";
const domain = "aa.xzone.cloud";
const id = `${zoneId}/${domain}`;
const issued: FreeCertificateCheck = {
    commonName: domain,
    signatureAlgorithm: "RSA 2048",
    expireTime: "2027-02-21T00:00:00Z",
    requestId: "id-issued",
};
const outs = { zoneId, domain, ...issued } as VerificationOutputs;
const pending = apiError("ResourceUnavailable.RecordUnExpected", "not seen", "id-pending");
const neverApplied = apiError("FailedOperation.FreeCertificateVerificationIsEmpty", "none", "id-none");

/** A lifecycle before an API that answers as `answer` says, given the seconds since the start. */
function lifecycle(answer: (seconds: number) => FreeCertificateCheck | ApiError) {
    const calls: string[] = [];
    const given = fakeContext({
        async checkFreeCertificateVerification(ref) {
            calls.push(`${ref.zoneId}/${ref.domain}`);
            // As the throttle would, which is not here: a refused question goes back in line at once.
            if (calls.length > 1) await given.clock.sleep(50);
            return answered(answer(given.seconds()));
        },
    });
    return { ...given, it: new FreeCertificateVerificationLifecycle(given.context), calls };
}

const idle = () => lifecycle(() => issued);

describe("check", () => {
    test("hands on no undefined property, which the host could not write", async () => {
        const { inputs } = await idle().it.check({}, { zoneId, domain });
        expect(inputs).toStrictEqual({ zoneId, domain });
    });

    test("normalises the domain", async () => {
        await expect(idle().it.check({}, { zoneId, domain: "AA.XZone.Cloud.", __provider: "line" })).resolves.toEqual({
            inputs: { zoneId, domain, __provider: "line" },
            failures: [],
        });
    });

    test("names every bad property at once", async () => {
        const { failures } = await idle().it.check(
            {},
            { zoneId: "x", domain: "", customTimeouts: { create: "soon", update: "1m" } },
        );
        expect(failures?.map(({ property }) => property)).toEqual(["zoneId", "domain", "customTimeouts.create"]);
    });

    test("lets pass what is not known yet", async () => {
        const news = { zoneId: UNKNOWN, domain: UNKNOWN, customTimeouts: UNKNOWN };
        await expect(idle().it.check({}, news)).resolves.toEqual({ inputs: news, failures: [] });
    });

    test("carries the mark of drift over for the same domain only", async () => {
        const olds = { zoneId, domain, drift: "id-drift" };
        const same = await idle().it.check(olds, { zoneId, domain });
        expect(same.inputs).toEqual(olds);
        const other = await idle().it.check(olds, { zoneId, domain: "bb.xzone.cloud" });
        expect(other.inputs).toEqual({ zoneId, domain: "bb.xzone.cloud" });
    });

    test("and diff, and delete, ask the API for nothing", async () => {
        const { it, calls } = idle();
        await it.check({}, { zoneId, domain });
        await it.diff(id, outs as never, { zoneId, domain });
        await it.delete(id);
        expect(calls).toEqual([]);
    });
});

describe("diff", () => {
    const diff = (news: object, olds: object = outs) => idle().it.diff(id, olds as never, { zoneId, domain, ...news });

    test("finds nothing where nothing changed", async () => {
        await expect(diff({})).resolves.toEqual({ changes: false, replaces: [] });
    });

    test("ignores what only tunes the waiting", async () => {
        await expect(diff({ customTimeouts: { create: "1h" } })).resolves.toEqual({ changes: false, replaces: [] });
    });

    test.each([
        [{ zoneId: "zone-2" }, ["zoneId"]],
        [{ domain: "bb.xzone.cloud" }, ["domain"]],
        [{ zoneId: "zone-2", domain: UNKNOWN }, ["zoneId", "domain"]],
    ])("replaces for %j", async (news, replaces) => {
        await expect(diff(news)).resolves.toEqual({ changes: true, replaces });
    });
});

describe("create", () => {
    test("takes over an issued certificate with one call", async () => {
        const { it, clock, calls } = idle();
        await expect(clock.until(it.create({ zoneId, domain }))).resolves.toEqual({ id, outs });
        expect(calls).toEqual([id]);
    });

    test("waits until a pending one is issued", async () => {
        const { it, clock, seconds } = lifecycle((now) => (now < 100 ? pending : issued));
        await expect(clock.until(it.create({ zoneId, domain }))).resolves.toEqual({ id, outs });
        expect(seconds()).toBeLessThan(110);
    });

    test("accepts the wildcard that covers the domain", async () => {
        const { it, clock } = lifecycle(() => ({ ...issued, commonName: "*.xzone.cloud" }));
        const { outs } = await clock.until(it.create({ zoneId, domain }));
        expect(outs?.commonName).toBe("*.xzone.cloud");
    });

    test("writes no undefined property to state", async () => {
        const { it, clock } = lifecycle(() => ({ ...issued, signatureAlgorithm: undefined, requestId: undefined }));
        const { outs } = await clock.until(it.create({ zoneId, domain }));
        expect(Object.values(outs ?? {})).not.toContain(undefined);
        expect(outs).not.toHaveProperty("signatureAlgorithm");
    });

    test("times out after 30 minutes, or after the custom timeout", async () => {
        const byDefault = lifecycle(() => pending);
        await expect(byDefault.clock.until(byDefault.it.create({ zoneId, domain }))).rejects.toThrow(
            /^timed out after 30m waiting for the free certificate of aa\.xzone\.cloud \(zone-28v607hq8d3m\) to be issued/,
        );
        const custom = lifecycle(() => pending);
        const inputs = { zoneId, domain, customTimeouts: { create: "90s" } };
        await expect(custom.clock.until(custom.it.create(inputs))).rejects.toThrow(/^timed out after 1m 30s/);
        expect(custom.seconds()).toBe(90);
    });

    test("gives an application a minute to be made, then says to apply", async () => {
        const made = lifecycle((now) => (now < 50 ? neverApplied : issued));
        await expect(made.clock.until(made.it.create({ zoneId, domain }))).resolves.toEqual({ id, outs });
        const never = lifecycle(() => neverApplied);
        await expect(never.clock.until(never.it.create({ zoneId, domain }))).rejects.toThrow(/ApplyFreeCertificate/);
        expect(never.seconds()).toBeLessThan(70);
    });

    test("waits for one that has expired to be renewed, and says so", async () => {
        const expired = { ...issued, expireTime: "2026-11-01T00:00:00Z" };
        const renewed = lifecycle((now) => (now < 100 ? expired : issued));
        await expect(renewed.clock.until(renewed.it.create({ zoneId, domain }))).resolves.toEqual({ id, outs });
        const never = lifecycle(() => expired);
        await expect(never.clock.until(never.it.create({ zoneId, domain }))).rejects.toThrow(/CertificateExpired/);
    });

    test.each([
        ["lacks its CommonName", { ...issued, commonName: undefined }],
        ["lacks its ExpireTime", { ...issued, expireTime: undefined }],
        ["has a time that is none", { ...issued, expireTime: "soon" }],
        ["is empty", { commonName: undefined, signatureAlgorithm: undefined, expireTime: undefined, requestId: "id" }],
    ])("takes no answer for a success that %s", async (_, answer) => {
        const { it, clock } = lifecycle(() => answer);
        const inputs = { zoneId, domain, customTimeouts: { create: "5m" } };
        await expect(clock.until(it.create(inputs))).rejects.toThrow(/timed out after 5m.*IncompleteAnswer/s);
    });

    test("fails at once for a certificate of another name", async () => {
        const { it, clock, seconds } = lifecycle(() => ({ ...issued, commonName: "*.other.cloud" }));
        await expect(clock.until(it.create({ zoneId, domain }))).rejects.toThrow(
            /\*\.other\.cloud, which does not cover aa\.xzone\.cloud/,
        );
        expect(seconds()).toBe(0);
    });

    test("ends when the user cancels, and says that nothing is lost", async () => {
        const { it, clock, user } = lifecycle(() => pending);
        const creating = it.create({ zoneId, domain });
        creating.catch(() => {});
        await clock.advance(5_000);
        user.abort();
        await expect(creating).rejects.toThrow(/^cancelled after 5s .*next `pulumi up` resumes/s);
    });
});

describe("read", () => {
    const read = (answer: FreeCertificateCheck | ApiError, props: object = outs) => {
        const given = lifecycle(() => answer);
        return { ...given, result: given.clock.until(given.it.read(id, props as never)) };
    };

    test("of an unchanged certificate changes nothing, not even the RequestId, with one call", async () => {
        const { result, calls } = read({ ...issued, requestId: "id-later" });
        await expect(result).resolves.toEqual({ id, props: outs });
        expect(calls).toHaveLength(1);
    });

    test("of a renewed one gives its new outputs, marked in outputs and inputs both", async () => {
        const { result } = read({ ...issued, expireTime: "2027-05-21T00:00:00Z", requestId: "id-renewed" });
        await expect(result).resolves.toEqual({
            id,
            props: {
                ...outs,
                expireTime: "2027-05-21T00:00:00Z",
                requestId: "id-renewed",
                drift: "id-renewed",
            },
            inputs: { zoneId, domain, drift: "id-renewed" },
        });
    });

    test("after a renewal shows as a change once, and never again", async () => {
        const { result, it } = read({ ...issued, expireTime: "2027-05-21T00:00:00Z", requestId: "id-renewed" });
        const { props, inputs } = await result;
        await expect(it.diff(id, props, { zoneId, domain })).resolves.toEqual({ changes: true, replaces: [] });
        const checked = await it.check(inputs, { zoneId, domain });
        await expect(it.diff(id, props, checked.inputs)).resolves.toEqual({ changes: false, replaces: [] });
    });

    test("of a certificate that a covering wildcard took the place of is drift too", async () => {
        const { props } = await read({ ...issued, commonName: "*.xzone.cloud", requestId: "id-wild" }).result;
        expect(props).toMatchObject({ commonName: "*.xzone.cloud", drift: "id-wild" });
    });

    test.each([pending, neverApplied])(
        "for `get`, of what is not there, is an error that says so: %s",
        async (answer) => {
            const { result, logged } = read(answer, {});
            await expect(result).rejects.toThrow(
                /^there is no free certificate of aa\.xzone\.cloud \(\S+\)\n +last answer: \w+.*\n +next step: +\w.*`get` and imports do not wait/s,
            );
            expect(logged).toEqual([]);
        },
    );

    test("for `get`, which knows nothing but the id, is no drift", async () => {
        await expect(read(issued, {}).result).resolves.toEqual({ id, props: outs });
    });

    test.each([
        ["pending", pending],
        ["never applied for", neverApplied],
        ["expired", { ...issued, expireTime: "2026-11-01T00:00:00Z" }],
    ])("of one that is %s says that it is gone, and why", async (_, answer) => {
        const { result, logged } = read(answer);
        await expect(result).resolves.toEqual({});
        expect(logged).toEqual([expect.stringMatching(/aa\.xzone\.cloud \(zone-28v607hq8d3m\) is gone: \w+/)]);
    });

    test.each([
        ["trouble at EdgeOne", apiError("InternalError", "trouble")],
        ["a lost connection", transportError("NetworkError", "socket hang up", "https://teo.example.com")],
        ["a gateway's error", transportError("HTTP 502", "Bad Gateway", "https://teo.example.com")],
        ["a quota used up", apiError("RequestLimitExceeded", "too fast")],
        ["a code nobody knows", apiError("FailedOperation.NeverHeardOf", "?")],
        ["an answer that is not whole", { ...issued, expireTime: undefined }],
    ])("never takes %s for gone: it fails after a minute", async (_, answer) => {
        const given = lifecycle(() => answer);
        const reading = given.it.read(id, outs as never);
        reading.catch(() => {});
        const result = given.clock.until(reading);
        await expect(result).rejects.toThrow(/^failed after 1m.*Nothing was changed/s);
        expect(given.seconds()).toBeLessThan(70);
    });

    test.each([
        ["wrong keys", apiError("AuthFailure.SignatureFailure", "wrong")],
        ["a certificate of another name", { ...issued, commonName: "other.cloud" }],
    ])("fails at once for %s", async (_, answer) => {
        const { result, seconds } = read(answer);
        await expect(result).rejects.toThrow(/^failed after 0s reading the free certificate/);
        expect(seconds()).toBe(0);
    });

    test("gets over a moment's trouble", async () => {
        const { it, clock } = lifecycle((now) => (now < 5 ? apiError("InternalError", "trouble") : issued));
        await expect(clock.until(it.read(id, outs))).resolves.toEqual({ id, props: outs });
    });

    test.each(["", "aa.xzone.cloud", "zone-1", "zone-1/a b", "zone-1/aa.xzone.cloud/x", "x/aa.xzone.cloud"])(
        "refuses the id %j",
        async (wrong) => {
            const { it, calls } = idle();
            await expect(it.read(wrong)).rejects.toThrow("is not an id of the form");
            expect(calls).toEqual([]);
        },
    );
});

test("update looks again, and keeps the marks even", async () => {
    const { it, clock } = idle();
    const news = { zoneId, domain, drift: "id-drift" };
    const { outs: updated } = await clock.until(it.update(id, outs, news));
    expect(updated).toEqual({ ...outs, drift: "id-drift" });
    await expect(it.diff(id, updated as never, news)).resolves.toMatchObject({ changes: false });
});

test("delete calls nothing and says why, once", async () => {
    const { it, calls, logged } = idle();
    await it.delete(id);
    await it.delete(id);
    expect(calls).toEqual([]);
    expect(logged).toEqual([expect.stringContaining("no call to delete")]);
});

describe("the expiry watch", () => {
    const soon = { ...outs, expireTime: "2026-12-02T00:00:00Z" };

    test("warns, once a run and with the likely cause, of a certificate that should have been renewed", async () => {
        const { it, logged } = idle();
        for (let i = 0; i < 2; i++) {
            await expect(it.diff(id, soon, { zoneId, domain })).resolves.toEqual({ changes: false, replaces: [] });
        }
        expect(logged).toEqual([
            expect.stringMatching(/aa\.xzone\.cloud .* expires in 9 days, .*proves control of the domain was removed/),
        ]);
    });

    test("warns of one that has expired, and of one that create takes over", async () => {
        const expired = idle();
        await expired.it.diff(id, { ...outs, expireTime: "2026-11-20T00:00:00Z" }, { zoneId, domain });
        expect(expired.logged).toEqual([expect.stringContaining("expired 3 days ago")]);
        const adopted = lifecycle(() => ({ ...issued, expireTime: soon.expireTime }));
        await adopted.clock.until(adopted.it.create({ zoneId, domain }));
        expect(adopted.logged).toHaveLength(1);
    });

    test.each([
        ["there is time", outs.expireTime, undefined, 0],
        ["13 and a half days are left", "2026-12-06T12:00:00Z", undefined, 1],
        ["15 days are left, when the platform renews", "2026-12-08T00:00:00Z", undefined, 0],
        ["the user wants to hear sooner", "2026-12-20T00:00:00Z", 30, 1],
        ["the user wants to hear nothing", soon.expireTime, 0, 0],
        ["the user wants to hear nothing, and it has expired", "2026-11-20T00:00:00Z", 0, 0],
    ])("when %s", async (_, expireTime, warnDaysBeforeExpiry, warnings) => {
        const { it, logged } = idle();
        await it.diff(id, { ...outs, expireTime }, { zoneId, domain, warnDaysBeforeExpiry });
        expect(logged).toHaveLength(warnings);
    });

    test.each([-1, 1.5, 91, "14"])("takes no %j days", async (warnDaysBeforeExpiry) => {
        const { failures } = await idle().it.check({}, { zoneId, domain, warnDaysBeforeExpiry });
        expect(failures?.map(({ property }) => property)).toEqual(["warnDaysBeforeExpiry"]);
    });
});
