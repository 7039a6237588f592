import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { providerLine } from "../../provider/resources/teoResource";
import { type Fault, Simulator } from "../../simulator";
import { seededRandom } from "../../simulator/common/random";
import { type Host, startHost } from "../host";
import type { HostError, Properties } from "../hostClient";
import { report } from "./report";

const minutes = Number(process.env.SOAK_MINUTES ?? 30);
const seed = Number(process.env.SOAK_SEED ?? Math.floor(Math.random() * 1e6));
const WAITS = 300;
const zoneId = "zone-28v607hq8d3m";

/** Together a fifth of the calls: each is met with the share of those that the ones before it have left. */
const troubles: Fault[] = [
    { code: "InternalError" },
    { code: "RequestLimitExceeded" },
    { drop: true },
    { drop: "answer" },
    { drop: "mid-body" },
    { status: 502 },
    { body: "broken-json" },
    { body: "no-response" },
    { latencyMs: [1_000, 25_000] },
    { hang: true },
];
const SHARE = 0.2 / troubles.length;

/** One resource from its creation to its deletion. Throws where it ends otherwise than it should. */
type Life = (name: string) => Promise<void>;

test(`${WAITS} waits for ${minutes} minutes with a fifth of the calls in trouble, SOAK_SEED=${seed}`, async () => {
    const random = seededRandom(seed);
    const simulator = await Simulator.start({ seed, deployDelayMs: 5_000 });
    troubles.forEach((fault, i) => {
        simulator.fault({ ...fault, rate: SHARE / (1 - i * SHARE) });
    });
    const host = await startHost({ env: simulator.environment() });
    try {
        const lives = livesIn(host, simulator, random);
        const until = Date.now() + minutes * 60_000;
        const samples: number[] = [];
        const wrong: string[] = [];
        const ended: Record<string, number> = {};
        let calls = 0;
        const live = async (line: number) => {
            // Not all at once: they would end together, too.
            await delay(random() * 30_000);
            for (let i = 0; Date.now() < until; i++) {
                const kind = kindOf(random());
                const name = `${kind}-${line}-${i}.example.com`;
                await lives[kind](name).catch((error: Error) => wrong.push(`${name}: ${error.message}`));
                ended[kind] = (ended[kind] ?? 0) + 1;
            }
        };
        const sample = async () => {
            for (let last = Date.now(); Date.now() < until; ) {
                await delay(1_000);
                samples.push(memoryOf(host));
                if (Date.now() - last < 60_000) continue;
                last = Date.now();
                calls += simulator.calls.length;
                simulator.clearCalls();
                report(
                    `${Math.round((until - last) / 60_000)} min left, ${samples.at(-1)} MB, ended ${JSON.stringify(ended)}, wrong ${wrong.length}`,
                );
            }
        };
        await Promise.all([sample(), ...Array.from({ length: WAITS }, (_, line) => live(line))]);
        calls += simulator.calls.length;

        const [first, middle, last] = thirds(samples);
        report(
            `ended ${JSON.stringify(ended)}, wrong ${wrong.length}, ${calls} calls; MB in each third: ${first}, ${middle}, ${last}`,
        );
        expect(wrong).toEqual([]);
        expect(last).toBeLessThan(1.05 * (middle as number));
        // The simulator closes a connection that was idle for 75 s. What is left are those of gRPC.
        const busy = socketsOf(host);
        await delay(90_000);
        report(`sockets at the end: ${busy}, after 90 s: ${socketsOf(host)}`);
        expect(socketsOf(host)).toBeLessThan(8);
    } finally {
        await host.stop();
        await simulator.stop();
    }
    expect(host.output).not.toMatch(/Warning/);
});

type Kind = "issued" | "never" | "bound" | "applied";

const kindOf = (draw: number): Kind =>
    draw < 0.6 ? "issued" : draw < 0.75 ? "never" : draw < 0.9 ? "bound" : "applied";

function livesIn(host: Host, simulator: Simulator, random: () => number): Record<Kind, Life> {
    const verification = host.resource(providerLine("FreeCertificateVerification"));
    const application = host.resource(providerLine("FreeCertificate"));
    const binding = host.resource(providerLine("HostCertificate"));
    const customTimeouts = { create: "15m", update: "15m" };
    return {
        async issued(domain) {
            simulator.domain(zoneId, domain).issueAfter(5_000 + random() * 60_000);
            const { id, outs } = await verification.create({ zoneId, domain, customTimeouts });
            expect(outs).toMatchObject({ commonName: domain, expireTime: expect.any(String) });
            expect(await verification.read(id, outs)).toMatchObject({ id, outs });
            await verification.delete(id, outs);
            simulator.domain(zoneId, domain).remove();
        },
        async never(domain) {
            simulator.domain(zoneId, domain).apply();
            const started = Date.now();
            const error = await failureOf(verification.create({ zoneId, domain, customTimeouts: { create: "90s" } }));
            expect(error.details).toMatch(/^timed out after 1m 30s waiting/);
            expect(Date.now() - started).toBeLessThan(115_000);
            expect(error.partial).toBeUndefined();
        },
        async bound(name) {
            simulator.domain(zoneId, name).issue();
            simulator.host(zoneId, name).online();
            const { id, outs } = await binding.create({
                zoneId,
                host: name,
                mode: "eofreecert_manual",
                customTimeouts,
            });
            expect(outs).toMatchObject({ status: "deployed" });
            await binding.delete(id, outs, 900);
            expect(simulator.host(zoneId, name).state.certificate?.mode).toBe("disable");
            simulator.host(zoneId, name).remove();
        },
        async applied(domain) {
            const inputs = { zoneId, domain, verificationMethod: "dns_challenge", customTimeouts };
            const { outs } = await application.create(inputs);
            expect(outs).toMatchObject({ dnsVerification: { recordValue: expect.any(String) } });
            simulator.domain(zoneId, domain).remove();
        },
    };
}

const failureOf = (work: Promise<unknown>): Promise<HostError> =>
    work.then(
        (value: unknown) => {
            throw new Error(`succeeded with ${JSON.stringify(value as Properties)}`);
        },
        (error: HostError) => error,
    );

/** Resident, in MB. */
function memoryOf({ pid }: Host): number {
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024);
}

function socketsOf({ pid }: Host): number {
    const targets = readdirSync(`/proc/${pid}/fd`).map((fd) => {
        try {
            return readlinkSync(`/proc/${pid}/fd/${fd}`);
        } catch {
            return "";
        }
    });
    return targets.filter((target) => target.startsWith("socket:")).length;
}

/** The mean of each third. */
function thirds(samples: number[]): number[] {
    const size = Math.floor(samples.length / 3);
    return [0, 1, 2].map((i) => {
        const third = samples.slice(i * size, (i + 1) * size);
        return Math.round((10 * third.reduce((sum, one) => sum + one, 0)) / third.length) / 10;
    });
}
