import { type ChildProcessByStdio, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { pythonWith } from "../python";
import type { ApiClient } from "./conformance";

const PACKAGES = ["tencentcloud-sdk-python-common==3.1.195", "tencentcloud-sdk-python-teo==3.1.194"];

/** A Python that has the official SDK. */
export const pythonWithSdk = () => pythonWith(PACKAGES);

/** The official Python SDK in a process of its own. Calls go one after another, as the cases do. */
export class PythonClient {
    readonly #process: ChildProcessByStdio<Writable, Readable, null>;
    readonly #lines: Interface;

    constructor(python: string) {
        this.#process = spawn(python, [join(__dirname, "python_client.py")], {
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
