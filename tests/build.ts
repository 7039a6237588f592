import { execFileSync } from "node:child_process";
import { join } from "node:path";

let isBuilt = false;

/**
 * Builds the package, so that what runs it (the dynamic-provider host, engine tests, examples) never tests an old build.
 * Once a run, and always: a check of what is fresh can be wrong.
 */
export default function build(): void {
    if (isBuilt) return;
    isBuilt = true;
    execFileSync("npm", ["run", "--silent", "build"], { cwd: join(__dirname, ".."), stdio: "inherit" });
}
