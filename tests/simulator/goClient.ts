import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { madeOnce } from "../madeOnce";
import { LineClient } from "./lineClient";

const SOURCE = join(__dirname, "goClient");

/** The official Go SDK, fetched and built the first time. */
export async function startGoClient(): Promise<LineClient> {
    const digest = createHash("sha256");
    for (const name of ["main.go", "go.mod", "go.sum"]) {
        digest.update(readFileSync(join(SOURCE, name)));
    }
    const folder = await madeOnce(
        `go-client-${digest.digest("hex").slice(0, 16)}`,
        (line) => process.stderr.write(`${line}\n`),
        async (draft) => {
            const build = ["build", "-o", join(draft, "client"), "."];
            await promisify(execFile)("go", build, { cwd: SOURCE, timeout: 280_000 });
        },
    );
    return new LineClient(join(folder, "client"));
}
