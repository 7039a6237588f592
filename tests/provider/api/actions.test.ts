import { createApi } from "../../../provider/api/actions";
import type { Call } from "../../../provider/api/call";
import { type ApiError, apiError, transportError } from "../../../provider/api/errors";
import { FakeClock } from "../../fakeClock";

const zoneId = "zone-1";
const domain = "www.example.com";

/** An API over a call that answers as the test says. */
function apiOver(answer: (action: string, request: { Hosts?: string[] }) => object | ApiError = () => ({})) {
    const clock = new FakeClock();
    const start = clock.now();
    const asked: { at: number; action: string; request: object }[] = [];
    const call = (async (action: string, request: object) => {
        asked.push({ at: clock.now() - start, action, request });
        const given = answer(action, request);
        if (given instanceof Error) throw given;
        return given;
    }) as unknown as Call;
    const api = createApi(call, clock, new AbortController().signal);
    const options = () => ({ signal: new AbortController().signal, due: clock.now(), repeated: false });
    const settled = (work: Promise<unknown>[]) =>
        clock.until(
            Promise.all(
                work.map((one) =>
                    one.then(
                        () => "done",
                        (error: ApiError) => error.code,
                    ),
                ),
            ),
        );
    const bind = (host: string, change: object = {}) =>
        api.modifyHostCertificate({ zoneId, host, mode: "eofreecert_manual", ...change }, options());
    const describe = (host: string) => api.describeHost({ zoneId, host }, options());
    return { api, clock, asked, options, settled, bind, describe };
}

test("an application is asked for with its method, and read field by field", async () => {
    const dns = { Subdomain: "_dnsauth", RecordType: "CNAME", RecordValue: "value" };
    const file = { Path: "/x", Content: "content" };
    const { api, asked, options } = apiOver(() => ({ DnsVerification: dns, FileVerification: file, RequestId: "id" }));
    const applied = await api.applyFreeCertificate({ zoneId, domain, verificationMethod: "dns_challenge" }, options());
    expect(applied).toEqual({
        dns: { subdomain: "_dnsauth", recordType: "CNAME", recordValue: "value" },
        file: { path: "/x", content: "content" },
        requestId: "id",
    });
    const request = { ZoneId: zoneId, Domain: domain, VerificationMethod: "dns_challenge" };
    expect(asked).toEqual([{ at: 0, action: "ApplyFreeCertificate", request }]);
    const none = apiOver();
    await expect(
        none.api.applyFreeCertificate({ zoneId, domain, verificationMethod: "dns_challenge" }, options()),
    ).resolves.toEqual({ dns: undefined, file: undefined, requestId: undefined });
});

test("a check is read field by field; an empty CommonName is not a missing one", async () => {
    const answer = { CommonName: domain, SignatureAlgorithm: "RSA 2048", ExpireTime: "then", RequestId: "id" };
    const { api, asked, options } = apiOver(() => answer);
    const checked = { commonName: domain, signatureAlgorithm: "RSA 2048", expireTime: "then", requestId: "id" };
    await expect(api.checkFreeCertificateVerification({ zoneId, domain }, options())).resolves.toEqual(checked);
    expect(asked).toMatchObject([
        { action: "CheckFreeCertificateVerification", request: { ZoneId: zoneId, Domain: domain } },
    ]);
    for (const [CommonName, commonName] of [
        ["", ""],
        [undefined, undefined],
        [null, undefined],
    ]) {
        const { api } = apiOver(() => ({ CommonName }));
        await expect(api.checkFreeCertificateVerification({ zoneId, domain }, options())).resolves.toMatchObject({
            commonName,
        });
    }
});

describe("binds of a zone", () => {
    test("that come within 300 ms leave in one request, those of another change in another", async () => {
        const { clock, asked, settled, bind } = apiOver();
        const early = [bind("a"), bind("b"), bind("c", { mode: "sslcert", certificateIds: ["own-1", "own-2"] })];
        await clock.advance(299);
        expect(asked).toEqual([]);
        expect(await settled([...early, bind("d")])).toEqual(["done", "done", "done", "done"]);
        const ServerCertInfo = [{ CertId: "own-1" }, { CertId: "own-2" }];
        expect(asked).toEqual([
            {
                at: 300,
                action: "ModifyHostsCertificate",
                request: { ZoneId: zoneId, Hosts: ["a", "b", "d"], Mode: "eofreecert_manual" },
            },
            {
                at: 300,
                action: "ModifyHostsCertificate",
                request: { ZoneId: zoneId, Hosts: ["c"], Mode: "sslcert", ServerCertInfo },
            },
        ]);
        expect(await settled([bind("e")])).toEqual(["done"]);
        expect(asked.at(-1)?.at).toBe(600);
    });

    test("are fifty in a request at most", async () => {
        const { asked, settled, bind } = apiOver();
        await settled(Array.from({ length: 51 }, (_, i) => bind(`host-${i}`)));
        expect(asked.map(({ request }) => (request as { Hosts: string[] }).Hosts.length)).toEqual([50, 1]);
    });

    test("that are refused are halved until the bad host stands alone", async () => {
        const refusal = apiError("InvalidParameter.Host", "bad");
        const { asked, settled, bind } = apiOver((_, { Hosts }) => (Hosts?.includes("c") ? refusal : {}));
        const outcomes = await settled(["a", "b", "c", "d", "e"].map((host) => bind(host)));
        expect(outcomes).toEqual(["done", "done", "InvalidParameter.Host", "done", "done"]);
        expect(asked.map(({ request }) => (request as { Hosts: string[] }).Hosts.join(""))).toEqual([
            "abcde",
            "abc",
            "ab",
            "c",
            "de",
        ]);
    });

    test.each([
        ["in trouble", transportError("NetworkError", "socket hang up", "https://teo.example.com")],
        ["over the quota", apiError("RequestLimitExceeded", "too fast")],
    ])("that were %s are not halved: each asks again", async (_, trouble) => {
        const { asked, settled, bind } = apiOver(() => trouble);
        expect(await settled([bind("a"), bind("b")])).toEqual([trouble.code, trouble.code]);
        expect(asked).toHaveLength(1);
    });
});

describe("the state of a host", () => {
    const zone = (...domains: object[]) =>
        apiOver(() => ({ TotalCount: domains.length, AccelerationDomains: domains }));

    test("is read with those of others that are asked for within 100 ms, and again two seconds later at the earliest", async () => {
        const { clock, asked, describe } = zone({ DomainName: "WWW.example.com.", DomainStatus: "online" });
        const [one, other] = await clock.until(Promise.all([describe(domain), describe("no.example.com")]));
        expect(one).toMatchObject({ domainStatus: "online", mode: "disable", certificateIds: [] });
        expect(other).toBeUndefined();
        await clock.until(describe(domain));
        expect(asked.map(({ at }) => at)).toEqual([100, 2_100]);
        expect(asked[0]).toMatchObject({
            action: "DescribeAccelerationDomains",
            request: {
                ZoneId: zoneId,
                Offset: 0,
                Limit: 200,
                Filters: [{ Name: "domain-name", Values: [domain, "no.example.com"] }],
            },
        });
    });

    test("is asked for by name up to twenty hosts, and by reading the zone from there on", async () => {
        for (const [count, isByName] of [
            [20, true],
            [21, false],
        ] as const) {
            const { clock, asked, describe } = zone();
            await clock.until(Promise.all(Array.from({ length: count }, (_, i) => describe(`host-${i}`))));
            expect(Object.hasOwn(asked[0]?.request ?? {}, "Filters")).toBe(isByName);
        }
    });

    test("is that of its certificate which is furthest from done", async () => {
        const done = { CertId: "rsa", Status: "deployed", DeployTime: "then", ExpireTime: "later" };
        const List = [done, { CertId: "ecc", Status: "processing" }];
        const state = async (Certificate: unknown) => {
            const { clock, describe } = zone({ DomainName: domain, DomainStatus: "process", Certificate });
            return clock.until(describe(domain));
        };
        expect(await state({ Mode: "eofreecert", List })).toEqual({
            domainStatus: "process",
            mode: "eofreecert",
            certificateId: "ecc",
            certificateIds: ["rsa", "ecc"],
            status: "processing",
            deployTime: undefined,
            expireTime: undefined,
        });
        expect(await state({ Mode: "eofreecert", List: [done] })).toMatchObject({
            certificateId: "rsa",
            certificateIds: ["rsa"],
            status: "deployed",
            deployTime: "then",
            expireTime: "later",
        });
        expect(await state({ Mode: null, List: null })).toMatchObject({ mode: "disable", certificateId: undefined });
        await expect(state({ Mode: "" })).rejects.toMatchObject({
            code: "IncompleteAnswer",
            message: "DescribeAccelerationDomains succeeded, but its answer has an empty Mode",
        });
    });

    test("is not read from a list that does not say how long it is", async () => {
        const { clock, describe } = apiOver(() => ({ AccelerationDomains: [] }));
        await expect(clock.until(describe(domain))).rejects.toMatchObject({
            kind: "unknown",
            message: expect.stringContaining("its answer has no TotalCount"),
        });
    });
});

test("a listed domain without a name is no list of hosts", async () => {
    const { api, options } = apiOver(() => ({ TotalCount: 1, AccelerationDomains: [{ DomainStatus: "online" }] }));
    await expect(api.listHosts(zoneId, options())).rejects.toMatchObject({
        message: expect.stringContaining("a domain without DomainName"),
    });
});
