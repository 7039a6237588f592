import { apiError } from "../../../provider/api/errors";
import { Progress } from "../../../provider/waiting/progress";
import { FakeClock } from "../../fakeClock";

const pending = apiError("ResourceUnavailable.RecordUnExpected", "the record\nis not seen", "id-1");
const parcel = { name: "www.a.example", zoneId: "zone-1" };
const trouble = apiError("InternalError", "trouble");

function telling() {
    const clock = new FakeClock();
    const start = clock.now();
    const told: { at: number; line: string }[] = [];
    const progress = new Progress(clock, (line) => told.push({ at: (clock.now() - start) / 1000, line }));
    return { clock, progress, told, times: () => told.map(({ at }) => at) };
}

const cause = (label: string) => ({
    label,
    isToDo: true,
    sentence: `It is ${label}.`,
    advice: "Do this.",
    evidence: [],
});

describe("one wait", () => {
    test("shows what is wrong with the proof in place of the API's sentence, and the API's words for any other trouble", async () => {
        const { clock, progress, told } = telling();
        const wait = progress.begin(parcel);
        wait.seen(pending, 1);
        await clock.advance(5_000);
        wait.found(cause("record missing"));
        await clock.advance(5_000);
        wait.seen(trouble, 1);
        await clock.advance(5_000);
        wait.seen(pending, 2);
        wait.found(undefined);
        await clock.advance(5_000);
        expect(told.map(({ line }) => line)).toEqual([
            expect.stringContaining("RecordUnExpected: www.a.example: the record is not seen"),
            "waiting 5s: record missing: www.a.example: It is record missing. Do this. (ResourceUnavailable.RecordUnExpected, 1 check, zone-1)",
            expect.stringContaining("InternalError: www.a.example: trouble"),
            expect.stringContaining("RecordUnExpected: www.a.example: the record is not seen"),
        ]);
    });

    test("is told of at once, with the API's own code and message on one line", async () => {
        const { clock, progress, told } = telling();
        progress.begin(parcel).seen(pending, 1);
        await clock.advance(1_000);
        expect(told).toEqual([
            {
                at: expect.closeTo(0.25),
                line: "waiting 0s: RecordUnExpected: www.a.example: the record is not seen (ResourceUnavailable.RecordUnExpected, 1 check, zone-1)",
            },
        ]);
    });

    test("that ends with its first look is not told of", async () => {
        const { clock, progress, told } = telling();
        progress.begin(parcel).ended(true);
        await clock.advance(100_000);
        expect(told).toEqual([]);
        expect(clock.sleepers).toBe(0);
    });

    test("is told of again when the reason changes", async () => {
        const { clock, progress, told } = telling();
        const wait = progress.begin(parcel);
        wait.seen(pending, 1);
        await clock.advance(5_000);
        wait.seen(pending, 2);
        wait.seen(trouble, 2);
        await clock.advance(5_000);
        expect(told.map(({ line }) => line)).toEqual([
            expect.stringContaining("RecordUnExpected"),
            "waiting 5s: InternalError: www.a.example: trouble (2 checks, zone-1)",
        ]);
    });

    test("is told of again when only the message changes", async () => {
        const { clock, progress, told } = telling();
        const wait = progress.begin(parcel);
        wait.seen(pending, 1);
        await clock.advance(5_000);
        wait.seen(apiError(pending.code, "the record is another"), 2);
        await clock.advance(1_000);
        expect(told.at(-1)?.line).toContain("the record is another");
    });

    test("is told of now and then while nothing changes, with the time that has passed", async () => {
        const { clock, progress, told, times } = telling();
        progress.begin(parcel).seen(pending, 1);
        await clock.advance(30 * 60_000);
        expect(times().slice(0, 3)).toEqual([0.25, 15.25, 30.25]);
        expect(told.length).toBeGreaterThan(25);
        expect(told.length).toBeLessThan(40);
        expect(told.at(-1)?.line).toMatch(/^waiting (29|30)m/);
        // A minute apart at most, however long it has waited.
        const gaps = times().map((at, i) => at - (times()[i - 1] ?? at));
        expect(Math.max(...gaps)).toBeCloseTo(60);
    });

    test("leaves no timer behind when it ends", async () => {
        const { clock, progress, told } = telling();
        const wait = progress.begin(parcel);
        wait.seen(pending, 1);
        await clock.advance(1_000);
        wait.ended(false);
        await clock.advance(1);
        expect(clock.sleepers).toBe(0);
        await clock.advance(100_000);
        expect(told).toHaveLength(1);
    });
});

describe("many waits", () => {
    test("are told of in one line: how many, why, and which is the oldest", async () => {
        const { clock, progress, told } = telling();
        const waits = Array.from({ length: 100 }, (_, i) => progress.begin({ name: `host-${i}`, zoneId: "zone-1" }));
        for (const [i, wait] of waits.entries()) wait.seen(i < 3 ? trouble : pending, 1);
        waits.pop()?.ended(true);
        waits.pop()?.ended(false);
        await clock.advance(1_000);
        expect(told.map(({ line }) => line)).toEqual([
            "98 waiting, 1 done, 1 failed: 3 x InternalError, 95 x ResourceUnavailable.RecordUnExpected; oldest host-0: 0s: trouble (1 check, zone-1)",
        ]);
    });

    test("are counted by what is wrong with their proofs, where that is seen", async () => {
        const { clock, progress, told } = telling();
        const waits = Array.from({ length: 620 }, (_, i) => progress.begin({ name: `host-${i}`, zoneId: "zone-1" }));
        for (const [i, wait] of waits.entries()) {
            wait.seen(pending, 2);
            if (i < 615) wait.found(cause(i < 612 ? "record missing" : "wrong value"));
        }
        waits[0]?.found(undefined);
        waits[0]?.found(cause("record missing"));
        await clock.advance(1_000);
        expect(told.map(({ line }) => line)).toEqual([
            "620 waiting, 0 done, 0 failed: 612 record missing, 3 wrong value, 5 x ResourceUnavailable.RecordUnExpected; oldest host-0: 0s: It is record missing. Do this. (2 checks, zone-1)",
        ]);
    });

    test("that stand in line for their first check are counted too", async () => {
        const { clock, progress, told } = telling();
        const waits = Array.from({ length: 1000 }, (_, i) => progress.begin({ name: `host-${i}`, zoneId: "zone-1" }));
        for (const wait of waits.slice(0, 30)) wait.seen(pending, 1);
        waits[30]?.ended(true);
        await clock.advance(1_000);
        expect(told.map(({ line }) => line.split(";")[0])).toEqual([
            "999 waiting, 1 done, 0 failed: 30 x ResourceUnavailable.RecordUnExpected, 969 x not checked yet",
        ]);
    });

    test("whose reasons flicker do not flood the screen", async () => {
        const { clock, progress, told } = telling();
        const waits = Array.from({ length: 100 }, (_, i) => progress.begin({ name: `host-${i}`, zoneId: "zone-1" }));
        for (let second = 0; second < 60; second++) {
            for (const [i, wait] of waits.entries()) wait.seen(i === 0 && second % 2 ? trouble : pending, second);
            await clock.advance(1_000);
        }
        expect(told.length).toBeGreaterThan(2);
        expect(told.length).toBeLessThanOrEqual(7);
    });

    test("that come one after another are counted together", async () => {
        const { clock, progress, told } = telling();
        progress.begin({ name: "host-0", zoneId: "zone-1" }).seen(pending, 1);
        await clock.advance(1_000);
        progress.begin({ name: "host-1", zoneId: "zone-1" }).seen(pending, 1);
        await clock.advance(20_000);
        expect(told.map(({ line }) => line.split(": ")[0])).toEqual(["waiting 0s", "2 waiting, 0 done, 0 failed"]);
    });

    test("are counted by the reason that each has now", async () => {
        const { clock, progress, told } = telling();
        const [a, b] = ["a", "b"].map((name) => progress.begin({ name, zoneId: "zone-1" }));
        a?.seen(pending, 1);
        b?.seen(pending, 1);
        a?.seen(trouble, 1);
        await clock.advance(1_000);
        b?.seen(trouble, 1);
        await clock.advance(10_000);
        expect(told.map(({ line }) => line.split(/: |;/)[1])).toEqual([
            "1 x ResourceUnavailable.RecordUnExpected, 1 x InternalError",
            "2 x InternalError",
        ]);
    });

    test("are told of after ten seconds when a reason comes or goes, and not for another message or order", async () => {
        const { clock, progress, told, times } = telling();
        const [a, b] = ["a", "b"].map((name) => progress.begin({ name, zoneId: "zone-1" }));
        a?.seen(trouble, 1);
        b?.seen(pending, 1);
        await clock.advance(5_000);
        a?.seen(pending, 2);
        a?.seen(trouble, 2);
        b?.seen(apiError(pending.code, "another message"), 2);
        await clock.advance(9_000);
        expect(times()).toEqual([0.25]);
        // What changes together is told of together, however long the reasons were the same.
        a?.seen(apiError("Brand.New", "?"), 3);
        await clock.advance(200);
        b?.seen(trouble, 3);
        await clock.advance(1_000);
        expect(times()).toEqual([0.25, 14.25]);
        expect(told.at(-1)?.line).toContain("1 x Brand.New, 1 x InternalError");
    });
});
