import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { Simulator } from "../../simulator";
import { cleanEnv } from "../cleanEnv";
import type { Running } from "./cli";
import { createTestStack, type TestStack } from "./stack";

const run = promisify(execFile);

const zoneId = "zone-28v607hq8d3m";
const domain = "www.xzone.cloud";
const program = `
const teo = require("pulumi-teo");
const zoneId = "${zoneId}";
const { domain } = new teo.FreeCertificate("www", { zoneId, domain: "${domain}" });
const { commonName } = new teo.FreeCertificateVerification("www", { zoneId, domain });
exports.status = new teo.HostCertificate("www", { zoneId, host: "${domain}", commonName }).status;
`;

/** What is killed, and of which run: a process by SIGKILL, or the run by Ctrl-C, once or twice. Only an `up` runs the program. */
export const kills = [
    ...(["up", "refresh", "destroy"] as const).flatMap((verb) =>
        (["host", "engine", "ctrlC", "ctrlCTwice"] as const).map((victim) => ({ verb, victim })),
    ),
    { verb: "up", victim: "program" },
] as const;
export type Kill = (typeof kills)[number];

/** How a killed run went on. */
export interface Outcome {
    /** Whether the kill met the run, which may have ended before. */
    met: boolean;
    /** Whether the host of a killed destroy had disabled HTTPS, which the state did not know yet: `up` alone then changes nothing. */
    offUnknown: boolean;
}

/** A stack whose program runs in a process of its own, as under Pulumi's language host, before a simulator whose answers take their time. */
export class Killing {
    /** How long each run takes that nobody kills. */
    private readonly took = { up: 0, refresh: 0, destroy: 0 };

    private constructor(
        private readonly simulator: Simulator,
        private readonly stack: TestStack,
    ) {}

    static async start(): Promise<Killing> {
        const simulator = await Simulator.start({ issueDelayMs: 1_000, deployDelayMs: 1_000 });
        const stack = await createTestStack({ env: simulator.environment() });
        const file = join(stack.folder, "index.js");
        await writeFile(file, program);
        stack.program = {
            command: process.execPath,
            args: [require.resolve("./runNode.cjs"), file],
            cwd: stack.folder,
            env: cleanEnv(stack.folder),
        };
        const killing = new Killing(simulator, stack);
        killing.begin();
        for (const verb of ["up", "refresh", "destroy"] as const) killing.took[verb] = (await stack[verb]()).durationMs;
        return killing;
    }

    async stop(): Promise<void> {
        await this.stack.dispose();
        await this.simulator.stop();
    }

    /**
     * Kills at a share of the time that the run takes, resumes as a person does, by `pulumi cancel` and `up`, and throws where anything
     * is not as it should be. Begins and ends with an empty stack.
     */
    async cycle({ verb, victim }: Kill, share: number): Promise<Outcome> {
        this.begin();
        if (verb !== "up") await this.stack.up();
        const before = this.counts();
        // Before a quarter of its time a run has done nothing but start.
        const { met, host } = await this.kill(verb, victim, (0.25 + 0.75 * share) * this.took[verb]);
        const state = await this.stack.exportState();
        const holds = (type: string) =>
            state.deployment.resources?.some((one) => one.type.endsWith(`teo:${type}`)) === true;
        const held = { application: holds("FreeCertificate"), binding: holds("HostCertificate") };
        await this.stack.start(["cancel", "--yes"]).finished;
        await this.stack.up();
        const offUnknown = verb === "destroy" && held.binding && this.mode === "disable";
        if (offUnknown) {
            await this.stack.refresh();
            await this.stack.up();
        }
        expect(await this.stack.outputs()).toEqual({ status: "deployed" });
        expect(this.mode).toBe("eofreecert_manual");
        const applied = this.counts().applied - before.applied;
        const changed = this.counts().changed - before.changed;
        // What a killed `up` had applied for without its being in state has to be applied for again: only that answer tells the proof.
        if (verb === "up") expect([applied, changed]).toEqual([held.application || applied === 1 ? 1 : 2, 1]);
        if (verb === "refresh") expect([applied, changed]).toEqual([0, 0]);
        // Disabled once, if at all, and bound again once.
        if (verb === "destroy") expect([0, 2]).toContain(changed);
        if (host) await this.isGone(host);
        await this.stack.destroy();
        return { met, offUnknown };
    }

    private begin(): void {
        this.simulator.reset();
        this.simulator.host(zoneId, domain).online();
        // A round trip, so that a kill may meet a request under way.
        this.simulator.fault({ latencyMs: [50, 400] });
    }

    private async kill(verb: Kill["verb"], victim: Kill["victim"], afterMs: number) {
        const running = this.stack.start([verb, "--yes", "--skip-preview"]);
        const ended = running.finished.then(() => true);
        if (await Promise.race([ended, delay(afterMs, false)])) return { met: false };
        const processes = await descendants();
        const host = processes.find(({ args }) => PROCESSES.host.test(args))?.pid;
        const met = interrupt(running, victim, processes);
        await within(120_000, running.finished, `the ${verb} goes on after its ${victim} was killed`);
        return { met, host };
    }

    /** A host without an engine ends. One that was killed before it was asked for anything knows nothing of this package, and is idle. */
    private async isGone(host: number): Promise<void> {
        for (let waited = 0; isAlive(host); waited += 100) {
            if (waited > 5_000) {
                const calls = this.simulator.callCount();
                await delay(2_000);
                expect(this.simulator.callCount()).toBe(calls);
                process.kill(host);
                return;
            }
            await delay(100);
        }
    }

    /** How often the API was asked to apply for the certificate, and to change what the host serves. */
    private counts() {
        const of = (action: string) => this.simulator.calls.filter((call) => call.action === action).length;
        return { applied: of("ApplyFreeCertificate"), changed: of("ModifyHostsCertificate") };
    }

    private get mode(): string | undefined {
        return this.simulator.host(zoneId, domain).state.certificate?.mode;
    }
}

interface Process {
    pid: number;
    parent: number;
    args: string;
}

const PROCESSES = {
    host: /^\S*node .*cmd\/dynamic-provider/,
    engine: /^\S*pulumi (up|refresh|destroy) /,
    program: /^\S*node .*runNode\.cjs/,
};

function interrupt(running: Running, victim: Kill["victim"], processes: Process[]): boolean {
    if (victim === "ctrlC") running.interrupt();
    else if (victim === "ctrlCTwice") void running.terminate();
    else {
        const found = processes.find(({ args }) => PROCESSES[victim].test(args));
        if (found) process.kill(found.pid, "SIGKILL");
        return found !== undefined;
    }
    return true;
}

/** The processes that this one has started, and those that they have. */
async function descendants(): Promise<Process[]> {
    const { stdout } = await run("ps", ["-eo", "pid=,ppid=,args="]);
    const all = stdout
        .trim()
        .split("\n")
        .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
        .map((match): Process => ({ pid: Number(match?.[1]), parent: Number(match?.[2]), args: match?.[3] ?? "" }));
    const below = (pid: number): Process[] =>
        all.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...below(child.pid)]);
    return below(process.pid);
}

function isAlive(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch {
        return false;
    }
}

async function within<T>(ms: number, promise: Promise<T>, message: string): Promise<T> {
    const stop = new AbortController();
    const late = delay(ms, undefined, { signal: stop.signal }).then(() => {
        throw new Error(message);
    });
    late.catch(() => {});
    try {
        return await Promise.race([promise, late]);
    } finally {
        stop.abort();
    }
}
