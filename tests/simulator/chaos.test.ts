import { Simulator, type SimulatorOptions } from "../../simulator";
import { call, check, ZONE } from "./nodeClient";

const DOMAIN = "www.example.com";

/** What becomes of so many checks, one after another. */
async function run(options: SimulatorOptions, calls: number): Promise<string[]> {
    await using simulator = await Simulator.start({ quotaPerSecond: 0, seed: 11, ...options });
    simulator.domain(ZONE, DOMAIN).issue();
    const outcomes: string[] = [];
    for (let done = 0; done < calls; done += 1) {
        const outcome = await check(simulator, DOMAIN).then(
            ({ error }) => error?.code ?? "issued",
            () => "cut",
        );
        outcomes.push(outcome);
    }
    expect(simulator.faults).toEqual([]);
    return outcomes;
}

describe("the chaos of a simulator", () => {
    test("is off, unless it is asked for", async () => {
        const off = [{}, { chaos: false }, { chaos: { rate: 0, latencyMs: 0 } }];
        for (const options of off) {
            expect(new Set(await run(options, 100))).toEqual(new Set(["issued"]));
        }
    });

    test("goes by its earlier name too", async () => {
        expect(await run({ mischief: { rate: 1, latencyMs: 0 } }, 20)).not.toContain("issued");
    });

    test("lets a share of the calls fail, in every way that passes, and the same ones for the same seed", async () => {
        const chaos = { rate: 0.5, latencyMs: 0 };
        const outcomes = await run({ chaos }, 100);
        const failed = outcomes.filter((outcome) => outcome !== "issued");
        expect(failed.length).toBeGreaterThan(35);
        expect(failed.length).toBeLessThan(65);
        expect(new Set(failed)).toEqual(new Set(["InternalError", "RequestLimitExceeded", "cut"]));
        expect(await run({ chaos }, 100)).toEqual(outcomes);
        expect(await run({ chaos, seed: 12 }, 100)).not.toEqual(outcomes);
    });

    test("cuts connections both before and after all was done", async () => {
        await using simulator = await Simulator.start({
            quotaPerSecond: 0,
            seed: 3,
            chaos: { rate: 1, latencyMs: 0 },
        });
        const applied = new Set<boolean>();
        for (let number = 0; number < 40; number += 1) {
            const domain = `d${number}.example.com`;
            const parameters = { Domain: domain, VerificationMethod: "dns_challenge" };
            const isCut = await call(simulator, "ApplyFreeCertificate", parameters).then(
                () => false,
                () => true,
            );
            if (isCut) {
                applied.add(simulator.domain(ZONE, domain).application !== undefined);
            }
        }
        expect(applied).toEqual(new Set([false, true]));
    });

    test("by default delays calls, and leaves most of them right", async () => {
        const from = performance.now();
        const outcomes = await run({ chaos: true }, 40);
        // 40 draws from 0 to 100 ms; their mean is far from both ends.
        expect(performance.now() - from).toBeGreaterThan(1000);
        expect(outcomes.filter((outcome) => outcome === "issued").length).toBeGreaterThan(30);
    });

    test("comes second to a fault, which a test has asked for", async () => {
        await using simulator = await Simulator.start({ chaos: { rate: 1, latencyMs: 0 } });
        simulator.fault({ code: "Made.Up" });
        expect((await check(simulator, DOMAIN)).error?.code).toBe("Made.Up");
    });

    test("starts again at a reset", async () => {
        await using simulator = await Simulator.start({ quotaPerSecond: 0, chaos: { rate: 0.5, latencyMs: 0 } });
        const draw = async () => {
            const codes: unknown[] = [];
            for (let done = 0; done < 30; done += 1) {
                codes.push(
                    await check(simulator, DOMAIN)
                        .catch(() => "cut")
                        .then((answer) => (typeof answer === "string" ? answer : answer.error?.code)),
                );
            }
            return codes;
        };
        const first = await draw();
        simulator.reset();
        expect(await draw()).toEqual(first);
    });
});
