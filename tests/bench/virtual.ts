import { seededRandom } from "../../simulator/random";
import { FakeClock } from "../fakeClock";
import { OurProcess } from "./ours";
import { type PeerName, peers } from "./peers";
import { domainsOf, limitOf, type Scenario } from "./scenario";
import { VirtualCloud } from "./virtualCloud";

/** A client: so many processes of ours on one account, or a peer. */
export type Client = { ours: number } | { peer: PeerName };

/** How a run went. Times in ms. */
export interface Result {
    readonly makespan: number;
    /** Makespan over the physical limit. */
    readonly ratio: number;
    readonly calls: number;
    readonly refused: number;
    readonly failed: number;
    readonly lagMean: number;
    readonly lagP50: number;
    readonly lagP95: number;
    readonly lagMax: number;
    /** The most live memory held at a time, in bytes; only where the garbage collector can be called. */
    readonly heap: number | undefined;
}

/** Runs a scenario by a clock that is moved by hand: hours take seconds. */
export async function runVirtual(client: Client, scenario: Scenario): Promise<Result> {
    const clock = new FakeClock();
    const start = clock.now();
    const heap = new HeapWatch(clock);
    const cloud = new VirtualCloud(clock, scenario);
    const lags: number[] = [];
    let failed = 0;
    const wait = waiter(client, cloud, clock);
    const all = Promise.all(
        domainsOf(scenario).map(async (domain, i) => {
            if (await wait(domain, i)) lags.push(cloud.lag(domain));
            else failed++;
        }),
    );
    void heap.watch(all);
    await clock.until(all);
    const makespan = clock.now() - start;
    return {
        makespan,
        ratio: makespan / limitOf(scenario),
        calls: cloud.calls,
        refused: cloud.refused,
        failed,
        ...summary(lags),
        heap: heap.most,
    };
}

function waiter(client: Client, cloud: VirtualCloud, clock: FakeClock): (d: string, i: number) => Promise<boolean> {
    if ("ours" in client) {
        const processes = Array.from({ length: client.ours }, () => new OurProcess(cloud, clock));
        return (domain, i) => (processes[i % client.ours] as OurProcess).wait(domain);
    }
    const random = seededRandom(11);
    return (domain) => peers[client.peer](() => cloud.check(domain), clock, random);
}

/** Of numbers in any order. */
export function summary(lags: number[]): Pick<Result, "lagMean" | "lagP50" | "lagP95" | "lagMax"> {
    const sorted = [...lags].sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
    const lagMean = sorted.reduce((sum, lag) => sum + lag, 0) / sorted.length;
    return { lagMean, lagP50: at(0.5), lagP95: at(0.95), lagMax: at(1) };
}

/** Looks at the live memory a few times, further and further apart. */
class HeapWatch {
    most: number | undefined;
    private readonly before: number;

    constructor(private readonly clock: FakeClock) {
        this.before = live() ?? 0;
    }

    async watch(until: Promise<unknown>): Promise<void> {
        let over = false;
        const done = () => {
            over = true;
        };
        until.then(done, done);
        for (let pause = 5_000; global.gc; pause *= 2) {
            await this.clock.sleep(pause);
            if (over) return;
            this.most = Math.max(this.most ?? 0, (live() ?? 0) - this.before);
        }
    }
}

function live(): number | undefined {
    global.gc?.();
    return global.gc && process.memoryUsage().heapUsed;
}
