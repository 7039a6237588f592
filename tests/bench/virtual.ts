import { seededRandom } from "../../simulator/common/random";
import { FakeClock } from "../fakeClock";
import { OurProcess } from "./ours";
import { type PeerName, peers } from "./peers";
import { type Result, resultOf } from "./result";
import { type Chance, domainsOf, evenly, limitOf, type Scenario } from "./scenario";
import { VirtualCloud } from "./virtualCloud";

/** A client: so many processes of ours on one account, or a peer. */
export type Client = { ours: number } | { peer: PeerName };

/** Runs a scenario by a clock that is moved by hand: hours take seconds. */
export async function runVirtual(client: Client, scenario: Scenario, chance = evenly): Promise<Result> {
    const clock = new FakeClock();
    const start = clock.now();
    const memory = new MemoryWatch(clock);
    const cloud = new VirtualCloud(clock, scenario, chance);
    const wait = waiter(client, cloud, clock, chance);
    const all = Promise.all(
        domainsOf(scenario).map(async (domain, i) => ((await wait(domain, i)) ? cloud.lag(domain) : undefined)),
    );
    // A look at the memory takes longer than a whole run of a few.
    if (scenario.n >= 20) void memory.watch(all);
    const lags = await clock.until(all);
    const { calls, refused } = cloud;
    return resultOf({
        limit: limitOf(scenario),
        makespan: clock.now() - start,
        calls,
        refused,
        lags,
        memory: memory.most,
    });
}

type Wait = (domain: string, i: number) => Promise<boolean>;

function waiter(client: Client, cloud: VirtualCloud, clock: FakeClock, chance: Chance): Wait {
    if ("ours" in client) {
        const processes = Array.from({ length: client.ours }, () => ({
            afterMs: chance.startsAfterMs(),
            process: new OurProcess(cloud, clock),
        }));
        return async (domain, i) => {
            const { afterMs, process } = processes[i % client.ours] as (typeof processes)[number];
            if (afterMs > 0) await clock.sleep(afterMs);
            return process.wait(domain);
        };
    }
    const random = seededRandom(11);
    return (domain) => peers[client.peer](() => cloud.check(domain), clock, random);
}

/** Looks at the live memory a few times, further and further apart. */
class MemoryWatch {
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
