import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { madeOnce } from "./madeOnce";

const run = promisify(execFile);

/** A Python that has these packages, in a virtual environment of their own. */
export async function pythonWith(packages: readonly string[]): Promise<string> {
    const { stdout } = await run("python3", ["-c", "import sys; print(sys.prefix, sys.version)"]);
    // A virtual environment is of one Python: that of another project folder may be another.
    const digest = createHash("sha256")
        .update(JSON.stringify([stdout, packages]))
        .digest("hex");
    const folder = await madeOnce(
        `python-${digest.slice(0, 16)}`,
        (line) => process.stderr.write(`${line}\n`),
        async (draft) => {
            await run("python3", ["-m", "venv", draft]);
            await run(join(draft, "bin", "python"), ["-m", "pip", "install", "--quiet", ...packages]);
        },
    );
    return join(folder, "bin", "python");
}
