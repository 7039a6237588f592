import type { Simulator } from "../../simulator";
import { ZONE } from "./nodeClient";
import { DOMAIN, modify, simulated } from "./simulated";

const DAY = 24 * 3600 * 1000;

describe("a certificate that somebody has brought", () => {
    let simulator: Simulator;
    const { clock } = simulated((started) => {
        simulator = started;
        simulator.host(ZONE, DOMAIN).online();
    });
    const bind = async (certId: string) => {
        await modify(simulator, { Mode: "sslcert", ServerCertInfo: [{ CertId: certId }] });
        clock.now += DAY;
        return simulator.host(ZONE, DOMAIN).state.certificate.list;
    };

    test("has a name and an end, which stay the same wherever and whenever it is bound", async () => {
        const first = await bind("mine");
        expect(first).toMatchObject([{ certId: "mine", alias: expect.stringMatching(/./), status: "deployed" }]);
        expect(first[0]?.expireTime).toBe("2027-01-01T00:00:00Z");
        await bind("other");
        expect((await bind("mine"))[0]).toMatchObject({ alias: first[0]?.alias, expireTime: first[0]?.expireTime });
    });

    test("is as a test has declared it, also once it was replaced and is put back", async () => {
        const declared = { certId: "mine", alias: "shop", expireTime: "2026-06-01T00:00:00Z", signAlgo: "ECC 256" };
        simulator.host(ZONE, DOMAIN).setMode("sslcert", { ...declared, status: "processing" });
        await modify(simulator, { Mode: "disable" });
        expect(await bind("mine")).toMatchObject([{ ...declared, status: "deployed" }]);
    });

    test("is forgotten by a reset", async () => {
        simulator.host(ZONE, DOMAIN).setMode("sslcert", { certId: "mine", alias: "shop" });
        simulator.reset();
        simulator.host(ZONE, DOMAIN).online();
        expect((await bind("mine"))[0]?.alias).not.toBe("shop");
    });
});
