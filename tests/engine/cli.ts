import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { type Program, serveProgram } from "./program";

export interface Command {
    /** The binary. */
    readonly pulumi: string;
    readonly args: readonly string[];
    /** The project's folder. */
    readonly cwd: string;
    readonly env: Readonly<Record<string, string>>;
    /** Run in place of a program in the folder. */
    readonly program?: Program;
    /** Is handed what it prints, as it comes. */
    readonly print?: (text: string) => void;
}

/** What a finished `pulumi` left. */
export interface Finished {
    /** The exit code; null when a signal ended it. */
    readonly code: number | null;
    /** stdout and stderr in the order in which they came: what a person reads in a CI log. */
    readonly output: string;
    readonly stdout: string;
    readonly stderr: string;
    readonly durationMs: number;
    readonly events: readonly EngineEvent[];
    /** Number of resources by operation (`create`, `same`, ...); the engine counts the stack itself as one. */
    readonly changes: Readonly<Record<string, number>>;
}

/** A `pulumi` that ended with anything but 0. Its message is the whole text. */
export class PulumiFailed extends Error {
    constructor(
        readonly run: Finished,
        args: readonly string[],
    ) {
        super(`pulumi ${args.join(" ")} ended with ${run.code}:\n${run.output}`);
        this.name = "PulumiFailed";
    }
}

/** How a run ended that is to fail. */
export async function failure(run: Promise<unknown>): Promise<Finished> {
    const error = await run.then(
        () => undefined,
        (reason: unknown) => reason,
    );
    if (error instanceof PulumiFailed) return error.run;
    throw error ?? new Error("it was to fail, and did not");
}

/** The commands that run the engine; only they know the flags for a program and for events. */
const operations = new Set(["up", "preview", "refresh", "destroy"]);
let runs = 0;

/** A `pulumi` process as a shell or a CI job starts it: no terminal, text as it comes. */
export class Running {
    /** Settles when the process has ended, whatever its exit code. */
    readonly finished: Promise<Finished>;
    #child: ChildProcess | undefined;
    #interrupted = false;
    #chunks: { from: "stdout" | "stderr"; text: string }[] = [];
    #watchers = new Set<() => void>();

    constructor(private readonly command: Command) {
        this.finished = this.#run();
        // Whoever does not wait for the end (a test that failed before) must not bring the process down.
        this.finished.catch(() => {});
    }

    /** What it has printed so far. */
    get output(): string {
        return this.#text("stdout", "stderr");
    }

    /** Waits until the output matches; rejects when the process ends without. */
    async printed(pattern: RegExp): Promise<RegExpExecArray> {
        for (;;) {
            const match = pattern.exec(this.output);
            if (match) {
                return match;
            }
            let ended = false;
            await Promise.race([
                new Promise<void>((resolve) => this.#watchers.add(resolve)),
                this.finished.then(() => {
                    ended = true;
                }),
            ]);
            if (ended && !pattern.test(this.output)) {
                throw new Error(`pulumi never printed ${pattern}:\n${this.output}`);
            }
        }
    }

    /**
     * Ctrl-C. Once: the engine winds down. Again, after it printed `^C received`: it ends within seconds and leaves what was
     * under way in state as pending operations. (Two signals in a row are one to a process.)
     */
    interrupt(): void {
        this.#interrupted = true;
        this.#child?.kill("SIGINT");
    }

    /** Ctrl-C twice, and the end. */
    async terminate(): Promise<Finished> {
        this.interrupt();
        await this.printed(/\^C received/).catch(() => {});
        this.interrupt();
        return this.finished;
    }

    /** The end, or PulumiFailed. */
    async succeeded(): Promise<Finished> {
        const run = await this.finished;
        if (run.code !== 0) {
            throw new PulumiFailed(run, this.command.args);
        }
        return run;
    }

    async #run(): Promise<Finished> {
        const { pulumi, args, cwd, env, program } = this.command;
        runs += 1;
        const eventLog = join(cwd, `.events-${runs}.json`);
        const isOperation = operations.has(args[0] ?? "");
        const served = isOperation && program ? await serveProgram(program) : undefined;
        const started = Date.now();
        const child = spawn(
            pulumi,
            [...args, ...(served?.args ?? []), ...(isOperation ? ["--event-log", eventLog] : [])],
            {
                cwd,
                // Without this the flag --event-log is not there.
                env: { ...env, PULUMI_DEBUG_COMMANDS: "true" },
                stdio: ["ignore", "pipe", "pipe"],
            },
        );
        this.#child = child;
        child.stdout.setEncoding("utf8").on("data", (text: string) => this.#add("stdout", text));
        child.stderr.setEncoding("utf8").on("data", (text: string) => this.#add("stderr", text));
        if (this.#interrupted) {
            child.kill("SIGINT");
        }
        let code: number | null = null;
        try {
            [code] = (await once(child, "close")) as [number | null];
        } finally {
            served?.stop(code !== 0);
        }
        const events = await readEvents(eventLog);
        return {
            code,
            output: this.output,
            stdout: this.#text("stdout"),
            stderr: this.#text("stderr"),
            durationMs: Date.now() - started,
            events,
            changes: events.findLast((event) => event.summaryEvent)?.summaryEvent?.resourceChanges ?? {},
        };
    }

    #add(from: "stdout" | "stderr", text: string): void {
        this.#chunks.push({ from, text });
        this.command.print?.(text);
        for (const watcher of this.#watchers) {
            watcher();
        }
        this.#watchers.clear();
    }

    #text(...from: ("stdout" | "stderr")[]): string {
        return this.#chunks.map((chunk) => (from.includes(chunk.from) ? chunk.text : "")).join("");
    }
}

async function readEvents(file: string): Promise<EngineEvent[]> {
    // Commands that run no engine write none.
    const text = await readFile(file, "utf8").catch(() => "");
    return text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as EngineEvent);
}
