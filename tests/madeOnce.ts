import { access, mkdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { withLock } from "./lock";

/**
 * A folder that `make` has filled, once per user and name. It is kept outside the repository, so that a fresh clone does not
 * build and download for minutes again.
 */
export async function madeOnce(
    name: string,
    log: (line: string) => void,
    make: (draft: string) => Promise<void>,
    env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
    const root = join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "pulumi-teo", name);
    if (await exists(root)) {
        return root;
    }
    await mkdir(dirname(root), { recursive: true });
    await withLock(`${root}.lock`, log, async () => {
        if (await exists(root)) {
            return;
        }
        // Made aside and moved in whole, so that what is in its place is always complete.
        const draft = `${root}.${process.pid}`;
        try {
            await make(draft);
            await rename(draft, root);
        } finally {
            await rm(draft, { recursive: true, force: true });
        }
    });
    return root;
}

function exists(path: string): Promise<boolean> {
    return access(path).then(
        () => true,
        () => false,
    );
}
