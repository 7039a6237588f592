import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { cleanEnv } from "../../cleanEnv";
import { pythonWith } from "../../python";
import type { CommandProgram } from "../commandProgram";
import { pinnedVersion } from "../makeEngine";
import { GO_MODULE } from "./sdks";

const run = promisify(execFile);

/** What runs a program in Python with the SDK at `sdks/python`. */
export async function pythonProgram(sdks: string, program: string): Promise<CommandProgram> {
    const version = (await pinnedVersion()).replace("v", "");
    const python = await pythonWith([`pulumi==${version}`, "parver==0.5", "setuptools==80.9.0"]);
    const installed = join(sdks, "installed");
    // As `pip install` of a user's does, but with what the virtual environment has: nothing is downloaded for it.
    const flags = ["--quiet", "--upgrade", "--no-deps", "--no-build-isolation", "--target", installed];
    await run(python, ["-m", "pip", "install", ...flags, join(sdks, "python")]);
    const script = join(__dirname, "run_program.py");
    return {
        command: python,
        args: [script, program],
        cwd: dirname(program),
        env: cleanEnv(sdks, { PYTHONPATH: installed }),
    };
}

/** Compiles a program in Go with the SDK at `sdks/go`. */
export async function goProgram(sdks: string, program: string): Promise<CommandProgram> {
    const folder = join(sdks, "programs", String(++programs));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "main.go"), await readFile(program));
    const module = /^module (\S+)/m.exec(await readFile(join(sdks, "go", "go.mod"), "utf8"))?.[1];
    // The engine's own list of modules: all of them are here already, and pinned by their checksums.
    const pinned = await readFile(join(GO_MODULE, "go.mod"), "utf8");
    const added = `require ${module} v0.0.0\nreplace ${module} => ${join(sdks, "go")}\n`;
    await writeFile(join(folder, "go.mod"), `${pinned}\n${added}`);
    await writeFile(join(folder, "go.sum"), await readFile(join(GO_MODULE, "go.sum")));
    const binary = join(folder, "program");
    await run("go", ["build", "-o", binary, "."], { cwd: folder });
    return { command: binary, args: [], cwd: folder, env: cleanEnv(sdks) };
}

let programs = 0;
