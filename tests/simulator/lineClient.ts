import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { ApiClient } from "./conformance";

/** An SDK of another language in a process of its own, by a line of JSON each way. Calls go one after another. */
export class LineClient {
    readonly #process: ChildProcessByStdio<Writable, Readable, null>;
    readonly #lines: Interface;

    constructor(command: string, ...parameters: string[]) {
        this.#process = spawn(command, parameters, {
            stdio: ["pipe", "pipe", "inherit"],
            env: { ...process.env, no_proxy: "127.0.0.1" },
        });
        this.#lines = createInterface(this.#process.stdout);
    }

    readonly call: ApiClient = (call) =>
        new Promise((resolve, reject) => {
            const ended = () => reject(new Error("the client's process ended"));
            this.#lines.once("close", ended);
            this.#lines.once("line", (line) => {
                this.#lines.off("close", ended);
                resolve(JSON.parse(line));
            });
            this.#process.stdin.write(`${JSON.stringify(call)}\n`);
        });

    async stop(): Promise<void> {
        const closed = once(this.#process, "close");
        this.#process.stdin.end();
        await closed;
    }
}
