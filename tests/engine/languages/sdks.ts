import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { madeOnce } from "../../madeOnce";
import { pinnedVersion } from "../makeEngine";

const run = promisify(execFile);
/** Whose go.mod pins the engine and all that Go programs are compiled with. */
export const GO_MODULE = join(__dirname, "..", "pulumi");
const SCHEMA = join(__dirname, "..", "..", "..", "schema.json");

/** Generates the SDKs of all languages from the committed schema into `folder`: `go`, `nodejs` and `python`. */
export async function generateSdks(folder: string): Promise<void> {
    const source = await readFile(join(GO_MODULE, "gensdk", "main.go"));
    const digest = createHash("sha256").update(source).digest("hex").slice(0, 16);
    const name = `gensdk-${await pinnedVersion()}-${digest}-${process.platform}-${process.arch}`;
    const made = await madeOnce(name, toStderr, async (draft) => {
        toStderr("Building the generator of SDKs: a minute on two cores, the first time only.");
        await run("go", ["build", "-o", join(draft, "gensdk"), "./gensdk"], { cwd: GO_MODULE });
    });
    await run(join(made, "gensdk"), [SCHEMA, folder]);
}

const toStderr = (line: string) => void process.stderr.write(`${line}\n`);
