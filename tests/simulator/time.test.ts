import type { Simulator } from "../../simulator";
import { call, check, ZONE } from "./nodeClient";
import { apply, applyForProof, codeOf, DOMAIN, modify, simulated } from "./simulated";

const HOUR = 3600 * 1000;
const DAY = 24 * HOUR;

describe("time", () => {
    let simulator: Simulator;
    const { clock, start } = simulated(
        (started) => {
            simulator = started;
        },
        { proof: "records" },
    );
    /** When the certificate of a domain ends, as a check answers it. */
    const end = async (domain = DOMAIN) => (await check(simulator, domain)).fields?.ExpireTime;
    const state = (domain = DOMAIN) => simulator.domain(ZONE, domain).state;

    /** Applies, publishes the proof, and lets a check see it. */
    const issue = async (domain = DOMAIN) => {
        const { place: name, value } = await applyForProof(simulator, "dns_challenge", domain);
        simulator.publish({ name, type: "CNAME", value });
        await check(simulator, domain);
        return name;
    };

    test("moves on by what a test says, and by its own clock", async () => {
        const from = simulator.now;
        await simulator.advance(5 * DAY);
        clock.now += HOUR;
        expect(simulator.now).toBe(from + 5 * DAY + HOUR);
        simulator.reset();
        expect(simulator.now).toBe(from + HOUR);
    });

    test.each([-1, 0.5, Number.NaN, 101 * 366 * DAY, "1", undefined])("does not move by %p", async (ms) => {
        await expect(simulator.advance(ms as number)).rejects.toThrow(/^ms: must be a whole number/);
    });

    test("ends an application whose proof nobody has seen for two days", async () => {
        const { place: name, value } = await applyForProof(simulator);
        await simulator.advance(2 * DAY - 1);
        expect(await codeOf(check(simulator, DOMAIN))).toMatch(/RecordUnExpected$/);
        await simulator.advance(1);
        simulator.publish({ name, type: "CNAME", value });
        expect(await codeOf(check(simulator, DOMAIN))).toMatch(/IsEmpty$/);
        expect(simulator.domain(ZONE, DOMAIN).application).toBeUndefined();
        await apply(simulator);
        expect(await end()).toBe("2026-04-03T00:00:00Z");
    });

    test("does not end an application whose proof was seen, however long the certificate takes", async () => {
        await start({ proof: "records", issueDelayMs: 5 * DAY });
        await issue();
        await simulator.advance(5 * DAY - 1);
        expect(await codeOf(check(simulator, DOMAIN))).toMatch(/RecordUnExpected$/);
        await simulator.advance(1);
        expect(state().status).toBe("issued");
    });

    test("renews a certificate 15 days before its end, wherever it is served", async () => {
        await issue();
        simulator.host(ZONE, DOMAIN).online();
        await modify(simulator, { Mode: "eofreecert_manual" });
        await simulator.advance(75 * DAY - 1);
        expect(await end()).toBe("2026-04-01T00:00:00Z");
        await simulator.advance(1);
        expect(await end()).toBe("2026-06-15T00:00:00Z");
        expect(simulator.host(ZONE, DOMAIN).state.certificate.list).toMatchObject([
            { status: "deployed", expireTime: "2026-06-15T00:00:00Z" },
        ]);
    });

    test("does not renew a certificate whose record is gone; it ends, and stays ended", async () => {
        const name = await issue();
        simulator.unpublish({ name });
        await simulator.advance(90 * DAY - 1);
        expect(state()).toMatchObject({ status: "issued", expireTime: "2026-04-01T00:00:00Z" });
        await simulator.advance(1);
        expect(state().status).toBe("expired");
        await simulator.advance(90 * DAY);
        expect(state()).toMatchObject({ status: "expired", expireTime: "2026-04-01T00:00:00Z" });
    });

    test("renews it after all where the record is back before its end, within a day", async () => {
        const name = await issue();
        const value = simulator.records[0]?.value as string;
        simulator.unpublish({ name });
        await simulator.advance(80 * DAY);
        simulator.publish({ name, type: "CNAME", value });
        await simulator.advance(DAY);
        expect(await end()).toBe("2026-06-21T00:00:00Z");
    });

    test("that a clock of the test's own skips is made up for by the next call", async () => {
        await issue();
        clock.now += 365 * DAY;
        // Renewed on the days 75, 150, 225 and 300.
        expect(await end()).toBe("2027-01-26T00:00:00Z");
    });

    test("renews what needs no proof: an automatic application, and a domain that only its policy has issued", async () => {
        await start({ proof: "records", undeclared: { issueAfterMs: 0 } });
        simulator.host(ZONE, DOMAIN).online();
        await modify(simulator, { Mode: "eofreecert" });
        await check(simulator, "other.example.com");
        await simulator.advance(75 * DAY);
        expect([await end(), await end("other.example.com")]).toEqual(["2026-06-15T00:00:00Z", "2026-06-15T00:00:00Z"]);
    });

    test("leaves alone what a test has declared", async () => {
        simulator.domain(ZONE, DOMAIN).issue();
        await simulator.advance(91 * DAY);
        expect(state().status).toBe("expired");
    });

    test("of a year of a stack passes at once, and one of its two domains loses its certificate", async () => {
        const from = performance.now();
        const { fields: zone } = await call(simulator, "CreateZone", {
            ZoneId: undefined,
            ZoneName: "example.com",
            PlanId: "edgeone-1",
        });
        const ZoneId = zone?.ZoneId as string;
        const ask = (action: string, parameters: Record<string, unknown>) =>
            call(simulator, action, { ZoneId, ...parameters });
        const records: unknown[] = [];
        for (const DomainName of ["kept.example.com", "lost.example.com"]) {
            const OriginInfo = { OriginType: "IP_DOMAIN", Origin: "203.0.113.7" };
            await ask("CreateAccelerationDomain", { DomainName, OriginInfo });
            await simulator.advance(1000);
            const Hosts = [DomainName];
            const { fields } = await ask("ApplyFreeCertificate", {
                Domain: DomainName,
                VerificationMethod: "dns_challenge",
            });
            const proof = fields?.DnsVerification as Record<string, string>;
            const record = await ask("CreateDnsRecord", {
                Name: `${proof.Subdomain}.example.com`,
                Type: proof.RecordType,
                Content: proof.RecordValue,
            });
            records.push(record.fields?.RecordId);
            expect(await codeOf(ask("CheckFreeCertificateVerification", { Domain: DomainName }))).toBeUndefined();
            expect(await codeOf(ask("ModifyHostsCertificate", { Hosts, Mode: "eofreecert_manual" }))).toBeUndefined();
        }
        const daysLeft = (host: string) => {
            const [certificate] = simulator.host(ZoneId, host).state.certificate.list;
            return Math.floor((Date.parse(certificate?.expireTime as string) - simulator.now) / DAY);
        };
        const left: Record<string, number[]> = { "kept.example.com": [], "lost.example.com": [] };
        for (let month = 1; month <= 12; month += 1) {
            if (month === 6) {
                await ask("DeleteDnsRecords", { RecordIds: [records[1]] });
            }
            await simulator.advance(month === 12 ? 35 * DAY : 30 * DAY);
            for (const [host, days] of Object.entries(left)) {
                days.push(daysLeft(host));
            }
        }
        expect(left["kept.example.com"]).toEqual([59, 29, 74, 44, 89, 59, 29, 74, 44, 89, 59, 24]);
        expect(left["lost.example.com"]).toEqual([60, 30, 75, 45, 90, 60, 30, 0, -30, -60, -90, -125]);
        expect(performance.now() - from).toBeLessThan(5000);
    });

    test("is moved from other programs, too", async () => {
        const post = (body: unknown) =>
            fetch(`${simulator.endpoint}/simulator/advance`, {
                method: "POST",
                headers: { "Content-Type": "application/json" },
                body: JSON.stringify(body),
            });
        expect(await (await post({ ms: DAY })).json()).toEqual({ now: "2026-01-02T00:00:00.000Z" });
        expect(simulator.now).toBe(clock.now + DAY);
        const wholeNumber = "ms: must be a whole number from 0 to 3162240000000";
        for (const [wrong, field, message] of [
            [{}, "ms", wholeNumber],
            [null, "ms", wholeNumber],
            [{ ms: -1 }, "ms", wholeNumber],
            [{ ms: "1" }, "ms", wholeNumber],
            [{ ms: 1, days: 1 }, "days", "days: is not a field of advance; its fields are ms"],
            [[], "advance", "advance: must be an object"],
        ]) {
            const answer = await post(wrong);
            expect(answer.status).toBe(400);
            expect(await answer.json()).toEqual({ error: { code: "invalid", message, field } });
        }
        expect(simulator.now).toBe(clock.now + DAY);
    });
});
