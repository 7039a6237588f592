import { appendFileSync } from "node:fs";

/** Tells how a long run is getting on, while it runs: on stderr, or in the file SOAK_LOG. */
export function report(line: string): void {
    if (process.env.SOAK_LOG) appendFileSync(process.env.SOAK_LOG, `${line}\n`);
    else process.stderr.write(`${line}\n`);
}
