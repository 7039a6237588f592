import { chmod, mkdtemp, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ensureEngine } from "./engine";

const main = join(__dirname, "..", "..", "dist", "provider", "plugin", "main.js");

/** A PATH on which the engine finds the provider plugin, as npm's `bin` puts it there. */
export async function pluginOnPath(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "pulumi-teo-bin-"));
    // npm does so when it installs the package.
    await chmod(main, 0o755);
    await symlink(main, join(folder, "pulumi-resource-teo"));
    return [folder, (await ensureEngine()).searchPath].join(delimiter);
}
