import fc from "fast-check";
import { readSettings, SettingsError } from "../../../provider/api/connection/settings";
import { FreeCertificateLifecycle } from "../../../provider/lifecycle/application/applicationLifecycle";
import { HostCertificateLifecycle } from "../../../provider/lifecycle/hostCertificate/hostCertificateLifecycle";
import { UNKNOWN } from "../../../provider/lifecycle/shared/inputs";
import { checkTimeouts, parseDuration } from "../../../provider/lifecycle/shared/timeouts";
import { FreeCertificateVerificationLifecycle } from "../../../provider/lifecycle/verification/verificationLifecycle";
import { FreeCertificateVerificationSetLifecycle } from "../../../provider/lifecycle/verificationSet/verificationSetLifecycle";
import { fakeContext } from "./fakeContext";
import { aborts, expectNoUnhandledRejection, runs, schedulesOf, settle, world } from "./randomWorld";

// Whatever a program gives: what is right, what is wrong, what is not known yet, and anything that JSON can hold.
expectNoUnhandledRejection();
const inputRuns = { ...runs, numRuns: Math.ceil(runs.numRuns / 2) };

const domains = fc.oneof(fc.domain(), fc.constantFrom("www.example.com", "WWW.Example.com.", "中文.example"));
const durations = fc.constantFrom("30m", "1h30m", "90s");
const right = {
    zoneId: fc.constantFrom("zone-1", "zone-28v607hq8d3m"),
    domain: domains,
    host: fc.constantFrom("www.example.com", "WWW.Example.com.", "a.example.com"),
    domains: fc.uniqueArray(fc.domain(), { minLength: 1, maxLength: 4 }),
    verificationMethod: fc.constantFrom("dns_challenge", "http_challenge"),
    mode: fc.constantFrom("eofreecert_manual", "eofreecert"),
    commonName: fc.constantFrom("*.example.com", "*.EXAMPLE.com."),
    replaceOwnCertificate: fc.boolean(),
    warnDaysBeforeExpiry: fc.integer({ min: 0, max: 90 }),
    customTimeouts: fc.dictionary(fc.constantFrom("create", "update", "delete"), durations),
    drift: fc.constantFrom("a", "b"),
};
type Name = keyof typeof right;
const orAnything = (value: fc.Arbitrary<unknown>) =>
    fc.oneof(
        { weight: 6, arbitrary: value },
        {
            weight: 1,
            arbitrary: fc.constantFrom<unknown>(
                UNKNOWN,
                undefined,
                null,
                "",
                "*.example.com",
                [UNKNOWN, "a.example"],
                91,
                {
                    create: "soon",
                },
            ),
        },
        { weight: 1, arbitrary: fc.jsonValue() },
    );
const given = (...names: Name[]) => ({
    names,
    inputs: fc.record(
        Object.fromEntries(names.map((name) => [name, name === "drift" ? right.drift : orAnything(right[name])])),
        { requiredKeys: [] },
    ),
    rightInputs: fc.record(Object.fromEntries(names.map((name) => [name, right[name] as fc.Arbitrary<unknown>]))),
});

const context = () => fakeContext({}).context;
const tuning = ["warnDaysBeforeExpiry", "customTimeouts", "drift"] as const;
const resources = {
    FreeCertificate: {
        open: () => new FreeCertificateLifecycle(context()),
        ...given("zoneId", "domain", "verificationMethod", "customTimeouts"),
    },
    FreeCertificateVerification: {
        open: () => new FreeCertificateVerificationLifecycle(context()),
        ...given("zoneId", "domain", ...tuning),
    },
    FreeCertificateVerificationSet: {
        open: () => new FreeCertificateVerificationSetLifecycle(context()),
        ...given("zoneId", "domains", ...tuning),
    },
    HostCertificate: {
        open: () => new HostCertificateLifecycle(context()),
        ...given("zoneId", "host", "mode", "commonName", "replaceOwnCertificate", "customTimeouts", "drift"),
    },
};

describe.each(Object.entries(resources))("the check of a %s", (_, { open, names, inputs, rightInputs }) => {
    test("takes what it is given and calls nothing, or says what is wrong with which input", async () => {
        await fc.assert(
            fc.asyncProperty(inputs, inputs, async (olds, news) => {
                const lifecycle = open();
                const checked = await lifecycle.check(olds, news);
                for (const { property, reason } of checked.failures ?? []) {
                    expect(names).toContain(property.replace(/[.[].*/, ""));
                    expect(reason).toMatch(/^[\x20-\x7e\u0080-\uffff]{5,}$/);
                }
                expect(Object.values(checked.inputs)).not.toContain(undefined);
                if (checked.failures?.length) return;
                // What is taken is taken again as it is, and what is not known stays so.
                expect(await lifecycle.check(olds, checked.inputs)).toEqual(checked);
                for (const [name, value] of Object.entries(news)) {
                    if (value === UNKNOWN) expect(checked.inputs).toMatchObject({ [name]: UNKNOWN });
                }
            }),
            inputRuns,
        );
    });

    test("and its diff see no change where there is none, and replace for another identity only", async () => {
        await fc.assert(
            fc.asyncProperty(rightInputs, rightInputs, async (given, others) => {
                const lifecycle = open();
                const [one, other] = [await lifecycle.check({}, given), await lifecycle.check({}, others)];
                expect([one.failures, other.failures]).toEqual([[], []]);
                const inState = stateOf(one.inputs);
                expect(await lifecycle.diff("id", inState, one.inputs)).toEqual({ changes: false, replaces: [] });
                const { changes, replaces = [] } = await lifecycle.diff("id", inState, other.inputs);
                const differing = ["zoneId", "domain", "host"].filter((key) => one.inputs[key] !== other.inputs[key]);
                expect([...replaces].sort()).toEqual(differing.sort());
                if (replaces.length > 0) expect(changes).toBe(true);
            }),
            inputRuns,
        );
    });
});

/** Outputs as a create without trouble leaves them. */
// biome-ignore lint/suspicious/noExplicitAny: one for all the four resources
function stateOf(inputs: any): any {
    const { customTimeouts, warnDaysBeforeExpiry, replaceOwnCertificate, domains, ...outputs } = inputs;
    const expireTime = "2027-02-21T00:00:00Z";
    if (!Array.isArray(domains)) return { ...outputs, status: "deployed", expireTime };
    return { ...outputs, certificates: Object.fromEntries(domains.map((name) => [name, { expireTime }])) };
}

test("the check of a host that may replace a certificate ends within ten seconds, and takes no doubt for an answer", async () => {
    await fc.assert(
        fc.asyncProperty(schedulesOf.bindings, aborts, async (schedule, abort) => {
            const it = world(schedule, abort);
            const lifecycle = new HostCertificateLifecycle(it.context);
            const news = {
                zoneId: "zone-1",
                host: "www.example.com",
                replaceOwnCertificate: true,
                recordReplaced: true,
            };
            const outcome = await settle(it, lifecycle.check({}, news), 10);
            expect(outcome).toMatchObject({ value: { failures: [] } });
            const last = it.given.at(-1);
            const isOwn = last !== undefined && "mode" in last && last.mode === "sslcert";
            const replaced = isOwn ? { mode: "sslcert", certificateIds: [last.certificateId] } : undefined;
            expect("value" in outcome && outcome.value.inputs.replaced).toEqual(replaced);
            expect(it.sent).toEqual([]);
        }),
        runs,
    );
});

test("a timeout is refused by its name, or is a number of milliseconds that a timer can count", () => {
    const noise = fc.string({ unit: fc.constantFrom(..."0159.-+ehms uµn") });
    fc.assert(
        fc.property(
            fc.oneof(durations, noise, fc.constantFrom("soon", "0s", "200h", "-5m"), fc.jsonValue()),
            (create) => {
                const [fault] = checkTimeouts({ create });
                if (fault) return expect(fault).toMatchObject({ property: "customTimeouts.create" });
                if (create === null) return;
                const ms = parseDuration(create as string) ?? 0;
                expect(ms).toBeGreaterThan(0);
                expect(ms).toBeLessThan(2 ** 31);
            },
        ),
        inputRuns,
    );
});

describe("settings", () => {
    const text = fc.oneof(
        fc.string({ unit: "binary" }),
        fc.webUrl(),
        fc.constantFrom(
            "http://127.0.0.1:1",
            "https://teo.example.com",
            "teo.example.com:8443",
            "AKIDx",
            "20",
            "zh-CN",
        ),
    );
    const config = ["teo:endpoint", "teo:region", "teo:language", "teo:requestsPerSecond"];
    const keys = ["teo:secretId", "teo:secretKey", "teo:token", "tencentcloud:secretId", "tencentcloud:secretKey"];
    const env = ["TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY", "TENCENTCLOUD_TOKEN", "TENCENTCLOUD_REGION"];
    const values = fc.dictionary(fc.constantFrom(...config, ...keys, ...env), text);

    test("are safe to use, or are refused by their names, and no secret is shown", () => {
        fc.assert(
            fc.property(values, (given) => {
                try {
                    const { protocol, host, region, requestsPerSecond, keys } = readSettings(
                        (key) => given[key],
                        given,
                    );
                    expect(host).toMatch(/^[^/?#@\s]+$/);
                    if (protocol === "http://") expect(host).toMatch(/^(localhost|127\.|\[::1\])/);
                    expect(region ?? "").toMatch(/^[a-z0-9-]*$/);
                    expect(requestsPerSecond >= 0.1 && requestsPerSecond <= 1_000).toBe(true);
                    if (keys) expect(`${keys.secretId}${keys.secretKey}${keys.token ?? ""}`).toMatch(/^[\x21-\x7e]+$/);
                } catch (error) {
                    if (!(error instanceof SettingsError)) throw error;
                    for (const fault of error.faults) {
                        expect(fault).toMatch(/^(teo:|tencentcloud:|TENCENTCLOUD_)\w+/);
                        expect(fault).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]+$/u);
                    }
                }
            }),
            inputRuns,
        );
    });

    test("that are wrong show no key, wherever it stands", () => {
        const secret = fc.stringMatching(/^[a-f0-9]{32}$/);
        const places = fc.subarray(keys, { minLength: 1 });
        fc.assert(
            fc.property(secret, places, fc.constantFrom("", " ", "\n", "é"), (value, places, more) => {
                const given = Object.fromEntries(places.map((key) => [key, value + more + value]));
                try {
                    readSettings((key) => given[key], {});
                } catch (error) {
                    expect(String(error)).not.toContain(value);
                }
            }),
            inputRuns,
        );
    });
});
