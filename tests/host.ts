import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { cleanEnv } from "./cleanEnv";
import { HostClient } from "./hostClient";
import { type LogEntry, type LogService, startLogService } from "./logService";

export interface HostOptions {
    /** The project's folder: from it the host resolves what `__provider` requires. The repository's root if not given. */
    readonly cwd?: string;
    /** Nothing else is inherited. */
    readonly env?: Readonly<Record<string, string>>;
    /** Stack config, sent by Configure before anything else. */
    readonly config?: Readonly<Record<string, string>>;
}

/** Starts Pulumi's own dynamic-provider host in a process of its own, with this one in the engine's place. */
export async function startHost(options: HostOptions = {}): Promise<Host> {
    const log = await startLogService();
    const home = await mkdtemp(join(tmpdir(), "pulumi-teo-host-"));
    const script = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
    const child = spawn(process.execPath, [script, log.address], {
        cwd: options.cwd ?? join(__dirname, ".."),
        env: cleanEnv(home, { PULUMI_NODEJS_PROJECT: "test", ...options.env }),
        stdio: ["ignore", "pipe", "pipe"],
    });
    const printed: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => printed.push(text));
    }
    const closed = once(child, "close");
    // The first line it prints is the port it serves.
    const [port] = await Promise.race([once(createInterface(child.stdout), "line"), closed]);
    if (child.exitCode !== null) {
        throw new Error(`the dynamic-provider host ended at once:\n${printed.join("")}`);
    }
    const host = new Host(`127.0.0.1:${port}`, child, printed, log, home);
    await host.configure(options.config ?? {});
    return host;
}

export class Host extends HostClient {
    constructor(
        address: string,
        private readonly child: ChildProcessByStdio<null, Readable, Readable>,
        private readonly chunks: readonly string[],
        private readonly log: LogService,
        private readonly home: string,
    ) {
        super(address);
    }

    /** The id of its process. */
    get pid(): number | undefined {
        return this.child.pid;
    }

    /** What the host printed so far, stdout and stderr; the first line is its port. */
    get output(): string {
        return this.chunks.join("");
    }

    /** Waits until what the host printed on stdout matches. */
    async printed(pattern: RegExp): Promise<void> {
        while (!pattern.test(this.output)) await once(this.child.stdout, "data");
    }

    /** What the host sent to the engine's log so far. */
    get logs(): readonly LogEntry[] {
        return this.log.entries;
    }

    /** Waits for a log entry whose message matches, past ones included. */
    logged(pattern: RegExp): Promise<LogEntry> {
        return this.log.logged(pattern);
    }

    /** Does as an engine that is killed: nobody reads the host's output or log any more. Answers with its exit code once it has ended. */
    async abandon(): Promise<number | null> {
        const exited = once(this.child, "exit");
        this.child.stdout.destroy();
        this.child.stderr.destroy();
        this.log.stop();
        const [code] = await exited;
        return code;
    }

    /** Ends the host by a signal (SIGINT is the engine's) and answers with its exit code, null when the signal ended it. */
    async stop(signal: NodeJS.Signals = "SIGINT"): Promise<number | null> {
        this.close();
        if (this.child.exitCode === null && this.child.signalCode === null) {
            const closed = once(this.child, "close");
            this.child.kill(signal);
            await closed;
        }
        this.log.stop();
        await rm(this.home, { recursive: true, force: true });
        return this.child.exitCode;
    }
}
