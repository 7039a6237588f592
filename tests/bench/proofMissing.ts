import type { Finding } from "../../provider/diagnosis";
import { wordsIn } from "../../provider/waiting/proof/causes";
import type { WatchProofOf } from "../../provider/waiting/proof/openWatches";
import { Rounds } from "../../provider/waiting/proof/rounds";
import { WatchedProof } from "../../provider/waiting/proof/watchedProof";
import { FakeClock } from "../fakeClock";
import { OurProcess } from "./ours";
import { domainsOf, evenly } from "./scenario";
import { mean, table } from "./table";
import { VirtualCloud } from "./virtualCloud";

/** When the record is published, after the start of the wait: log-uniform from 20 s to 25 min. */
const PUBLISHED = Array.from({ length: 400 }, (_, i) => Math.round(20_000 * 75 ** ((i + 0.5) / 400)));
/** How long after that EdgeOne issues the certificate. */
const ISSUED_LATER_MS = [0, 60_000];
/** As long as a look takes. */
const ROUND_MS = 300;

interface Way {
    readonly name: string;
    /** The least gap between two calls while the record is missing; undefined where nothing is looked for. */
    readonly checkIntervalMs?: number;
}

const WAYS: readonly Way[] = [
    { name: "without a diagnosis" },
    { name: "the API asked as often as ever", checkIntervalMs: 0 },
    { name: "every 30 s while the record is missing (default)", checkIntervalMs: 30_000 },
    { name: "every 2 min while the record is missing", checkIntervalMs: 120_000 },
];

/** One wait for a record that is published so long after its start. */
async function run({ checkIntervalMs }: Way, publishedMs: number, issuedLaterMs: number) {
    const clock = new FakeClock();
    const publishedAt = clock.now() + publishedMs;
    const scenario = { n: 1, issuance: { afterMs: publishedMs + issuedLaterMs }, trouble: "none" } as const;
    const cloud = new VirtualCloud(clock, scenario, evenly);
    const rounds = new Rounds(clock, async () => {
        const isThere = clock.now() >= publishedAt;
        await clock.sleep(ROUND_MS);
        return [isThere ? seen("allRight") : seen("recordMissing")];
    });
    const watch: WatchProofOf = (proof, tell) =>
        new WatchedProof(clock, rounds, wordsIn("en"), { ...proof, checkIntervalMs: checkIntervalMs ?? 0 }, tell);
    const process = new OurProcess(cloud, clock, checkIntervalMs === undefined ? undefined : watch);
    let callsBefore = 0;
    void clock.sleep(publishedMs).then(() => {
        callsBefore = cloud.calls;
    });
    const [domain = ""] = domainsOf(scenario);
    await clock.until(process.wait(domain));
    return { callsBefore, callsAfter: cloud.calls - callsBefore, lagMs: cloud.lag(domain) };
}

function seen(id: Finding["id"]): Finding {
    const certain = id === "recordMissing";
    return { id, severity: certain ? "fatal" : "information", sentence: { en: id, zh: id }, evidence: [], certain };
}

/** Calls and lag, means over the times of publication. */
export async function proofMissingTable(): Promise<string> {
    const rows: Record<string, string>[] = [];
    for (const issuedLaterMs of ISSUED_LATER_MS) {
        for (const way of WAYS) {
            const results = await Promise.all(PUBLISHED.map((at) => run(way, at, issuedLaterMs)));
            const of = (value: (result: (typeof results)[number]) => number) => mean(results.map(value));
            rows.push({
                "issued after the record": `${issuedLaterMs / 1000} s`,
                way: way.name,
                "calls before the record": of(({ callsBefore }) => callsBefore).toFixed(1),
                "calls after it": of(({ callsAfter }) => callsAfter).toFixed(1),
                "mean lag, s": of(({ lagMs }) => lagMs / 1000).toFixed(1),
                "worst lag, s": Math.max(...results.map(({ lagMs }) => lagMs / 1000)).toFixed(1),
            });
        }
    }
    return table(rows);
}
