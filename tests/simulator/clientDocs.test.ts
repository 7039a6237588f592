import { execFile, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Simulator } from "../../simulator";
import { pythonWith } from "../python";
import { javaSdk } from "./javaSdk";
import { PYTHON_SDK } from "./pythonClient";

const ROOT = join(__dirname, "../..");
const PAGE = readFileSync(join(ROOT, "docs/simulator-clients.md"), "utf8");

const has = (command: string, ...parameters: string[]) => spawnSync(command, parameters).status === 0;
/** A skipped test would be one that is green by not running: what cannot run here is left out, and said to be. */
const testWith = (what: string, isThere: boolean, name: string, run: () => Promise<void>) =>
    isThere ? test(name, run) : console.warn(`There is no ${what} here: its code on the page is not run.`);

const hasPython = has("python3", "-c", "import ensurepip, venv");
const hasGo = has("go", "version");

describe("the page for other languages and tools", () => {
    let simulator: Simulator;
    let folder: string;
    let caFile: string;

    beforeAll(async () => {
        folder = mkdtempSync(join(tmpdir(), "teo-clients-"));
        caFile = join(folder, "ca.pem");
        simulator = await Simulator.start({ undeclared: "issued", undeclaredHosts: "online", tls: { caFile } });
    });
    beforeEach(() => simulator.reset());
    afterAll(async () => {
        await simulator.stop();
        rmSync(folder, { recursive: true });
    });

    /** The code that the page has in a language, pointed to the simulator of this test. */
    const codeIn = (language: string, index = 0): string => {
        const found = [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))][index]?.[1];
        expect(found).toContain("127.0.0.1:8787");
        return (found as string).replaceAll("127.0.0.1:8787", new URL(simulator.endpoint).host);
    };
    const run = async (command: string, parameters: readonly string[], cwd = ROOT, changes = {}): Promise<string> => {
        const env = { ...process.env, no_proxy: "127.0.0.1", ...changes };
        return (await promisify(execFile)(command, parameters, { cwd, env, timeout: 120_000 })).stdout.trim();
    };

    test.each([
        ["Node SDK", 0],
        ["international Node SDK", 1],
    ])("has code for the %s that runs", async (_, index) => {
        expect(await run(process.execPath, ["-e", codeIn("js", index)])).toBe("www.example.com");
    });

    testWith("Python with venv", hasPython, "has Python that runs", async () => {
        expect(await run(await pythonWith(PYTHON_SDK), ["-c", codeIn("python")])).toBe("www.example.com");
    });

    testWith("Python with venv", hasPython, "has the setting by which Python trusts the authority", async () => {
        const python = await pythonWith(PYTHON_SDK);
        const checkBy = (settings: string) =>
            run(python, ["-c", codeIn("python").replace('protocol="http"', settings)]);
        const trusting = `protocol="https", certification="${caFile}"`;
        expect(PAGE).toContain(trusting.replace(caFile, "ca.pem").replace('protocol="https", ', ""));
        expect(await checkBy(trusting)).toBe("www.example.com");
        await expect(checkBy('protocol="https"')).rejects.toThrow("CERTIFICATE_VERIFY_FAILED");
    });

    const runGo = async (code: string, variables = {}) => {
        cpSync(join(__dirname, "goClient"), folder, { recursive: true });
        writeFileSync(join(folder, "main.go"), code);
        await run("go", ["build", "-o", "client", "."], folder);
        return run(join(folder, "client"), [], folder, variables);
    };

    testWith("Go", hasGo, "has Go that runs", async () => {
        expect(await runGo(codeIn("go"))).toBe("www.example.com");
    });

    testWith("Go", hasGo, "has the variables by which a client of no endpoint setting calls here", async () => {
        const code = codeIn("go").replace(/^.*HttpProfile.*\n/gm, "");
        expect(code).not.toContain("127.0.0.1");
        const variables = { HTTPS_PROXY: simulator.endpoint, SSL_CERT_FILE: caFile };
        expect(await runGo(code, variables)).toBe("www.example.com");
    });

    testWith("Java with Maven", has("javac", "-version") && has("mvn", "-v"), "has Java that runs", async () => {
        const libraries = await javaSdk();
        writeFileSync(join(folder, "Check.java"), codeIn("java"));
        const answer = await run("java", ["-cp", join(libraries, "*"), join(folder, "Check.java")]);
        expect(JSON.parse(answer)).toMatchObject({ Response: { CommonName: "www.example.com" } });
    });

    testWith("tccli", has("tccli", "--version"), "has a command of tccli that runs", async () => {
        expect(JSON.parse(await run("bash", ["-ec", codeIn("bash")]))).toMatchObject({ CommonName: "www.example.com" });
    });

    test.each([0, 1])("has commands for the control that do what they say: %d", async (index) => {
        await run("bash", ["-ec", codeIn("bash", (PAGE.match(/^```bash$/gm)?.length as number) - 2 + index)]);
        expect([simulator.domains, simulator.faults][index]).toHaveLength(1);
    });
});
