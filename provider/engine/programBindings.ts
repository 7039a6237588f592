import { createHash } from "node:crypto";
import {
    appendFileSync,
    existsSync,
    lstatSync,
    mkdirSync,
    readdirSync,
    readFileSync,
    rmSync,
    statSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HostRef } from "../api/hosts";

const KEPT_FOR_MS = 24 * 3_600_000;

/**
 * Which hosts the program of a run binds: written by whoever sees its declarations, read by whoever deletes, in files that only this user can
 * read. The engine itself does not show a provider what `--target` leaves out, nor what another provider of the run is asked for. All know the
 * address of the run's engine, which names the files: one of the program that declares dynamic resources, and one of each process of the plugin,
 * which counts for as long as the process lives.
 */
export class ProgramBindings {
    private readonly program: string;
    private readonly plugins: string;
    private readonly own: string;

    constructor(
        engineAddress: string,
        pid?: number,
        private readonly folder = join(tmpdir(), `pulumi-teo-${process.getuid?.() ?? "user"}`),
    ) {
        this.program = engineAddress.replace(/\W+/g, "_");
        this.plugins = `${this.program}_by_`;
        this.own = pid === undefined ? this.program : `${this.plugins}${pid}`;
    }

    /** Forgets what an earlier run has left, which may have had the same address. */
    clear(): void {
        ignoringFailure(() => this.removeOld());
    }

    add(urn: string, ref: HostRef): void {
        ignoringFailure(() => {
            if (this.isOurs())
                appendFileSync(join(this.folder, this.own), `${digestOf(ref)} ${urn}\n`, { mode: 0o600 });
        });
    }

    private removeOld(): void {
        this.makeFolder();
        if (!this.isOurs()) return;
        rmSync(join(this.folder, this.own), { force: true });
        for (const name of readdirSync(this.folder)) {
            if (this.isOld(name)) rmSync(join(this.folder, name), { force: true });
        }
    }

    /** The URNs of the resources that bind a host, but for those that this process of the plugin has added; undefined where they cannot be known. */
    urnsOf(ref: HostRef): string[] | undefined {
        try {
            this.tryToWrite();
            return this.read(ref, [...this.filesOfProgram(), ...this.filesOfPlugins()]);
        } catch {
            return undefined;
        }
    }

    /** Those that other processes of the plugin have added. They live, so they are of this run; the file of a program may be an earlier one's. */
    urnsOfOtherPlugins(ref: HostRef): string[] {
        try {
            return this.read(ref, this.filesOfPlugins());
        } catch {
            return [];
        }
    }

    private read(ref: HostRef, names: string[]): string[] {
        const prefix = `${digestOf(ref)} `;
        const lines = names.flatMap((name) => readFileSync(join(this.folder, name), "utf8").split("\n"));
        return lines.filter((line) => line.startsWith(prefix)).map((line) => line.slice(prefix.length));
    }

    /** What cannot be written here, the program could not write either. */
    private tryToWrite(): void {
        this.makeFolder();
        if (!this.isOurs()) throw new Error("others can write to the folder");
        const file = join(this.folder, `tried_by_${process.pid}`);
        writeFileSync(file, " ", { mode: 0o600 });
        rmSync(file, { force: true });
    }

    private makeFolder(): void {
        if (!existsSync(this.folder)) mkdirSync(this.folder, { mode: 0o700 });
    }

    private filesOfProgram(): string[] {
        return existsSync(join(this.folder, this.program)) && !this.isOld(this.program) ? [this.program] : [];
    }

    private filesOfPlugins(): string[] {
        if (!this.isOurs()) return [];
        const isOther = (name: string) => name.startsWith(this.plugins) && name !== this.own;
        return readdirSync(this.folder).filter(
            (name) => isOther(name) && isAlive(Number(name.slice(this.plugins.length))),
        );
    }

    private isOld(name: string): boolean {
        return Date.now() - statSync(join(this.folder, name)).mtimeMs > KEPT_FOR_MS;
    }

    /** Whether nobody else can have written here. */
    private isOurs(): boolean {
        const { uid, mode } = lstatSync(this.folder);
        return process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);
    }
}

/** A host may be a secret of the stack, which is written nowhere in plain text. */
function digestOf({ zoneId, host }: HostRef): string {
    return createHash("sha256").update(`${zoneId}/${host}`).digest("hex");
}

function isAlive(pid: number): boolean {
    try {
        return process.kill(pid, 0);
    } catch {
        return false;
    }
}

/** A folder that cannot be written ends no run: whoever reads notices it too. */
function ignoringFailure(write: () => void): void {
    try {
        write();
    } catch {}
}
