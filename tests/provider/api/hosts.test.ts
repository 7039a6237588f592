import type { Call } from "../../../provider/api/call";
import { describeHosts, listHosts } from "../../../provider/api/hosts";

const zoneId = "zone-28v607hq8d3m";
const options = { signal: new AbortController().signal, due: 0, repeated: false };
const names = Array.from({ length: 600 }, (_, i) => `host-${i}.example.com`);

/** A zone of three pages, and the offsets that were asked for. */
function zone() {
    const offsets: number[] = [];
    const call = (async (_action: string, request: { Offset: number; Limit: number }) => {
        offsets.push(request.Offset);
        const page = names.slice(request.Offset, request.Offset + request.Limit);
        return { TotalCount: names.length, AccelerationDomains: page.map((DomainName) => ({ DomainName })) };
    }) as unknown as Call;
    return { offsets, describe: (hosts: string[]) => describeHosts(call, zoneId, new Set(hosts), options) };
}

test("many hosts are read in pages, no more of them than it takes to see all", async () => {
    const { offsets, describe } = zone();
    expect((await describe(names.slice(0, 30))).size).toBe(30);
    expect(offsets).toEqual([0]);
    expect((await describe([...names.slice(0, 30), names[399] as string])).size).toBe(31);
    expect(offsets).toEqual([0, 0, 200]);
});

test("a host that the zone does not have is looked for on every page", async () => {
    const { offsets, describe } = zone();
    expect((await describe([...names.slice(0, 30), "no.example.com"])).size).toBe(30);
    expect(offsets).toEqual([0, 200, 400]);
});

const domains = (count: number, from = 0) =>
    Array.from({ length: count }, (_, i) => ({ DomainName: `w${from + i}.example.com`, DomainStatus: "online" }));

/** Lists a zone whose answers `answer` gives by their offset. */
const list = (answer: (offset: number) => object) => {
    const call = (async (_: string, { Offset }: { Offset: number }) => answer(Offset)) as unknown as Call;
    return listHosts(call, zoneId, options);
};

describe("the hosts of a zone", () => {
    test("are all listed where a page holds fewer than were asked for", async () => {
        const hosts = await list((offset) => ({
            AccelerationDomains: domains(Math.min(100, 250 - offset), offset),
            TotalCount: 250,
        }));
        expect(new Set(hosts.map(({ host }) => host)).size).toBe(250);
    });

    // A program that binds the hosts that are listed would take HTTPS off those that are missing.
    test.each<[string, (offset: number) => object]>([
        ["there is no list", () => ({ AccelerationDomains: null, TotalCount: 5 })],
        ["a page is empty", (offset) => ({ AccelerationDomains: offset === 0 ? domains(200) : [], TotalCount: 403 })],
        [
            "a host moved between pages",
            (offset) => ({ AccelerationDomains: domains(200, offset / 2), TotalCount: 400 }),
        ],
        ["there are more than are counted", () => ({ AccelerationDomains: domains(200), TotalCount: 0 })],
    ])("are an error, not a part of them, where %s", async (_, answer) => {
        await expect(list(answer)).rejects.toMatchObject({ code: "IncompleteAnswer" });
    });

    test("are none where the zone has none", async () => {
        expect(await list(() => ({ AccelerationDomains: null, TotalCount: 0 }))).toEqual([]);
    });
});
