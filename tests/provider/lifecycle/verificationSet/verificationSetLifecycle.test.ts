import { UNKNOWN } from "../../../../provider/lifecycle/shared/inputs";
import { normalizeDomains } from "../../../../provider/lifecycle/verificationSet/domainList";
import type { VerificationSetOutputs } from "../../../../provider/lifecycle/verificationSet/verificationSetLifecycle";
import { a, b, c, domains, failing, held, id, issued, lifecycle, outs, outsOf, pending, zoneId } from "./setFixture";

describe("check", () => {
    const check = (news: object, olds: object = {}) => lifecycle().it.check(olds, { zoneId, domains, ...news });

    test("normalises each domain, in the order in which they were given", async () => {
        const { inputs, failures } = await check({ domains: ["B.XZone.cloud.", "中文.example", "*.a.cloud"] });
        expect(inputs).toStrictEqual({ zoneId, domains: [b, "xn--fiq228c.example", "*.a.cloud"] });
        expect(failures).toEqual([]);
    });

    /** A fault of a domain, and what is said of it where it may be a secret. */
    const ofDomain = (place: number, reason: RegExp, secretReason = reason) => ({
        property: `domains[${place}]`,
        reason: expect.stringMatching(reason),
        secretReason: expect.stringMatching(secretReason),
    });

    test("names every fault at once, that of a domain by its place in the list", async () => {
        const { failures } = await check({
            zoneId: "x",
            domains: [a, "https://b.xzone.cloud", c, "", 7, "A.xzone.cloud."],
            warnDaysBeforeExpiry: -1,
            customTimeouts: { create: "soon", update: "1m" },
        });
        expect(failures).toEqual([
            { property: "zoneId", reason: expect.stringContaining("is not a zone id") },
            ofDomain(1, /^"https:\/\/b\.xzone\.cloud" is a URL/, /^is a URL/),
            ofDomain(3, /^must not be empty/),
            ofDomain(4, /^must be a string/),
            ofDomain(
                5,
                /^"A\.xzone\.cloud\." is the same domain as domains\[0\]$/,
                /^is the same domain as domains\[0\]$/,
            ),
            { property: "warnDaysBeforeExpiry", reason: expect.stringContaining("whole number of days") },
            { property: "customTimeouts.create", reason: expect.stringContaining("must be a duration") },
        ]);
    });

    test.each([
        [undefined, "is required: a list of acceleration domains, such as"],
        [null, "is required"],
        ["a.xzone.cloud", "must be a list of acceleration domains, such as"],
        [{}, "must be a list"],
        [[], "must contain at least one acceleration domain, such as"],
    ])("refuses the list %j", async (wrong, why) => {
        const { failures } = await check({ domains: wrong });
        expect(failures).toEqual([{ property: "domains", reason: expect.stringContaining(why) }]);
    });

    test("shows of a domain that it refuses no more than its beginning, and nothing of one that is blank", async () => {
        const { failures } = await check({ domains: [`${"x".repeat(200)}/`, "  "] });
        expect(failures).toEqual([
            ofDomain(0, /^"x{100}\.\.\." contains a path/, /^contains a path/),
            ofDomain(1, /^must not be empty/),
        ]);
    });

    test.each([[UNKNOWN], [[a, UNKNOWN, UNKNOWN]]])("lets pass what is not known yet: %j", async (unknown) => {
        await expect(check({ domains: unknown })).resolves.toEqual({
            inputs: { zoneId, domains: unknown },
            failures: [],
        });
    });

    test("carries the mark of drift over as long as the zone is the same, whatever the domains", async () => {
        const olds = { zoneId, domains, drift: "id-drift" };
        expect((await check({ domains: [b] }, olds)).inputs).toEqual({ zoneId, domains: [b], drift: "id-drift" });
        expect((await check({ zoneId: "zone-2" }, olds)).inputs).toEqual({ zoneId: "zone-2", domains });
    });
});

describe("diff", () => {
    const diff = (news: object, olds: object = outs) =>
        lifecycle().it.diff(id, olds as never, { zoneId, domains, ...news });

    test("finds nothing where nothing changed, nor where the order or the tuning did", async () => {
        for (const news of [
            {},
            { domains: [c, a, b] },
            { customTimeouts: { update: "1h" }, warnDaysBeforeExpiry: 7 },
        ]) {
            await expect(diff(news)).resolves.toEqual({ changes: false, replaces: [] });
        }
    });

    test("replaces for another zone only", async () => {
        await expect(diff({ zoneId: "zone-2", domains: [a] })).resolves.toEqual({
            changes: true,
            replaces: ["zoneId"],
        });
    });

    test.each([
        ["added", [...domains, "d.xzone.cloud"]],
        ["removed", [a, b]],
        ["exchanged", [a, b, "d.xzone.cloud"]],
        ["not known yet", [a, b, UNKNOWN]],
        ["all not known yet", UNKNOWN],
    ])("updates in place for domains that are %s", async (_, changed) => {
        await expect(diff({ domains: changed })).resolves.toEqual({ changes: true, replaces: [] });
    });

    test("updates for a domain that has no certificate in state", async () => {
        await expect(diff({}, outsOf(a, c))).resolves.toEqual({ changes: true, replaces: [] });
    });
});

describe("update", () => {
    const update = (given: ReturnType<typeof lifecycle>, olds: VerificationSetOutputs, news: object = {}) =>
        given.it.update(id, olds, { zoneId, domains, ...news });

    test("waits only for what has no certificate in state, and forgets what was removed", async () => {
        const given = lifecycle((domain, now) => (now < 20 ? pending : issued(domain)));
        const updating = update(given, outsOf(a, "gone.xzone.cloud"));
        await expect(given.clock.until(updating)).resolves.toEqual({ outs });
        expect(new Set(given.calls)).toEqual(new Set([b, c]));
    });

    test("keeps its id where nothing is issued yet", async () => {
        const given = lifecycle(() => pending);
        const { partial } = await failing(given, () => update(given, outsOf()));
        expect(partial).toMatchObject({ id, properties: outsOf() });
    });

    test("costs no call where domains are only removed, or where only the marks of drift differ", async () => {
        const given = lifecycle();
        await expect(given.clock.until(update(given, outs, { domains: [b] }))).resolves.toEqual({ outs: outsOf(b) });
        const { outs: marked } = await given.clock.until(update(given, outs, { drift: "id-drift" }));
        expect(marked).toEqual({ ...outs, drift: "id-drift" });
        await expect(given.it.diff(id, marked as never, { zoneId, domains, drift: "id-drift" })).resolves.toMatchObject(
            {
                changes: false,
            },
        );
        expect(given.calls).toEqual([]);
    });

    test("goes by its own timeout, and keeps its id and all that is issued", async () => {
        const given = lifecycle((domain) => (domain === c ? pending : issued(domain)));
        const news = { customTimeouts: { create: "1s", update: "1m" }, drift: "id-drift" };
        const { error, partial, seconds } = await failing(given, () => update(given, outsOf(a), news));
        expect(error.message).toMatch(/^timed out after 1m .*2 issued, 1 pending, 0 failed/s);
        expect(partial).toMatchObject({ id, properties: { ...outsOf(a, b), drift: "id-drift" } });
        expect(seconds()).toBe(60);
    });
});

test("domains are normalised as the check takes them, and what it refuses is left as it is", () => {
    expect(normalizeDomains(["B.XZone.cloud.", "a b", "*.中文.example"])).toEqual([b, "a b", "*.xn--fiq228c.example"]);
});

test("delete calls nothing and says why, once", async () => {
    const { it, calls, logged } = lifecycle();
    await it.delete(id);
    await it.delete(id);
    expect(calls).toEqual([]);
    expect(logged).toEqual([expect.stringContaining("no call to delete")]);
});

describe("the expiry watch", () => {
    const soon = {
        zoneId,
        certificates: {
            [a]: { expireTime: "2026-12-02T00:00:00Z" },
            [b]: { expireTime: "2026-11-20T00:00:00Z" },
            [c]: held(c),
        },
    };

    test("warns on one line, once a run, of all that should have been renewed", async () => {
        const { it, logged } = lifecycle();
        for (let i = 0; i < 2; i++) {
            await expect(it.diff(id, soon, { zoneId, domains })).resolves.toEqual({ changes: false, replaces: [] });
        }
        expect(logged).toEqual([
            expect.stringMatching(
                /^2 free certificates of zone-28v607hq8d3m .*: a\.xzone\.cloud expires in 9 days, at 2026-12-02T00:00:00Z; b\.xzone\.cloud expired 3 days ago, .*proves control of the domain was removed/,
            ),
        ]);
    });

    test("warns of those that create and update take over", async () => {
        const given = lifecycle((domain) => ({ ...issued(domain), expireTime: "2026-12-02T00:00:00Z" }));
        await given.clock.until(given.it.create({ zoneId, domains: [a, b] }));
        await given.clock.until(given.it.update(id, outsOf(a, b), { zoneId, domains }));
        expect(given.logged).toEqual([
            expect.stringMatching(/^2 free certificates/),
            expect.stringMatching(/^the free certificate of c\.xzone\.cloud .* expires in 9 days/),
        ]);
    });

    test("goes by the days that the user wants", async () => {
        const never = lifecycle();
        await never.it.diff(id, soon, { zoneId, domains, warnDaysBeforeExpiry: 0 });
        expect(never.logged).toEqual([]);
        const later = { zoneId, certificates: { ...soon.certificates, [c]: { expireTime: "2026-12-20T00:00:00Z" } } };
        const sooner = lifecycle();
        await sooner.it.diff(id, later, { zoneId, domains, warnDaysBeforeExpiry: 30 });
        expect(sooner.logged).toEqual([expect.stringMatching(/^3 free certificates/)]);
    });
});
