import { apiError, transportError } from "../../../../provider/api/errors";
import {
    type Answer,
    a,
    b,
    c,
    domains,
    failing,
    id,
    issued,
    lifecycle,
    neverApplied,
    outs,
    outsOf,
    pending,
    zoneId,
} from "./setFixture";

describe("read", () => {
    const read = (answer: Answer, props: object = outs) => {
        const given = lifecycle(answer);
        const result = given.clock.until(given.it.read(id, props));
        result.catch(() => {});
        return { ...given, result };
    };
    const renewed = (domain: string) => ({
        ...issued(domain),
        expireTime: "2027-05-21T00:00:00Z",
        requestId: "id-renewed",
    });

    test("of unchanged certificates changes nothing, not even a RequestId, with one call each", async () => {
        const whole = { ...outsOf(c, a, b).certificates, [b]: issued(b) };
        const props = { zoneId, certificates: whole };
        const { result, calls, logged } = read((domain) => ({ ...issued(domain), requestId: "id-later" }), props);
        const { props: now, inputs } = await result;
        expect(JSON.stringify(now)).toBe(JSON.stringify(props));
        expect(inputs).toBeUndefined();
        expect(calls.sort()).toEqual(domains);
        expect(logged).toEqual([]);
    });

    test("of a renewed one gives its new outputs and those of the others as they were, marked in outputs and inputs both", async () => {
        const { result } = read((domain) => (domain === b ? renewed(b) : { ...issued(domain), requestId: "id-later" }));
        const { expireTime, requestId } = renewed(b);
        await expect(result).resolves.toEqual({
            id,
            props: {
                ...outs,
                certificates: { ...outs.certificates, [b]: { expireTime, requestId } },
                drift: "id-renewed",
            },
            inputs: { zoneId, domains, drift: "id-renewed" },
        });
    });

    test("after a renewal shows as a change once, and never again", async () => {
        const { result, it } = read((domain) => (domain === b ? renewed(b) : issued(domain)));
        const { props, inputs } = await result;
        await expect(it.diff(id, props, { zoneId, domains })).resolves.toEqual({ changes: true, replaces: [] });
        const checked = await it.check(inputs, { zoneId, domains: [c, b, a] });
        await expect(it.diff(id, props, checked.inputs)).resolves.toEqual({ changes: false, replaces: [] });
    });

    test("of several renewed ones is marked with the first of them", async () => {
        const { props } = await read((domain) => (domain === a ? issued(a) : { ...renewed(domain), requestId: domain }))
            .result;
        expect(props).toMatchObject({ drift: b });
    });

    test("of a certificate that a covering wildcard took the place of is drift too", async () => {
        const { props } = await read((domain) => ({ ...issued(domain), commonName: "*.xzone.cloud" })).result;
        expect(props).toMatchObject({
            certificates: { [a]: { commonName: "*.xzone.cloud" } },
            drift: "id-a.xzone.cloud",
        });
    });

    test("leaves out those that are gone, says why on one line, and has the next update wait for them again", async () => {
        const expired = { ...issued(b), expireTime: "2026-11-01T00:00:00Z" };
        const four = [...domains, "d.xzone.cloud"];
        const given = read((domain) => (domain === b ? expired : domain === c ? issued(c) : pending), {
            ...outsOf(...four),
            drift: "id-drift",
        });
        const { props, inputs } = await given.result;
        expect(props).toEqual({ ...outsOf(c), drift: "id-drift" });
        expect(inputs).toBeUndefined();
        expect(given.logged).toEqual([
            expect.stringMatching(
                /^3 of 4 free certificates of zone-28v607hq8d3m are gone: ResourceUnavailable\.RecordUnExpected: not seen \(RequestId id-pending\): a\.xzone\.cloud, d\.xzone\.cloud; CertificateExpired: .*: b\.xzone\.cloud\. The next `pulumi up` waits for new ones\.$/,
            ),
        ]);
        const news = { zoneId, domains: four, drift: "id-drift" };
        await expect(given.it.diff(id, props, news)).resolves.toEqual({ changes: true, replaces: [] });
    });

    test("of a set whose certificates are all gone says that it is gone", async () => {
        const { result, logged } = read((domain) => (domain === a ? pending : neverApplied));
        await expect(result).resolves.toEqual({});
        expect(logged).toEqual([expect.stringContaining("3 of 3 free certificates")]);
    });

    test.each([
        ["trouble at EdgeOne", apiError("InternalError", "trouble")],
        ["a lost connection", transportError("NetworkError", "socket hang up", "https://teo.example.com")],
        ["a code nobody knows", apiError("FailedOperation.NeverHeardOf", "?")],
    ])("never takes %s for gone: it fails after a minute, whatever the others answer", async (_, trouble) => {
        const { result, seconds, logged } = read((domain) => (domain === b ? trouble : pending));
        await expect(result).rejects.toThrow(/^failed after 1m.*b\.xzone\.cloud.*Nothing was changed/s);
        expect(seconds()).toBeLessThan(70);
        expect(logged).toEqual([]);
    });

    test("fails for wrong keys with the first answer", async () => {
        const given = lifecycle(() => apiError("AuthFailure.SignatureFailure", "wrong"), 50);
        const { error } = await failing(given, (it) => it.read(id, outs));
        expect(error.message).toMatch(/^failed after 0s reading the free certificate/);
        expect(given.calls).toHaveLength(1);
    });

    test("gets over a moment's trouble", async () => {
        const { result } = read((domain, now) =>
            domain === b && now < 5 ? apiError("InternalError", "") : issued(domain),
        );
        await expect(result).resolves.toEqual({ id, props: outs });
    });

    test("of a set that has no certificate yet changes nothing", async () => {
        const { result, calls } = read(issued, outsOf());
        await expect(result).resolves.toEqual({ id, props: outsOf() });
        expect(calls).toEqual([]);
    });

    test("by the id alone is refused, as the domains do not stand in it", async () => {
        for (const props of [{}, { zoneId }, { certificates: {} }]) {
            await expect(read(issued, props).result).rejects.toThrow(
                /0123abcd does not contain the domains.*declare the set/,
            );
        }
    });
});
