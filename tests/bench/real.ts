import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { providerLine } from "../../provider/resources/teoResource";
import { Simulator } from "../../simulator";
import { startHost } from "../host";
import type { PeerName } from "./peers";
import type { PeerReport } from "./realPeer";
import { type Result, resultOf, type Seen } from "./result";
import { domainsOf, ISSUED_AFTER_MS, issuanceTimes, LATENCY_MS, limitOf, type Scenario, ZONE_ID } from "./scenario";

/** So long may a wait of ours take here: some scenarios take longer than the 30 minutes that a user waits by default. */
const TIMEOUT = "24h";

/** Runs a scenario by the real clock, over HTTP: ours in Pulumi's own dynamic-provider host, a peer in a process with the official SDK. */
export async function runReal(client: "ours" | PeerName, scenario: Scenario): Promise<Result> {
    await using simulator = await Simulator.start({
        latencyMs: LATENCY_MS,
        undeclared: { issueAfterMs: ISSUED_AFTER_MS },
    });
    const run = client === "ours" ? ours : peer(client);
    const { seen, memory, start } = await run(simulator, scenario, () => declare(simulator, scenario));
    const checks = simulator.calls;
    const firstChecks = new Map<string, number>();
    for (const { at, domain, code, status, fault } of checks) {
        const isAnswer = status !== undefined && code !== "RequestLimitExceeded" && !fault;
        if (isAnswer && domain && !firstChecks.has(domain)) firstChecks.set(domain, at);
    }
    const times = issuanceTimes(scenario);
    const issuedAt = (domain: string, i: number) => {
        const after = times[i];
        return after === undefined ? (firstChecks.get(domain) ?? Number.NaN) + ISSUED_AFTER_MS : start + after;
    };
    return resultOf({
        limit: limitOf(scenario),
        makespan: Math.max(...seen.map(({ at }) => at)) - start,
        calls: simulator.callCount(),
        refused: checks.filter(({ code }) => code === "RequestLimitExceeded").length,
        lags: seen.map(({ ok, at }, i) => (ok ? at - issuedAt(domainsOf(scenario)[i] as string, i) : undefined)),
        memory,
    });
}

/** What a run gave: each domain's end in the order of the domains, the memory above that before the start, and the start. */
interface Run {
    seen: Seen[];
    memory: number | undefined;
    start: number;
}

function declare(simulator: Simulator, scenario: Scenario): void {
    const times = issuanceTimes(scenario);
    for (const [i, domain] of domainsOf(scenario).entries()) {
        const after = times[i];
        if (after !== undefined) simulator.domain(ZONE_ID, domain).issueAfter(Math.round(after));
    }
    if (scenario.trouble === "InternalError") simulator.fault({ rate: 0.05, code: "InternalError" });
    if (scenario.trouble === "HTTP 502") simulator.fault({ rate: 0.05, status: 502 });
    if (scenario.trouble === "dropped") simulator.fault({ rate: 0.05, drop: true });
}

async function ours(simulator: Simulator, scenario: Scenario, declared: () => void): Promise<Run> {
    const host = await startHost({ env: simulator.environment() });
    try {
        const resource = host.resource(providerLine("FreeCertificateVerification"));
        // The host is up, and has loaded what it loads in any case.
        await resource.check({ zoneId: ZONE_ID, domain: "warm.xzone.cloud" });
        const before = await peakMemory(host.pid);
        const start = Date.now();
        declared();
        const seen = await Promise.all(
            domainsOf(scenario).map((domain) =>
                resource.create({ zoneId: ZONE_ID, domain, customTimeouts: { create: TIMEOUT } }).then(
                    () => ({ ok: true, at: Date.now() }),
                    () => ({ ok: false, at: Date.now() }),
                ),
            ),
        );
        const after = await peakMemory(host.pid);
        return { seen, start, memory: after !== undefined && before !== undefined ? after - before : undefined };
    } finally {
        await host.stop();
    }
}

/** The most that a process has ever had in memory, in bytes: only Linux tells. */
async function peakMemory(pid: number | undefined): Promise<number | undefined> {
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

const peer =
    (name: PeerName) =>
    async (simulator: Simulator, scenario: Scenario, declared: () => void): Promise<Run> => {
        const child = fork(join(__dirname, "realPeer.ts"), {
            execArgv: ["--import", "tsx"],
            env: { ...process.env, ...simulator.environment() },
        });
        await told(child);
        const start = Date.now();
        declared();
        child.send({ name, domains: domainsOf(scenario) });
        const { seen, memory } = (await told(child)) as PeerReport;
        return { seen, memory, start };
    };

async function told(child: ChildProcess): Promise<unknown> {
    const [message] = await Promise.race([
        once(child, "message"),
        once(child, "exit").then(() => Promise.reject(new Error("the peer's process ended"))),
    ]);
    return message;
}
