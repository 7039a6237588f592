import type { Result } from "../../bench/result";
import { type Issuance, roughly, type Trouble, unevenly } from "../../bench/scenario";
import { mean } from "../../bench/table";
import { type Client, runVirtual } from "../../bench/virtual";

// The real lifecycle, wait, throttle and progress, before the simulator's quota and faults, by a clock that is moved by hand. The
// cloud takes 100 ms for an answer and 20 requests a second.

const run = (n: number, issuance: Issuance, trouble: Trouble = "none", client: Client = { ours: 1 }) =>
    runVirtual(client, { n, issuance, trouble });
const refusedShare = ({ refused, calls }: Result) => refused / calls;
const crowds: [n: number, issuance: Issuance, most: number][] = [100, 300, 1000].flatMap((n) => [
    [n, "together", 1.1],
    [n, "ownCheck", 1.0],
]);

describe("many waits on one quota", () => {
    test.each(crowds)(
        "%i domains issued %s are all seen within %d of the limit, with no call refused",
        async (n, issuance, most) => {
            const result = await run(n, issuance);
            expect(result).toMatchObject({ failed: 0, refused: 0 });
            expect(result.ratio).toBeLessThanOrEqual(most);
        },
    );

    describe.each(["InternalError", "HTTP 502", "dropped"] as const)("with 5 %% %s", (trouble) => {
        test.each(crowds)("%i domains issued %s lose none, and little time", async (n, issuance) => {
            const result = await run(n, issuance, trouble);
            expect(result.failed).toBe(0);
            expect(refusedShare(result)).toBeLessThanOrEqual(0.005);
            expect(result.ratio).toBeLessThanOrEqual(1.25);
        });
    });

    test.each(crowds)("%i domains issued %s are not refused for a rough network either", async (n, issuance) => {
        for (let seed = 1; seed <= 4; seed++) {
            const result = await runVirtual({ ours: 1 }, { n, issuance, trouble: "none" }, roughly(seed));
            expect(result.failed).toBe(0);
            expect(refusedShare(result)).toBeLessThanOrEqual(0.005);
            expect(result.ratio).toBeLessThanOrEqual(1.2);
        }
    });

    test("every domain has its turn: the lag differs by a sweep at most", async () => {
        const { lagMax } = await run(1000, "staggered");
        expect(lagMax).toBeLessThanOrEqual((1000 / 19) * 1000 + 500);
    });

    test.each(["together", "ownCheck"] as const)(
        "ten thousand domains issued %s take what the pace takes: no more than 1 / 0.95 of the limit, and a little",
        async (issuance) => {
            const result = await run(10_000, issuance);
            expect(result).toMatchObject({ failed: 0, refused: 0 });
            expect(result.ratio).toBeLessThanOrEqual(1.06);
        },
    );
});

describe("processes that share an account", () => {
    test.each([
        [2, 120],
        [4, 1000],
    ])("%i find a pace that suits all %i domains of theirs", async (ours, n) => {
        for (const issuance of ["together", "ownCheck"] as const) {
            const result = await run(n, issuance, "none", { ours });
            expect(result.failed).toBe(0);
            expect(refusedShare(result)).toBeLessThanOrEqual(0.08);
            expect(result.ratio).toBeLessThanOrEqual(1.15);
        }
    });

    test.each([
        [2, 120, "together"],
        [2, 120, "ownCheck"],
        [4, 1000, "together"],
        [4, 1000, "ownCheck"],
    ] as const)(
        "%i do so, for %i domains issued %s, whenever each starts and however long a message takes",
        async (ours, n, issuance) => {
            const results: Result[] = [];
            for (let seed = 1; seed <= 8; seed++) {
                results.push(await runVirtual({ ours }, { n, issuance, trouble: "none" }, unevenly(seed)));
            }
            for (const result of results) {
                expect(result.failed).toBe(0);
                expect(refusedShare(result)).toBeLessThanOrEqual(0.08);
                expect(result.ratio).toBeLessThanOrEqual(1.2);
            }
            expect(mean(results.map(({ ratio }) => ratio))).toBeLessThanOrEqual(1.15);
        },
    );
});

describe("one domain", () => {
    test("that is issued after 20 to 29 s is seen 1.5 s later on average, with at most 15 checks", async () => {
        const results = await Promise.all(Array.from({ length: 91 }, (_, i) => run(1, { afterMs: 20_000 + i * 100 })));
        const lag = mean(results.map(({ lagMean }) => lagMean));
        expect(lag).toBeLessThanOrEqual(1_500);
        expect(Math.max(...results.map(({ calls }) => calls))).toBeLessThanOrEqual(15);
    });

    test("that is issued at any time is seen sooner than by a client that backs off, with at most half as many checks more", async () => {
        const times = Array.from({ length: 200 }, (_, i) => ({
            afterMs: Math.round(5_000 * 360 ** ((i + 0.5) / 200)),
        }));
        const mean = async (client: Client) => {
            const results = await Promise.all(times.map((at) => run(1, at, "none", client)));
            const sum = (of: (result: Result) => number) => results.reduce((total, result) => total + of(result), 0);
            return { lag: sum(({ lagMean }) => lagMean) / 200, checks: sum(({ calls }) => calls) / 200 };
        };
        const ours = await mean({ ours: 1 });
        for (const peer of ["back-off 0.2-10 s", "back-off 0.5-10 s", "Terraform resource, no cap"] as const) {
            const theirs = await mean({ peer });
            expect(ours.lag).toBeLessThan(theirs.lag);
            expect(ours.checks).toBeLessThanOrEqual(1.5 * theirs.checks);
        }
    });
});
