import type { Simulator } from "../../simulator";
import { call, check, ZONE } from "./nodeClient";
import { codeOf, DOMAIN as HOST, modify, simulated } from "./simulated";

describe("the certificate of a host", () => {
    let simulator: Simulator;
    const { clock, start } = simulated((started) => {
        simulator = started;
        simulator.host(ZONE, HOST).online();
    });

    const host = (name = HOST) => simulator.host(ZONE, name);
    const bind = async (Mode: string, parameters: Record<string, unknown> = {}) => {
        expect(await modify(simulator, { Mode, ...parameters })).toEqual({ fields: { RequestId: expect.any(String) } });
    };
    const statusOf = (name = HOST) => host(name).state.certificate.list.map(({ status }) => status);

    test("that was applied for and issued is deployed some time after it is bound", async () => {
        simulator.domain(ZONE, HOST).issue();
        await bind("eofreecert_manual");
        expect(host().state.certificate).toEqual({
            mode: "eofreecert_manual",
            list: [
                {
                    certId: expect.stringMatching(/^teo-[0-9a-f]{8}$/),
                    alias: "EdgeOne free certificate",
                    type: "managed",
                    expireTime: "2026-04-01T00:00:00Z",
                    deployTime: "",
                    signAlgo: "RSA 2048",
                    status: "processing",
                },
            ],
        });
        clock.now += 999;
        expect(statusOf()).toEqual(["processing"]);
        clock.now += 1;
        expect(host().state.certificate.list).toMatchObject([
            { status: "deployed", deployTime: "2026-01-01T00:00:01Z" },
        ]);
    });

    test("is told by DescribeAccelerationDomains", async () => {
        simulator.domain(ZONE, HOST).issue();
        await bind("eofreecert_manual");
        const { fields } = await call(simulator, "DescribeAccelerationDomains", {});
        const [{ certId = "" } = {}] = host().state.certificate.list;
        expect(fields).toMatchObject({
            AccelerationDomains: [
                {
                    Certificate: {
                        Mode: "eofreecert_manual",
                        List: [
                            {
                                CertId: certId,
                                Alias: "EdgeOne free certificate",
                                Type: "managed",
                                ExpireTime: "2026-04-01T00:00:00Z",
                                DeployTime: "",
                                SignAlgo: "RSA 2048",
                                Status: "processing",
                            },
                        ],
                    },
                },
            ],
        });
    });

    test("may be the one of a wildcard, which is the same for all its hosts, and shows its renewal", async () => {
        host("api.example.com").online();
        const wildcard = simulator.domain(ZONE, "*.example.com").issue();
        await bind("eofreecert_manual", { Hosts: [HOST, "API.example.com", HOST] });
        clock.now += 1000;
        const [one, other] = [host().state.certificate.list, host("api.example.com").state.certificate.list];
        expect(one).toEqual(other);
        expect(one).toMatchObject([{ status: "deployed" }]);
        wildcard.renew({ expireTime: "2027-01-01T00:00:00Z" });
        expect(host().state.certificate.list).toMatchObject([{ expireTime: "2027-01-01T00:00:00Z" }]);
        wildcard.remove();
        expect(host().state.certificate.list).toMatchObject([
            { status: "deployed", expireTime: "2027-01-01T00:00:00Z" },
        ]);
    });

    test.each(["neverApplied", "pending", "expired"] as const)(
        "that does not exist, as the domain is %s, ends as a failed binding",
        async (status) => {
            const domain = simulator.domain(ZONE, HOST);
            ({ neverApplied: () => domain, pending: () => domain.apply(), expired: () => domain.issue().expire() })[
                status
            ]();
            await bind("eofreecert_manual");
            expect(statusOf()).toEqual(["processing"]);
            clock.now += 1000;
            expect(host().state.certificate.list).toMatchObject([{ status: "issued", deployTime: "" }]);
        },
    );

    test("of all domains, by policy, can be bound", async () => {
        await start({ undeclared: "issued" });
        await bind("eofreecert_manual");
        clock.now += 1000;
        expect(statusOf()).toEqual(["deployed"]);
        // By policy, its wildcard has one, too, but nobody has applied for that.
        simulator.domain(ZONE, HOST).pending();
        await bind("eofreecert_manual");
        clock.now += 1000;
        expect(statusOf()).toEqual(["issued"]);
    });

    test("that is applied for automatically is issued first, whatever proofs applications need", async () => {
        await start({ issueDelayMs: 5000, deployDelayMs: 3000, proof: "records" });
        await bind("eofreecert");
        expect(host().state.certificate.list).toMatchObject([{ status: "applying", expireTime: "" }]);
        expect((await check(simulator, HOST)).error?.code).toBe("ResourceUnavailable.RecordUnExpected");
        clock.now += 5000;
        expect(host().state.certificate.list).toMatchObject([{ status: "processing", deployTime: "" }]);
        expect((await check(simulator, HOST)).fields).toMatchObject({ CommonName: HOST });
        clock.now += 3000;
        expect(host().state.certificate.list).toMatchObject([
            { status: "deployed", expireTime: "2026-04-01T00:00:05Z", deployTime: "2026-01-01T00:00:08Z" },
        ]);
        expect(simulator.domain(ZONE, HOST).application).toBeUndefined();
        simulator.domain(ZONE, HOST).remove();
        expect(host().state.certificate.list).toMatchObject([{ expireTime: "2026-04-01T00:00:05Z" }]);
    });

    test("that is applied for automatically, but is there, is not applied for again", async () => {
        simulator.domain(ZONE, "*.example.com").issue({ expireTime: "2026-02-02T00:00:00Z" });
        await bind("eofreecert");
        expect(host().state.certificate.list).toMatchObject([
            { status: "processing", expireTime: "2026-02-02T00:00:00Z" },
        ]);
        expect(simulator.domain(ZONE, HOST).state.status).toBe("neverApplied");
    });

    test("whose automatic application fails tells why by a check", async () => {
        host().deployFails();
        await bind("eofreecert");
        expect(statusOf()).toEqual(["applying"]);
        clock.now += 1000;
        expect(host().state.certificate.list).toMatchObject([{ status: "failed", expireTime: "" }]);
        expect((await check(simulator, HOST)).error).toMatchObject({
            code: "FailedOperation.ApplyCertAutoVerificationFailed",
            message: expect.stringContaining("CNAME"),
        });
        host().deploySucceeds();
        await bind("eofreecert");
        clock.now += 1000;
        expect(statusOf()).toEqual(["deployed"]);
    });

    test("whose automatic application a test has declared pending fails for the reason that it gave", async () => {
        simulator.domain(ZONE, HOST).pending({ code: "Made.Up" });
        await bind("eofreecert");
        clock.now += 1000;
        expect(statusOf()).toEqual(["failed"]);
        expect((await check(simulator, HOST)).error?.code).toBe("Made.Up");
        expect(simulator.domain(ZONE, HOST).release().state.status).toBe("neverApplied");
    });

    test("may be brought along, also two of them", async () => {
        await bind("sslcert", { ServerCertInfo: [{ CertId: "one" }, { CertId: "two", SignAlgo: "ECC" }] });
        clock.now += 1000;
        expect(host().state.certificate).toMatchObject({
            mode: "sslcert",
            list: [
                { certId: "one", type: "upload", status: "deployed" },
                { certId: "two", type: "upload", status: "deployed" },
            ],
        });
    });

    test("is gone at once where the host is to have none", async () => {
        host().setMode("eofreecert_manual");
        await bind("disable");
        expect(host().state.certificate).toEqual({ mode: "disable", list: [] });
    });

    test.each(["failed", "issued"] as const)("fails to be deployed as %s, as often as a test wants", async (as) => {
        simulator.domain(ZONE, HOST).issue();
        host().deployFails(as, { times: 2 }).deployTakes(10);
        const ends = [];
        for (let round = 0; round < 3; round += 1) {
            await bind("disable");
            await bind("eofreecert_manual");
            expect(statusOf()).toEqual(["processing"]);
            clock.now += 10;
            ends.push(...statusOf());
            const [{ expireTime = "" } = {}] = host().state.certificate.list;
            expect(expireTime).toBe(statusOf()[0] === "failed" ? "" : "2026-04-01T00:00:00Z");
        }
        expect(ends).toEqual([as, as, "deployed"]);
        expect(simulator.domain(ZONE, HOST).state.status).toBe("issued");
    });

    test("changes while the last change is under way, unless that is refused", async () => {
        simulator.domain(ZONE, HOST).issue();
        await bind("eofreecert_manual");
        await bind("sslcert", { ServerCertInfo: [{ CertId: "one" }] });
        expect(host().state.certificate.list).toMatchObject([{ certId: "one", status: "processing" }]);

        await start({ changeWhileProcessing: "refused" });
        await bind("eofreecert");
        expect(await codeOf(modify(simulator, { Mode: "disable" }))).toBe("InvalidParameter.ActionInProgress");
        clock.now += 1000;
        await bind("disable");
        await bind("eofreecert");
    });

    test("is changed for 100 hosts in one call", async () => {
        const names = Array.from({ length: 100 }, (_, index) => `h${index}.example.com`);
        for (const name of names) {
            host(name).online();
        }
        await bind("eofreecert", { Hosts: names });
        clock.now += 1000;
        expect(names.flatMap((name) => statusOf(name))).toEqual(Array(100).fill("deployed"));
    });

    test("is bound to any host of the zone, where all are online", async () => {
        await start({ undeclaredHosts: "online" });
        await bind("eofreecert", { Hosts: ["new.example.com"] });
        clock.now += 1000;
        expect(statusOf("new.example.com")).toEqual(["deployed"]);
    });
});
