import type { FreeCertificateCheck } from "../../../../provider/api/actions";
import { apiError, transportError } from "../../../../provider/api/errors";
import { fromCompact } from "../../../../provider/lifecycle/verificationSet/compactState";
import {
    a,
    b,
    c,
    domains,
    failing,
    failure,
    held,
    issued,
    lifecycle,
    neverApplied,
    notFound,
    outs,
    outsOf,
    pending,
    zoneId,
} from "./setFixture";

describe("create", () => {
    const create = (given: ReturnType<typeof lifecycle>, inputs: object = {}) =>
        given.it.create({ zoneId, domains, ...inputs });

    test("takes over issued certificates with one call each, under an id of its own", async () => {
        const given = lifecycle();
        const created = await given.clock.until(create(given));
        expect(created).toEqual({ id: expect.stringMatching(/^zone-28v607hq8d3m\/[0-9a-f]{8}$/), outs });
        expect(given.calls.sort()).toEqual(domains);
        const other = await given.clock.until(create(given));
        expect(other.id).not.toBe(created.id);
    });

    test("gives each certificate whole, whatever of it stands in state", async () => {
        const unusual = { ...issued(c), commonName: "*.xzone.cloud", signatureAlgorithm: undefined };
        const odd = { ...issued(b), signatureAlgorithm: "ECC 256" };
        const given = lifecycle(
            (domain) => ({ [a]: issued(a), [b]: odd, [c]: unusual })[domain] as FreeCertificateCheck,
        );
        const { outs } = await given.clock.until(create(given));
        expect(outs?.certificates[a]).toEqual(held(a));
        const whole = Object.fromEntries(fromCompact(outs?.certificates ?? {}));
        const { signatureAlgorithm: _, ...untold } = unusual;
        expect(whole).toStrictEqual({ [a]: issued(a), [b]: odd, [c]: untold });
        for (const each of Object.values(outs?.certificates ?? {}))
            expect(Object.values(each)).not.toContain(undefined);
    });

    test("waits for all at once, for each on its own merits", async () => {
        const given = lifecycle((domain, now) => (domain === b && now < 100 ? pending : issued(domain)));
        await expect(given.clock.until(create(given))).resolves.toMatchObject({ outs });
        expect(given.seconds()).toBeLessThan(110);
        expect(given.calls.filter((domain) => domain !== b).sort()).toEqual([a, c]);
    });

    test("times out under one deadline, keeps what was issued, and names the rest by the reason", async () => {
        const five = [...domains, "d.xzone.cloud", "e.xzone.cloud"];
        const given = lifecycle((domain) => (domain === a ? issued(a) : domain === c ? notFound : pending));
        const { error, partial, seconds } = await failing(given, () => create(given, { domains: five }));
        expect(seconds()).toBe(1800);
        expect(partial?.id).toMatch(/^zone-28v607hq8d3m\/[0-9a-f]{8}$/);
        expect(partial?.properties).toStrictEqual(outsOf(a));
        const lines = error.message.split("\n").map((line) => line.trim());
        expect(lines).toEqual([
            `timed out after 30m waiting for the free certificates of 5 domains (${zoneId}) to be issued`,
            "domains:     1 issued, 3 pending, 1 failed",
            expect.stringMatching(/^checks: {6}\d+ answered for the domains that are not issued$/),
            "3 x ResourceUnavailable.RecordUnExpected: not seen (RequestId id-pending)",
            expect.stringMatching(/^next step: Publish the DNS record/),
            "domains:   b.xzone.cloud, d.xzone.cloud, e.xzone.cloud",
            "1 x InvalidParameter.DomainNotFound: no such domain (RequestId id-404)",
            expect.stringMatching(/^next step: Check the domain/),
            "domains:   c.xzone.cloud",
            "Nothing is lost: issued certificates stay issued, and the next `pulumi up` waits only for the others.",
        ]);
    });

    test("goes by the custom timeout, and records nothing where nothing was issued", async () => {
        const { error, partial, seconds, calls, logged } = await failing(
            lifecycle(() => pending),
            (it) => it.create({ zoneId, domains, customTimeouts: { create: "90s", update: "5s" } }),
        );
        expect(error.message).toMatch(/^timed out after 1m 30s .*0 issued, 3 pending, 0 failed/s);
        expect(error.message).toContain(`checks:      ${calls.length} answered for`);
        expect(error.name).toBe("IncompleteSetError");
        expect(partial).toBeUndefined();
        expect(seconds()).toBe(90);
        expect(logged).toEqual([]);
    });

    test("of one domain speaks of one, and looks at the expiry of what was issued though others were not", async () => {
        const one = lifecycle(() => pending);
        const { error } = await failing(one, () => create(one, { domains: [a] }));
        expect(error.message).toMatch(/^timed out after 30m waiting for the free certificates of 1 domain \(zone-/);
        const soon = { ...issued(a), expireTime: "2026-12-02T00:00:00Z" };
        const two = lifecycle((domain) => (domain === a ? soon : pending));
        await failing(two, () => create(two, { domains: [a, b] }));
        expect(two.logged).toEqual([expect.stringContaining("expires in 8 days")]);
    });

    test.each([
        ["that the zone does not have", notFound, 0],
        ["that nobody applied for", neverApplied, 60],
    ])("tells at once of the first domain %s, and goes on with the others", async (_, reason, after) => {
        const given = lifecycle((domain, now) =>
            domain === b || (domain === c && now < 100) ? (domain === b ? reason : pending) : issued(domain),
        );
        const creating = failure(create(given));
        await given.clock.advance(after * 1000 + 10_000);
        expect(given.logged).toEqual([
            expect.stringMatching(
                new RegExp(
                    `^the free certificate of b\\.xzone\\.cloud .* failed: ${reason.code}.*The wait for the other domain goes on\\.$`,
                ),
            ),
        ]);
        const { error, partial } = await given.clock.until(creating);
        expect(error.message).toMatch(/^failed after 1m \d+s .*2 issued, 0 pending, 1 failed/s);
        expect(partial?.properties).toStrictEqual(outsOf(a, c));
        expect(given.seconds()).toBeGreaterThanOrEqual(100);
    });

    test("tells of the first failure only, and of none when no other domain is waited for", async () => {
        const many = lifecycle((domain) => (domain === c ? pending : notFound));
        await failing(many, () => create(many));
        expect(many.logged).toHaveLength(1);
        const last = lifecycle(() => notFound);
        await failing(last, () => create(last, { domains: [a] }));
        expect(last.logged).toEqual([]);
    });

    test.each([
        ["wrong keys", "AuthFailure.SignatureFailure", 0],
        ["a missing right", "UnauthorizedOperation.CamUnauthorized", 0],
        ["a zone that is not there", "ResourceUnavailable.ZoneNotFound", 0],
        ["a token that is no good", "AuthFailure.TokenFailure", 6],
        ["a clock that is wrong", "AuthFailure.SignatureExpire", 6],
        ["a right that nobody can tell", "UnauthorizedOperation.Unknown", 6],
    ])("ends all waits at once for %s: %s", async (_, code, after) => {
        const given = lifecycle((domain, now) => {
            if (domain === a) return issued(a);
            return now < 100 ? pending : apiError(code, "wrong");
        });
        const { error, partial, seconds, logged } = await failing(given, () => create(given));
        expect(error.message).toMatch(
            new RegExp(`^failed after 1m \\d+s .*1 issued, .*\\n  \\d x ${code}: wrong\\n`, "s"),
        );
        expect(error.message).toMatch(/domains: {3}.*b\.xzone\.cloud/);
        expect(error.message).toMatch(/domains: {3}.*c\.xzone\.cloud/);
        expect(seconds()).toBeGreaterThanOrEqual(100 + after);
        expect(seconds()).toBeLessThanOrEqual(112 + after);
        expect(partial?.properties).toStrictEqual(outsOf(a));
        expect(logged).toEqual([]);
    });

    test("says first what ended all waits, however many had another answer", async () => {
        const wrong = apiError("AuthFailure.SignatureFailure", "wrong");
        const given = lifecycle((domain, now) => (domain === b && now > 100 ? wrong : pending));
        const { error } = await failing(given, () => create(given));
        expect(error.message).toMatch(/ 1 x AuthFailure\.SignatureFailure: .* 2 x ResourceUnavailable\./s);
    });

    test("ends for wrong keys before it asks for the others, and names them all the same", async () => {
        const many = Array.from({ length: 20 }, (_, i) => `host-${i}.xzone.cloud`);
        const given = lifecycle(() => apiError("AuthFailure.SecretIdNotFound", "wrong"), 50);
        const { error, calls } = await failing(given, () => create(given, { domains: many }));
        expect(calls).toHaveLength(1);
        expect(error.message).toContain(`20 x AuthFailure.SecretIdNotFound: wrong\n`);
        expect(error.message).toContain(`  domains:   ${many.join(", ")}`);
        expect(error.message).not.toContain("NoAnswer");
    });

    test("notices a token that is no good though no domain has its turn twice", async () => {
        const many = Array.from({ length: 40 }, (_, i) => `host-${i}.xzone.cloud`);
        // One question a second, as if ten thousand stood in line.
        const given = lifecycle(() => apiError("AuthFailure.TokenFailure", "wrong"), 1_000);
        const { error, calls } = await failing(given, () => create(given, { domains: many }));
        expect(error.message).toMatch(/^failed after 6s .*40 x AuthFailure\.TokenFailure/s);
        expect(new Set(calls).size).toBeLessThan(10);
    });

    const badToken = apiError("AuthFailure.TokenFailure", "wrong");

    test.each([
        ["throttled", apiError("RequestLimitExceeded", "slower")],
        ["lost", transportError("NetworkError", "socket hang up", "https://teo.example.com")],
    ])("a question that was %s says nothing of a token that is no good", async (_, reason) => {
        const given = lifecycle((domain) => (domain === a ? badToken : reason), 100);
        const { error, seconds } = await failing(given, () => create(given));
        expect(error.message).toMatch(/^failed after .*1 x AuthFailure\.TokenFailure: wrong\n/s);
        expect(seconds()).toBeLessThan(15);
    });

    test("a token that is good for one domain is no reason to end the waits for others", async () => {
        const given = lifecycle((domain) => (domain === a ? badToken : pending));
        const { error, seconds } = await failing(given, () => create(given));
        expect(error.message).toMatch(/^timed out after 30m .*0 issued, 2 pending, 1 failed/s);
        expect(error.message).toMatch(/2 x ResourceUnavailable.*1 x AuthFailure\.TokenFailure/s);
        expect(seconds()).toBe(1800);
    });

    test("passes a fault that is no answer of the API's on as it is, and leaves no wait behind", async () => {
        const given = lifecycle(() => pending);
        const fault = new TypeError("a fault of ours");
        given.context.api.checkFreeCertificateVerification = ({ domain }) =>
            Promise.reject(domain === b ? fault : pending);
        const { error } = await failing(given, () => create(given));
        expect(error).toBe(fault);
        await given.clock.advance(0);
        expect(given.clock.sleepers).toBe(0);
    });

    test("keeps what was issued when the user cancels, and ends at once", async () => {
        const given = lifecycle((domain) => (domain === c ? pending : issued(domain)));
        const creating = failure(create(given));
        await given.clock.advance(5_000);
        given.user.abort();
        const { error, partial } = await creating;
        expect(error.message).toMatch(
            /^cancelled after 5s .*2 issued, 1 pending, 0 failed.*domains: {3}c\.xzone\.cloud/s,
        );
        expect(error.message).not.toContain("next step");
        expect(partial?.properties).toStrictEqual(outsOf(a, b));
        expect(given.clock.sleepers).toBe(0);
    });

    test("names those of which nothing was heard when the user cancels", async () => {
        const given = lifecycle(() => pending);
        given.user.abort();
        const { error, calls } = await failing(given, () => create(given));
        expect(error.message).toMatch(
            /^cancelled after 0s .*3 x NoAnswer.*a\.xzone\.cloud, b\.xzone\.cloud, c\.xzone\.cloud/s,
        );
        expect(calls).toEqual([]);
    });

    test("makes one group of a code whose messages name the domains", async () => {
        const many = Array.from({ length: 20 }, (_, i) => `host-${i}.xzone.cloud`);
        const given = lifecycle((domain) =>
            domain === many[0] ? pending : { ...issued(domain), expireTime: "2026-11-01T00:00:00Z" },
        );
        const { error } = await failing(given, () => create(given, { domains: many }));
        const rest = many.slice(1).join(", ");
        expect(error.message).toMatch(
            new RegExp(`\n  19 x CertificateExpired: .*host-1\\..* and similar\n .*\n    domains:   ${rest}\n`),
        );
        expect(error.message).toMatch(
            /\n {2}1 x ResourceUnavailable\.RecordUnExpected: not seen \(RequestId id-pending\)\n/,
        );
    });
});
