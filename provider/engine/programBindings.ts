import { createHash } from "node:crypto";
import { appendFileSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HostRef } from "../api/hosts";

const KEPT_FOR_MS = 24 * 3_600_000;

/**
 * Which hosts the program of a run binds: written by the program, read by the provider's process, in a file that only this user can read. The
 * engine itself does not show the provider what `--target` leaves out. Both know the address of the run's engine, which names the file.
 * Where several processes write, as those of several providers do, each has a file of its own, which counts for as long as the process lives.
 */
export class ProgramBindings {
    private readonly file: string;
    private readonly writers: string;

    constructor(
        engineAddress: string,
        private readonly folder = join(tmpdir(), `pulumi-teo-${process.getuid?.() ?? "user"}`),
        private readonly pid?: number,
    ) {
        const name = engineAddress.replace(/\W+/g, "_");
        this.writers = `${name}_by_`;
        this.file = join(folder, pid === undefined ? name : `${this.writers}${pid}`);
    }

    /** Forgets what an earlier run has left, which may have had the same address. */
    clear(): void {
        ignoringFailure(() => this.removeOld());
    }

    add(urn: string, ref: HostRef): void {
        ignoringFailure(() => {
            if (this.isOurs()) appendFileSync(this.file, `${digestOf(ref)} ${urn}\n`, { mode: 0o600 });
        });
    }

    private removeOld(): void {
        mkdirSync(this.folder, { recursive: true, mode: 0o700 });
        if (!this.isOurs()) return;
        rmSync(this.file, { force: true });
        for (const name of readdirSync(this.folder)) {
            const file = join(this.folder, name);
            if (Date.now() - statSync(file).mtimeMs > KEPT_FOR_MS) rmSync(file, { force: true });
        }
    }

    /** The URNs of the resources that bind a host. */
    urnsOf(ref: HostRef): string[] {
        try {
            if (!this.isOurs()) return [];
            const prefix = `${digestOf(ref)} `;
            const lines = this.files().flatMap((file) => readFileSync(file, "utf8").split("\n"));
            return lines.filter((line) => line.startsWith(prefix)).map((line) => line.slice(prefix.length));
        } catch {
            return [];
        }
    }

    private files(): string[] {
        if (this.pid === undefined) return Date.now() - statSync(this.file).mtimeMs > KEPT_FOR_MS ? [] : [this.file];
        const names = readdirSync(this.folder).filter((name) => name.startsWith(this.writers));
        return names
            .filter((name) => isAlive(Number(name.slice(this.writers.length))))
            .map((n) => join(this.folder, n));
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

/** A folder for temporary files that cannot be written costs no more than this knowledge. */
function ignoringFailure(write: () => void): void {
    try {
        write();
    } catch {}
}
