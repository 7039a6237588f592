import { type ChildProcessByStdio, execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { ApiClient } from "./conformance";

const PACKAGES = ["tencentcloud-sdk-python-common==3.1.195", "tencentcloud-sdk-python-teo==3.1.194"];
const VENV = join(__dirname, "../../.cache/python");
const PYTHON = join(VENV, "bin/python");

/** Makes the virtual environment, once: a note in it says what was installed. */
export function installPythonSdk(): void {
    const note = join(VENV, "installed.json");
    const wanted = JSON.stringify(PACKAGES);
    if (!existsSync(note) || readFileSync(note, "utf8") !== wanted) {
        execFileSync("python3", ["-m", "venv", VENV], { stdio: "pipe" });
        execFileSync(PYTHON, ["-m", "pip", "install", "--quiet", ...PACKAGES], { stdio: "pipe" });
        writeFileSync(note, wanted);
    }
}

/** The official Python SDK in a process of its own. Calls go one after another, as the cases do. */
export class PythonClient {
    readonly #process: ChildProcessByStdio<Writable, Readable, null>;
    readonly #lines: Interface;

    constructor() {
        this.#process = spawn(PYTHON, [join(__dirname, "python_client.py")], {
            stdio: ["pipe", "pipe", "inherit"],
            env: { ...process.env, no_proxy: "127.0.0.1" },
        });
        this.#lines = createInterface(this.#process.stdout);
    }

    readonly call: ApiClient = (call) =>
        new Promise((resolve, reject) => {
            const ended = () => reject(new Error("the Python process ended"));
            this.#lines.once("close", ended);
            this.#lines.once("line", (line) => {
                this.#lines.off("close", ended);
                resolve(JSON.parse(line));
            });
            this.#process.stdin.write(`${JSON.stringify(call)}\n`);
        });

    stop(): void {
        this.#process.stdin.end();
    }
}
