import { createHash } from "node:crypto";
import { appendFileSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HostRef } from "../api/hosts";

const KEPT_FOR_MS = 24 * 3_600_000;

/**
 * Which hosts the program of a run binds: written by the program, read by the provider's process, in a file that only this user can read. The
 * engine itself does not show the provider what `--target` leaves out. Both know the address of the run's engine, which names the file.
 */
export class ProgramBindings {
    private readonly file: string;

    constructor(
        engineAddress: string,
        private readonly folder = join(tmpdir(), `pulumi-teo-${process.getuid?.() ?? "user"}`),
    ) {
        this.file = join(folder, engineAddress.replace(/\W+/g, "_"));
    }

    /** Forgets what an earlier run has left, which may have had the same address. */
    clear(): void {
        mkdirSync(this.folder, { recursive: true, mode: 0o700 });
        if (!this.isOurs()) return;
        rmSync(this.file, { force: true });
        for (const name of readdirSync(this.folder)) {
            const file = join(this.folder, name);
            if (Date.now() - statSync(file).mtimeMs > KEPT_FOR_MS) rmSync(file, { force: true });
        }
    }

    add(urn: string, ref: HostRef): void {
        if (this.isOurs()) appendFileSync(this.file, `${digestOf(ref)} ${urn}\n`, { mode: 0o600 });
    }

    /** The URNs of the resources that bind a host. */
    urnsOf(ref: HostRef): string[] {
        try {
            if (!this.isOurs() || Date.now() - statSync(this.file).mtimeMs > KEPT_FOR_MS) return [];
            const lines = readFileSync(this.file, "utf8").split("\n");
            const prefix = `${digestOf(ref)} `;
            return lines.filter((line) => line.startsWith(prefix)).map((line) => line.slice(prefix.length));
        } catch {
            return [];
        }
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
