import type { Simulator } from "../../simulator";
import { ZONE } from "./nodeClient";
import { codeOf, DOMAIN as HOST, modify, simulated } from "./simulated";

describe("a change to the certificate of a host", () => {
    let simulator: Simulator;
    simulated((started) => {
        simulator = started;
        simulator.host(ZONE, HOST).online();
    });

    const host = (name = HOST) => simulator.host(ZONE, name);

    test("may be switched or replaced by somebody else", async () => {
        host().setMode("eofreecert_manual");
        const { list } = host().state.certificate;
        expect(list).toMatchObject([{ status: "deployed", expireTime: "2027-01-01T00:00:00Z" }]);
        host().replaceCertificate({ alias: "another" });
        const replaced = host().state.certificate;
        expect(replaced).toMatchObject({ mode: "eofreecert_manual", list: [{ alias: "another", status: "deployed" }] });
        expect(replaced.list[0]?.certId).not.toBe(list[0]?.certId);
        host().replaceCertificate({ alias: "another" });
        expect(host().state.certificate.list[0]?.certId).not.toBe(replaced.list[0]?.certId);
        host().setMode("sslcert", { certId: "mine", status: "processing" });
        expect(host().state.certificate).toMatchObject({
            mode: "sslcert",
            list: [{ certId: "mine", type: "upload", status: "processing" }],
        });
        host().setMode("disable");
        expect(host().state.certificate).toEqual({ mode: "disable", list: [] });
        expect(() => host().replaceCertificate()).toThrow("replaceCertificate: the host serves no certificate");
    });

    test("switched to a free mode is the domain's own, where that has one", () => {
        const domain = simulator.domain(ZONE, HOST).issue({ expireTime: "2026-02-02T00:00:00Z" });
        host().setMode("eofreecert");
        expect(host().state.certificate.list).toMatchObject([{ expireTime: "2026-02-02T00:00:00Z" }]);
        domain.renew({ expireTime: "2026-05-05T00:00:00Z" });
        expect(host().state.certificate.list).toMatchObject([{ expireTime: "2026-05-05T00:00:00Z" }]);
    });

    test.each<[string, Record<string, unknown>, string]>([
        ["no host", { Mode: "disable", Hosts: [] }, "InvalidParameterValue"],
        ["hosts that are no list", { Mode: "disable", Hosts: HOST }, "InvalidParameter"],
        ["a host that is no name", { Mode: "disable", Hosts: ["a b"] }, "InvalidParameterValue.InvalidDomainName"],
        [
            "a host that is not there",
            { Mode: "disable", Hosts: ["none.example.com"] },
            "ResourceUnavailable.HostNotFound",
        ],
        ["101 hosts", { Mode: "disable", Hosts: Array(101).fill(HOST) }, "LimitExceeded.BatchQuota"],
        ["no mode", {}, "MissingParameter"],
        ["a mode that is none", { Mode: "free" }, "InvalidParameterValue"],
        ["a mode that needs a certificate, without one", { Mode: "sslcert" }, "InvalidParameter.InvalidCertInfo"],
        ["no certificates", { Mode: "sslcert", ServerCertInfo: [] }, "InvalidParameter.InvalidCertInfo"],
        ["a certificate without an id", { Mode: "sslcert", ServerCertInfo: [{ Alias: "a" }] }, "MissingParameter"],
        ["what it lacks", { Mode: "disable", ApplyType: "apply" }, "UnsupportedOperation"],
        ["a zone that is none", { Mode: "disable", ZoneId: "z" }, "ResourceUnavailable.ZoneNotFound"],
    ])("is refused for %s", async (_, parameters, code) => {
        host().setMode("sslcert");
        expect(await codeOf(modify(simulator, parameters))).toBe(code);
        expect(host().state.certificate.mode).toBe("sslcert");
    });

    test.each([
        ["process", "OperationDenied.DomainStatusUnstable"],
        ["offline", "InvalidParameterValue.InvalidDomainStatus"],
        ["forbid", "OperationDenied.DomainIsBlocked"],
        ["init", "InvalidParameterValue.InvalidDomainStatus"],
    ] as const)("is refused to a host after %s(), and then to all hosts of the call", async (status, code) => {
        host("other.example.com")[status]();
        const answer = await modify(simulator, { Mode: "eofreecert", Hosts: [HOST, "other.example.com"] });
        expect(answer.error).toMatchObject({ code, message: expect.stringContaining("other.example.com") });
        expect(host().state.certificate.mode).toBe("disable");
        expect(simulator.domain(ZONE, HOST).state.status).toBe("neverApplied");
    });

    test("cannot be applied for automatically by a wildcard, but bound to one that is there", async () => {
        host("*.example.com").online();
        const wildcard = { Mode: "eofreecert", Hosts: [HOST, "*.example.com"] };
        expect(await codeOf(modify(simulator, wildcard))).toBe(
            "InvalidParameter.CnameWildHostNotAllowApplyCertificate",
        );
        expect(simulator.domain(ZONE, HOST).state.status).toBe("neverApplied");
        simulator.domain(ZONE, "*.example.com").issue();
        expect(await codeOf(modify(simulator, wildcard))).toBeUndefined();
    });

    test("is logged by its hosts, and a fault for one of them meets the call", async () => {
        simulator.fault({ domain: HOST, code: "Made.Up", times: 1 });
        simulator.fault({ domain: "none.example.com", code: "Never" });
        expect(
            await codeOf(modify(simulator, { Mode: "disable", Hosts: ["other.example.com", "WWW.example.com"] })),
        ).toBe("Made.Up");
        expect(await codeOf(modify(simulator, { Mode: "disable" }))).toBeUndefined();
        expect(simulator.calls.map(({ hosts }) => hosts)).toEqual([["other.example.com", HOST], [HOST]]);
    });

    test("is bound though the answer is lost, where a fault wants that", async () => {
        simulator.fault({ drop: "answer", times: 1 });
        await expect(modify(simulator, { Mode: "eofreecert" })).rejects.toThrow(/socket hang up|ECONNRESET/);
        expect(host().state.certificate.mode).toBe("eofreecert");
        expect(simulator.calls.at(-1)).toMatchObject({ fault: true, status: undefined });
    });

    test("is refused where a test means nothing by it, by name", () => {
        expect(() => host().setMode("free" as never)).toThrow("mode: must be one of");
        expect(() => host().setMode("sslcert", { expireTime: "soon" })).toThrow("expireTime: must be an ISO 8601 time");
        expect(() => host().deployFails("no" as never)).toThrow("as: must be one of");
        expect(() => host().deployFails("failed", { times: 0 })).toThrow("times: must be a whole number");
        expect(() => host().deployTakes(-1)).toThrow("ms: must be milliseconds");
        expect(() => simulator.host(ZONE, "no name")).toThrow("host: must be a domain name");
        expect(() => simulator.host("z", HOST)).toThrow("zoneId: must be a zone id");
    });
});
