import type { Simulator } from "../../simulator";
import { check, ZONE } from "./nodeClient";
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
