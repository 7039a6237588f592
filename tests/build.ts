import { execFileSync } from "node:child_process";
import { join } from "node:path";

/**
 * Builds the package, so that what runs it (the dynamic-provider host, engine tests, examples) never tests an old build.
 * Always: it takes two seconds, and a check of what is fresh can be wrong.
 */
export default function build(): void {
    execFileSync("npm", ["run", "--silent", "build"], { cwd: join(__dirname, ".."), stdio: "inherit" });
}
