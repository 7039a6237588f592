import type { Call } from "../../../provider/api/call";
import { describeHosts } from "../../../provider/api/hosts";

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
