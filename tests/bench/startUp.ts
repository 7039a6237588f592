import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { providerLine } from "../../provider/resources/teoResource";
import { Simulator } from "../../simulator";
import { cleanEnv } from "../cleanEnv";
import { startHost } from "../host";
import { addNothing, NOTHING_LINE } from "./kinds";
import { ZONE_ID } from "./scenario";
import { median, table } from "./table";

const exec = promisify(execFile);
const repository = join(__dirname, "..", "..");

/** How long one thing took, in each round. */
export interface StartUp {
    readonly what: string;
    readonly ms: readonly number[];
}

/**
 * Measures what a program and the provider's host load, and the first certificate of a host: all of it in each round, so that everything
 * sees the same machine. In a process of its own each, with no answer of the API's to wait for.
 */
export async function startUp(rounds: number): Promise<StartUp[]> {
    const measured = new Map<string, number[]>();
    const note = (what: string, ms: number) => measured.set(what, [...(measured.get(what) ?? []), ms]);
    // A first round is not counted: it reads everything from disk.
    for (let round = 0; round <= rounds; round++) {
        const count = round === 0 ? () => {} : note;
        count("require @pulumi/pulumi", await requiring("@pulumi/pulumi"));
        count("then require pulumi-teo", await requiring("pulumi-teo", "@pulumi/pulumi"));
        count(
            "then require pulumi-teo/provider (in the host)",
            await requiring("pulumi-teo/provider", "@pulumi/pulumi"),
        );
        count(
            "then require the SDK (with the first call)",
            await requiring("tencentcloud-sdk-nodejs-teo", "@pulumi/pulumi", "pulumi-teo/provider"),
        );
        for (const [who, line] of [
            ["FreeCertificateVerification", providerLine("FreeCertificateVerification")],
            ["does nothing", NOTHING_LINE],
        ] as const) {
            const { fromStart, fromReady } = await firstCreate(line);
            count(`first check and create from the host's start: ${who}`, fromStart);
            count(`first check and create from the host's readiness: ${who}`, fromReady);
        }
    }
    return [...measured].map(([what, ms]) => ({ what, ms }));
}

/** Milliseconds to require a module, with others loaded already, in a process of its own. */
async function requiring(name: string, ...before: string[]): Promise<number> {
    const load = (module: string) => `require(${JSON.stringify(module)});`;
    const code = `${before.map(load).join("")}const t = performance.now();${load(name)}console.log(performance.now() - t)`;
    const { stdout } = await exec(process.execPath, ["-e", code], { cwd: repository, env: cleanEnv(tmpdir()) });
    return Number(stdout);
}

/** As the engine does it for one new resource whose certificate is issued: check, then create. */
async function firstCreate(line: string): Promise<{ fromStart: number; fromReady: number }> {
    await using simulator = await Simulator.start({ undeclared: "issued" });
    const folder = await mkdtemp(join(tmpdir(), "pulumi-teo-bench-"));
    await addNothing(folder);
    const started = performance.now();
    const host = await startHost({ cwd: folder, env: { ...simulator.environment(), NODE_PATH: modules } });
    try {
        const ready = performance.now();
        const resource = host.resource(line);
        const { inputs } = await resource.check({ zoneId: ZONE_ID, domain: "www.xzone.cloud" });
        await resource.create(inputs);
        const done = performance.now();
        return { fromStart: done - started, fromReady: done - ready };
    } finally {
        await host.stop();
        await rm(folder, { recursive: true, force: true });
    }
}

/** Where the host, in a folder without modules, finds the package. */
const modules = join(repository, "node_modules");

export function startUpTable(rows: readonly StartUp[]): string {
    return table(
        rows.map(({ what, ms }) => ({
            what,
            "best, ms": Math.round(Math.min(...ms)),
            "median, ms": Math.round(median(ms)),
        })),
    );
}
