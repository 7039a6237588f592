import * as pulumi from "@pulumi/pulumi";

/** How long to observe before the hint, in seconds. The engine needs one or two of them to start the provider's host. */
const WATCHED_SECONDS = 10;
/**
 * With fewer than this many finished in that time for each that the engine runs, they take longer than five seconds each, so they wait: a resource
 * that has nothing to do takes the engine some milliseconds.
 */
const MIN_FINISHED_EACH = 2;
/** With this many finished, they wait for the API's quota, and no flag would help. */
const MAX_FINISHED = 50;

/** Calls `tick` every second; returns a function that stops it. */
type EverySecond = (tick: () => void) => () => void;

/** Must not keep a finished program alive. */
const everySecond: EverySecond = (tick) => {
    const timer = setInterval(tick, 1_000).unref();
    return () => clearInterval(timer);
};

/**
 * Warns once that more resources wait than the engine runs at a time. The provider's host cannot know: the engine sends it the next
 * resource only when one has finished. The program registers all of them at once.
 */
export class ParallelHint {
    private waiting = 0;
    private seconds = 0;
    private finishedMeanwhile = 0;
    private reported = false;
    private stopTicking: (() => void) | undefined;

    constructor(
        private readonly parallel: number,
        private readonly report: (message: string) => void,
        private readonly every: EverySecond = everySecond,
    ) {}

    /** The program registers one more resource. */
    asked(): void {
        this.waiting += 1;
        if (this.waiting <= this.parallel || this.reported || this.stopTicking) return;
        this.seconds = 0;
        this.finishedMeanwhile = 0;
        this.stopTicking = this.every(() => this.tick());
    }

    /** The engine has finished one of them, successfully or not. */
    finished(): void {
        this.waiting -= 1;
        this.finishedMeanwhile += 1;
        if (this.waiting <= this.parallel) this.stop();
    }

    /** Counts ticks, not time: a busy program is notified late of what has finished, and ticks late too. */
    private tick(): void {
        this.seconds += 1;
        if (this.seconds < WATCHED_SECONDS) return;
        const isSlow = this.finishedMeanwhile < Math.min(MIN_FINISHED_EACH * this.parallel, MAX_FINISHED);
        this.seconds = 0;
        this.finishedMeanwhile = 0;
        if (!isSlow) return;
        this.stop();
        this.reported = true;
        this.report(hintText(this.waiting, this.parallel));
    }

    private stop(): void {
        this.stopTicking?.();
        this.stopTicking = undefined;
    }
}

function hintText(waiting: number, parallel: number): string {
    // A few more than wait now: the stack has other resources too.
    const fitting = Math.ceil(waiting / 10) * 10;
    return (
        `${waiting} resources wait for free certificates, but the engine runs ${parallel} at a time, so the rest are queued. ` +
        `\`pulumi up --parallel ${fitting}\`, or PULUMI_PARALLEL=${fitting}, waits for all of them at the same time. ` +
        "A FreeCertificateVerificationSet waits for many domains as one resource, and needs no flag."
    );
}

/** Counts a resource that waits, from its constructor. One that is only read (`get`) does not wait. */
export function countWaiting(resource: pulumi.Resource, args: object, opts?: pulumi.CustomResourceOptions): void {
    if (opts?.id !== undefined || opts?.urn !== undefined || pulumi.runtime.isDryRun()) return;
    const run = hintOfThisRun();
    if (run) void count(run, resource, [...Object.values(args), opts?.dependsOn, opts?.parent]);
}

/** Pulumi itself reports a failure here: it must not be reported twice. */
async function count(run: ParallelHint, resource: pulumi.Resource, needs: unknown): Promise<void> {
    try {
        // While it waits for other resources' outputs, no flag would start it.
        await settled(needs);
    } catch {
        return;
    }
    run.asked();
    await settled(resource).catch(() => {});
    run.finished();
}

/** A part of every output, but not of its type; to `apply` would make a second output, whose rejection is not handled. */
interface Settling {
    promise(): Promise<unknown>;
}

/** Waits until all outputs, promises and resources in `value` are there. */
async function settled(value: unknown): Promise<void> {
    if (pulumi.Output.isInstance(value)) await settled(await (value as unknown as Settling).promise());
    else if (pulumi.Resource.isInstance(value)) await settled(value.urn);
    else if (Array.isArray(value)) await Promise.all(value.map(settled));
    else if (value instanceof Promise) await settled(await value);
}

/** The part of Pulumi's run state that is used here; not in its types. */
interface Run {
    readonly settings?: { readonly options?: { readonly parallel?: number } };
    /** The engine has gone, and what was under way will never finish. */
    readonly terminated?: boolean;
}

interface PulumiGlobals {
    readonly asyncLocalStorage?: { getStore(): Run | undefined };
    readonly globalStore?: Run;
}

const hints = new WeakMap<object, ParallelHint>();

/** One for each run, as a process may run several programs one after the other; none where the engine's parallelism is not known, as in unit tests. */
function hintOfThisRun(): ParallelHint | undefined {
    const { asyncLocalStorage, globalStore } = globalThis as PulumiGlobals;
    const run = asyncLocalStorage?.getStore() ?? globalStore;
    if (!run) return undefined;
    // The Automation API has it in the options; Pulumi's language host passes it in the environment.
    const parallel = run.settings?.options?.parallel ?? Number(process.env.PULUMI_NODEJS_PARALLEL);
    if (!(parallel > 0)) return undefined;
    const known = hints.get(run);
    if (known) return known;
    const hint = new ParallelHint(parallel, (message) => {
        if (!run.terminated) void pulumi.log.warn(message);
    });
    hints.set(run, hint);
    return hint;
}
