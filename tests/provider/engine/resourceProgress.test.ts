import { reasonOf } from "../../../provider/api/errors";
import { ResourceProgress } from "../../../provider/engine/resourceProgress";
import { FakeClock } from "../../fakeClock";

const zoneId = "zone-1";
const reason = reasonOf({ kind: "pending", code: "RecordUnExpected", message: "no record" });

function rows() {
    const clock = new FakeClock();
    const lines: [urn: string | undefined, line: string][] = [];
    let urn = "";
    let inFlight = 0;
    const status = async (line: string, row?: string) => {
        // Of two that are sent side by side, the engine may show either first.
        expect(++inFlight).toBe(1);
        lines.push([row, line]);
        await Promise.resolve();
        inFlight--;
    };
    const progress = new ResourceProgress(clock, status, () => urn);
    const begin = (name: string) => {
        urn = name;
        const wait = progress.begin({ name, zoneId });
        wait.seen(reason, 1);
        return wait;
    };
    return { clock, lines, begin, flush: () => progress.flush() };
}

test("up to ten resources that wait each show why on a row of their own, which is clear when they are done", async () => {
    const { clock, lines, begin, flush } = rows();
    const waits = Array.from({ length: 10 }, (_, i) => begin(`host-${i}`));
    await clock.advance(1_000);
    await flush();
    expect(lines.map(([urn]) => urn)).toEqual(Array.from({ length: 10 }, (_, i) => `host-${i}`));
    expect(lines[0]?.[1]).toMatch(/^waiting 0s: RecordUnExpected: host-0: no record/);
    waits[3]?.ended(true);
    await flush();
    expect(lines.at(-1)).toEqual(["host-3", ""]);
});

test("beyond that one line tells of all, and the rows are clear; when few are left they show again", async () => {
    const { clock, lines, begin } = rows();
    const waits = Array.from({ length: 10 }, (_, i) => begin(`host-${i}`));
    await clock.advance(1_000);
    lines.length = 0;
    const eleventh = begin("host-10");
    await clock.advance(20_000);
    expect(lines.slice(0, 10)).toEqual(Array.from({ length: 10 }, (_, i) => [`host-${i}`, ""]));
    expect(lines.slice(10)).not.toEqual([]);
    for (const [urn, line] of lines.slice(10)) {
        expect(urn).toBeUndefined();
        expect(line).toMatch(/^11 waiting, 0 done, 0 failed: 11 x RecordUnExpected/);
    }
    lines.length = 0;
    eleventh.ended(true);
    await clock.advance(1_000);
    expect(lines.map(([urn]) => urn)).toEqual([undefined, ...Array.from({ length: 10 }, (_, i) => `host-${i}`)]);
    expect(lines[0]).toEqual([undefined, ""]);
    for (const wait of waits) wait.ended(true);
    expect(clock.sleepers).toBe(0);
});

test("the waits of one resource are one row", async () => {
    const { clock, lines, begin } = rows();
    for (let i = 0; i < 100; i++) begin("set");
    await clock.advance(1_000);
    expect(lines).toEqual([["set", expect.stringMatching(/^100 waiting, 0 done, 0 failed/)]]);
});
