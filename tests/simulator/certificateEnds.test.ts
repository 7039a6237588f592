import type { Simulator } from "../../simulator";
import { call, check, ZONE } from "./nodeClient";
import { apply, applyForProof, codeOf, DOMAIN, modify, simulated } from "./simulated";

const DAY_MS = 24 * 3600 * 1000;

describe("the end of a certificate", () => {
    let simulator: Simulator;
    const { start } = simulated((started) => {
        simulator = started;
    });

    test.each(["stable", "fresh"] as const)(
        "is that of a new one once it is applied for again: %s",
        async (proofValues) => {
            await start({ proof: "records", proofValues });
            const { place, value } = await applyForProof(simulator);
            simulator.publish({ name: place, type: "CNAME", value });
            expect(await codeOf(check(simulator, DOMAIN))).toBeUndefined();
            simulator.unpublish({ name: place });
            await simulator.advance(91 * DAY_MS);
            expect(simulator.domain(ZONE, DOMAIN).state).toMatchObject({ status: "expired" });
            const again = await applyForProof(simulator);
            expect(simulator.domain(ZONE, DOMAIN).state).toMatchObject({ status: "pending" });
            simulator.publish({ name: again.place, type: "CNAME", value: again.value });
            await check(simulator, DOMAIN);
            expect(simulator.domain(ZONE, DOMAIN).state).toMatchObject({ status: "issued" });
            await apply(simulator);
        },
    );

    describe("stays with a host that serves it, once it was renewed,", () => {
        const WILDCARD = "*.example.com";
        const FIRST = "2026-04-01T00:00:00Z";
        const RENEWED = "2026-06-15T00:00:00Z";
        const served = async () => {
            const Filters = [{ Name: "domain-name", Values: [DOMAIN] }];
            const { fields } = await call(simulator, "DescribeAccelerationDomains", { Filters });
            const { AccelerationDomains: hosts } = fields as {
                AccelerationDomains: { Certificate: { List: { ExpireTime: string }[] } }[];
            };
            return hosts[0]?.Certificate.List[0]?.ExpireTime;
        };
        /** Binds the certificate of a name to the host, and lets it be renewed. */
        const serveRenewed = async (name: string) => {
            await start({ proof: "records" });
            simulator.host(ZONE, DOMAIN).online();
            const { place, value } = await applyForProof(simulator, "dns_challenge", name);
            simulator.publish({ name: place, type: "CNAME", value });
            expect(await codeOf(check(simulator, name))).toBeUndefined();
            await modify(simulator, { Mode: "eofreecert_manual" });
            expect(await served()).toBe(FIRST);
            await simulator.advance(76 * DAY_MS);
            expect(await served()).toBe(RENEWED);
        };

        test.each<[what: string, name: string, change: () => unknown]>([
            [
                "when the wildcard's own host is deleted",
                WILDCARD,
                async () => {
                    simulator.host(ZONE, WILDCARD).offline();
                    const deleted = call(simulator, "DeleteAccelerationDomains", { DomainNames: [WILDCARD] });
                    expect(await codeOf(deleted)).toBeUndefined();
                },
            ],
            ["when another method is applied for", DOMAIN, () => apply(simulator, DOMAIN, "http_challenge")],
            ["when a test removes its application", DOMAIN, () => simulator.domain(ZONE, DOMAIN).remove()],
            ["when a test lets it wait again", DOMAIN, () => simulator.domain(ZONE, DOMAIN).pending()],
            [
                "when a test releases what it declared",
                WILDCARD,
                () => {
                    simulator.domain(ZONE, WILDCARD).remove().renew({ expireTime: RENEWED }).release();
                },
            ],
        ])("%s", async (_, name, change) => {
            await serveRenewed(name);
            await change();
            expect(await served()).toBe(RENEWED);
            await simulator.advance(80 * DAY_MS);
            expect(await served()).toBe(RENEWED);
        });

        test("and is the new one's once another is issued", async () => {
            await serveRenewed(DOMAIN);
            await apply(simulator, DOMAIN, "http_challenge");
            simulator.domain(ZONE, DOMAIN).issue();
            expect(await served()).toBe("2026-06-16T00:00:00Z");
        });

        test("but not over a reset", async () => {
            await serveRenewed(DOMAIN);
            simulator.reset();
            simulator.host(ZONE, DOMAIN).setMode("eofreecert_manual");
            expect(await served()).not.toBe(RENEWED);
        });
    });

    test("stays where the certificate was assumed when its host was bound", async () => {
        await start({ undeclared: "issued" });
        simulator.host(ZONE, DOMAIN).online();
        await modify(simulator, { Mode: "eofreecert_manual" });
        const end = () => simulator.host(ZONE, DOMAIN).state.certificate.list[0]?.expireTime;
        const first = end();
        await simulator.advance(10 * DAY_MS);
        expect(end()).toBe(first);
    });
});
