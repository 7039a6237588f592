import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { Simulator, type SimulatorOptions } from "../../simulator";
import { parseCommandLine } from "../../simulator/options/cliOptions";
import { nodeClient, ZONE } from "./nodeClient";

const ROOT = join(__dirname, "../..");

function start(...flags: string[]): ChildProcessByStdio<null, Readable, Readable> {
    const command = ["--import", "tsx", join(ROOT, "simulator/cli.ts"), ...flags];
    return spawn(process.execPath, command, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
}

async function run(...flags: string[]) {
    const child = start(...flags);
    const [stdout, stderr] = [child.stdout, child.stderr].map(async (stream) => {
        let text = "";
        for await (const chunk of stream) {
            text += chunk;
        }
        return text;
    });
    const [exitCode] = await once(child, "close");
    return { exitCode, stdout: await stdout, stderr: await stderr };
}

describe("teo-simulator", () => {
    test.each(["SIGINT", "SIGTERM"] as const)(
        "prints what to paste, serves the API, and stops at %s",
        async (signal) => {
            const child = start("--port", "0", "--issue-after", "0", "--seed", "7", "--tls");
            let text = "";
            for await (const chunk of child.stdout) {
                text += chunk;
                if (text.includes("Ctrl-C")) {
                    break;
                }
            }
            const endpoint = /at (http:\S+) \(seed 7\)/.exec(text)?.[1] ?? "";
            expect(text).toContain(`export TENCENTCLOUD_TEO_ENDPOINT=${endpoint}\n`);
            expect(text).toContain(`and at ${endpoint.replace("http", "https")}, with a certificate`);
            expect(text).toMatch(/^-----BEGIN CERTIFICATE-----\n[^-]+\n-----END CERTIFICATE-----$/m);
            expect(text).toContain(`pulumi config set teo:endpoint ${endpoint}\n`);
            const answer = await nodeClient({
                endpoint,
                credentials: {
                    secretId: /export TENCENTCLOUD_SECRET_ID=(\S+)/.exec(text)?.[1] ?? "",
                    secretKey: /export TENCENTCLOUD_SECRET_KEY=(\S+)/.exec(text)?.[1] ?? "",
                },
                action: "CheckFreeCertificateVerification",
                parameters: { ZoneId: ZONE, Domain: "any.example.com" },
            });
            expect(answer).toMatchObject({ fields: { CommonName: "any.example.com" } });
            child.kill(signal);
            expect(await once(child, "exit")).toEqual([0, null]);
        },
    );

    test("says in one line what is wrong with a flag, and exits with 2", async () => {
        const { exitCode, stdout, stderr } = await run("--port", "seven");
        expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
        expect(stderr).toMatch(/^teo-simulator: --port: must be a whole number from 0 to 65535, not "seven".*\n$/);
    });

    test.each([
        [["--proof", "http", "--origin", "nonsense"], "--origin: must be HOST:PORT, e.g. 127.0.0.1:8080"],
        [["--ca-file", "/nonexistent/ca.pem"], "--ca-file: cannot be written: ENOENT: no such file or directory, open"],
    ])("says with %j which flag cannot be used, and exits with 1", async (flags, message) => {
        const { exitCode, stdout, stderr } = await run("--port", "0", ...flags);
        expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
        expect(stderr?.slice(0, `teo-simulator: ${message}`.length)).toBe(`teo-simulator: ${message}`);
        expect(stderr?.match(/\n/g)).toHaveLength(1);
    });

    test("says that a port is in use, and exits with 1", async () => {
        await using simulator = await Simulator.start();
        const { port } = new URL(simulator.endpoint);
        const { exitCode, stderr } = await run("--port", port);
        expect({ exitCode, stderr }).toEqual({
            exitCode: 1,
            stderr: `teo-simulator: port ${port} is in use; choose another with --port, or a free one with --port 0\n`,
        });
    });

    test("may be read by what goes before the end, as `head` does", async () => {
        const child = start("--help");
        child.stdout.destroy();
        const [errors] = await Promise.all([child.stderr.toArray(), once(child, "close")]);
        expect({ exitCode: child.exitCode, errors }).toEqual({ exitCode: 0, errors: [] });
    });

    test("prints its help, and its version", async () => {
        expect(await run("--help")).toMatchObject({
            exitCode: 0,
            stdout: expect.stringMatching(/^Usage: teo-simulator/),
        });
        expect(await run("--version")).toMatchObject({
            exitCode: 0,
            stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
        });
    });
});

describe("the command line", () => {
    test("stands for a simulator whose domains are issued 20 s after their first check", () => {
        expect(parseCommandLine([])).toMatchObject({ port: 8787, undeclared: { issueAfterMs: 20_000 } });
    });

    test("takes its flags over", () => {
        const flags =
            "--port 0 --host 0.0.0.0 --issue-after 1.5 --deploy-delay 2.5 --latency 100 --quota 0 --chaos --seed 3";
        expect(parseCommandLine(flags.split(" "))).toEqual({
            port: 0,
            host: "0.0.0.0",
            proof: "auto",
            undeclared: { issueAfterMs: 1500 },
            issueDelayMs: 1500,
            undeclaredHosts: "online",
            deployDelayMs: 2500,
            latencyMs: 100,
            quotaPerSecond: 0,
            chaos: true,
            seed: 3,
        });
    });

    test.each<[string, SimulatorOptions]>([
        ["--proof records", { proof: "records" }],
        ["--proof dns --resolver 127.0.0.1:5300", { proof: { mode: "dns", resolver: "127.0.0.1:5300" } }],
        ["--proof http --origin localhost:80", { proof: { mode: "http", address: "localhost:80" } }],
    ])("with %s wants a domain to be applied for, and its proof to be seen", async (flags, expected) => {
        const options = parseCommandLine([...flags.split(" "), "--issue-delay", "2"]) as SimulatorOptions;
        expect(options).toMatchObject({ ...expected, issueDelayMs: 2000 });
        expect(options.undeclared).toBeUndefined();
        await using simulator = await Simulator.start({ ...options, port: 0 });
        expect(simulator.domain(ZONE, "www.example.com").state.status).toBe("neverApplied");
    });

    test.each([
        ["--proof nowhere", "--proof: must be one of auto, records, dns, http"],
        ["--proof constructor", "--proof: must be one of"],
        ["--proof dns", "--resolver: is required with --proof dns"],
        ["--proof http --resolver 1.1.1.1:53", "--resolver: cannot be used with --proof http"],
        ["--proof http", "--origin: is required with --proof http"],
        ["--origin localhost:80", "--origin: cannot be used with --proof auto"],
        ["--issue-delay 1", "--issue-delay: cannot be used with this --proof; there is --issue-after"],
        ["--proof records --issue-after 1", "--issue-after: cannot be used with this --proof; there is --issue-delay"],
    ])("refuses %s, and says why", (flags, message) => {
        expect(() => parseCommandLine(flags.split(" "))).toThrow(message);
    });

    test.each([
        ["--nope"],
        ["extra"],
        ["--port"],
        ["--port", "65536"],
        ["--port", "1.5"],
        ["--latency", "1e3"],
        ["--issue-after=-1"],
        ["--deploy-delay", "soon"],
        ["--seed", "4294967296"],
    ])("refuses %s %s", (...flags) => {
        expect(() => parseCommandLine(flags.filter((flag) => flag !== undefined))).toThrow();
    });
});
