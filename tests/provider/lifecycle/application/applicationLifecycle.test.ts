import type { FreeCertificateApplication } from "../../../../provider/api/actions";
import { type ApiError, apiError } from "../../../../provider/api/errors";
import { FreeCertificateLifecycle } from "../../../../provider/lifecycle/application/applicationLifecycle";
import { UNKNOWN } from "../../../../provider/lifecycle/shared/inputs";
import { answered, fakeContext } from "../fakeContext";

const zoneId = "zone-28v607hq8d3m";
const domain = "www.example.com";
const id = `${zoneId}/${domain}`;
const inputs = { zoneId, domain, verificationMethod: "dns_challenge" as const };
const dns = { subdomain: "_dnsauth.www", recordType: "CNAME", recordValue: "www.example.com.eoacme2.com" };
const outs = { ...inputs, dnsVerification: { ...dns, fqdn: "_dnsauth.www.example.com" } };
const application: FreeCertificateApplication = { dns, file: undefined, requestId: "id-1" };

function lifecycle(answer: (seconds: number) => FreeCertificateApplication | ApiError) {
    const methods: string[] = [];
    const given = fakeContext({
        async applyFreeCertificate({ verificationMethod }) {
            methods.push(verificationMethod);
            return answered(answer(given.seconds()));
        },
        async checkFreeCertificateVerification() {
            throw answer(given.seconds());
        },
    });
    return { ...given, it: new FreeCertificateLifecycle(given.context), methods };
}

const idle = () => lifecycle(() => application).it;

test("check fills in the method, and names every bad property at once", async () => {
    await expect(idle().check({}, { zoneId, domain: "WWW.example.com" })).resolves.toEqual({ inputs, failures: [] });
    const { failures } = await idle().check({}, { zoneId: 1, domain: "", verificationMethod: "email" });
    expect(failures?.map(({ property }) => property)).toEqual(["zoneId", "domain", "verificationMethod"]);
    await expect(
        idle().check({}, { zoneId: UNKNOWN, domain: UNKNOWN, verificationMethod: UNKNOWN }),
    ).resolves.toMatchObject({
        failures: [],
    });
});

test("a file cannot prove a wildcard", async () => {
    const news = { zoneId, domain: "*.example.com", verificationMethod: "http_challenge" };
    const { failures } = await idle().check({}, news);
    expect(failures).toEqual([{ property: "verificationMethod", reason: expect.stringContaining("wildcard") }]);
});

test("another domain replaces, another method applies again in place", async () => {
    const diff = (news: object) => idle().diff(id, outs, { ...inputs, ...news });
    await expect(diff({})).resolves.toEqual({ changes: false, replaces: [] });
    await expect(diff({ customTimeouts: { create: "1m" } })).resolves.toEqual({ changes: false, replaces: [] });
    await expect(diff({ domain: "b.example.com" })).resolves.toEqual({ changes: true, replaces: ["domain"] });
    await expect(diff({ verificationMethod: "http_challenge" })).resolves.toEqual({ changes: true, replaces: [] });
});

test("create applies once, and gives the proof to publish", async () => {
    const { it, clock, methods } = lifecycle(() => application);
    await expect(clock.until(it.create(inputs))).resolves.toEqual({ id, outs });
    expect(methods).toEqual(["dns_challenge"]);
});

test("update applies again, with the other method", async () => {
    const file = { path: "/.well-known/teo-verification/a.txt", content: "secret" };
    const { it, clock, methods } = lifecycle(() => ({ dns: undefined, file, requestId: "id-2" }));
    const news = { ...inputs, verificationMethod: "http_challenge" as const };
    const { outs: updated } = await clock.until(it.update(id, outs, news));
    expect(updated).toEqual({ ...news, fileVerification: { ...file, url: `http://${domain}${file.path}` } });
    expect(methods).toEqual(["http_challenge"]);
});

test("a moment's trouble is retried, a refusal for good is an error at once", async () => {
    const troubled = lifecycle((seconds) => (seconds < 3 ? apiError("InternalError", "trouble") : application));
    await expect(troubled.clock.until(troubled.it.create(inputs))).resolves.toMatchObject({ id });
    const refused = lifecycle(() => apiError("InvalidParameter.ZoneNotFound", "no zone"));
    await expect(refused.clock.until(refused.it.create(inputs))).rejects.toThrow(
        /failed after 0s applying for the free certificate application of www\.example\.com \(zone-28v607hq8d3m\).*ZoneNotFound/s,
    );
});

describe("read", () => {
    const read = (error: ApiError) => {
        const { it, clock, logged } = lifecycle(() => error);
        return { result: clock.until(it.read(id, outs)), logged };
    };

    test("keeps what was to be published while the application stands", async () => {
        const { result } = read(apiError("ResourceUnavailable.RecordUnExpected", "not seen"));
        await expect(result).resolves.toEqual({ id, props: outs });
    });

    test("notices an application that has vanished, and says so", async () => {
        const { result, logged } = read(apiError("FailedOperation.FreeCertificateVerificationIsEmpty", "none"));
        await expect(result).resolves.toEqual({});
        expect(logged).toEqual([
            expect.stringContaining("is gone: FailedOperation.FreeCertificateVerificationIsEmpty"),
        ]);
    });

    test("never takes an outage for gone", async () => {
        await expect(read(apiError("InternalError", "trouble")).result).rejects.toThrow(/failed after 1m/);
    });
});

test("delete calls nothing", async () => {
    const { it, methods } = lifecycle(() => application);
    await it.delete();
    expect(methods).toEqual([]);
});
