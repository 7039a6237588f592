import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { Simulator } from "../../../simulator";
import { type Behaviour, type Entry, resolver } from "../diagnosis/dnsWorld";
import { ADDRESSES, mute, NS, RIGHT, VALUE } from "../diagnosis/situation";
import { COMMAND, run, serve, served, stopServing, ZONE } from "./diagnose";

const ASKED = ["www.example.com", "--value", VALUE];
const NOWHERE = ["--resolvers", "127.0.0.99:9"];

afterEach(stopServing);

describe("advice at a terminal names the options, and no setting of a stack:", () => {
    const sees: Behaviour = resolver({ "example.com": [...NS, RIGHT], "ns.test": ADDRESSES });
    const fake: Behaviour = (asked) =>
        asked.type === "A" ? { answers: [{ name: asked.name, type: "A", ttl: 1, data: "198.18.0.9" }] } : sees(asked);
    const inTheirPlace = { "127.0.0.4": sees, "127.0.0.5": sees };

    test.each<[what: string, args: string[], entries: Entry[], others: Record<string, Behaviour>, says: string]>([
        [
            "cannotLook",
            ASKED,
            [],
            { "127.0.0.2": mute, "127.0.0.3": mute },
            "Set --resolvers to DNS servers that this machine can reach",
        ],
        [
            "cannotLook",
            ["www.example.com", "--file-path", "/x", "--file-content", "y"],
            [],
            { "127.0.0.2": mute, "127.0.0.3": mute },
            "Set --resolvers to DNS servers that this machine can reach",
        ],
        [
            "dnsIntercepted",
            ASKED,
            [RIGHT],
            inTheirPlace,
            "Try another network, or set --resolvers to a DNS-over-HTTPS server",
        ],
        [
            "fakeAddresses",
            ASKED,
            [RIGHT],
            { "127.0.0.2": fake },
            "Try another network, or set --resolvers to a DNS-over-HTTPS server",
        ],
        [
            "proofUnknown",
            ["www.example.com"],
            [],
            {},
            "Give the proof that the application for the certificate returned: --value (and --name) for a record, --file-path and --file-",
        ],
    ])("%s", async (id, args, entries, others, says) => {
        const given = [...args, ...(await serve(entries, others))];
        const [english, chinese, json] = await Promise.all([
            run(given),
            run([...given, "--language", "zh-CN"]),
            run([...given, "--json"]),
        ]);
        expect(english).toMatchObject({ status: 3, stdout: expect.stringContaining(`\n  -> ${says}`), stderr: "" });
        expect(chinese).toMatchObject({ status: 3, stdout: expect.stringMatching(/\n {2}-> 请.*--/) });
        const [first] = JSON.parse(json.stdout).findings;
        expect(first).toMatchObject({ id, advice: { en: expect.stringContaining(says) } });
        expect(english.stdout + chinese.stdout + json.stdout).not.toMatch(/teo:|none"/);
    });
});

describe("what EdgeOne answers says at a terminal what to do next:", () => {
    const check = [...ASKED, ...NOWHERE, "--check", "--zone", ZONE];

    test("without keys, that they come from the environment", async () => {
        const env = { HOME: "/nonexistent", NO_PROXY: "*" };
        const [english, chinese] = await Promise.all([run(check, env), run([...check, "--language", "zh-CN"], env)]);
        expect(english).toMatchObject({ status: 3, stderr: "" });
        expect(english.stdout).toMatch(
            /^EdgeOne: not queried: there are no keys in the environment, nor in these sources/m,
        );
        expect(english.stdout).toMatch(/^ {2}- profile file .*\n(?: {2}- .*\n)* {2}-> Set TENCENTCLOUD_SECRET_ID and/m);
        expect(chinese.stdout).toMatch(/^EdgeOne: 未查询：环境变量中没有密钥/m);
        expect(english.stdout + chinese.stdout).not.toContain("teo:");
    });

    test("without an application, that one is to be made", async () => {
        await using simulator = await Simulator.start();
        const [english, chinese] = await Promise.all([
            run(check, simulator.environment()),
            run([...check, "--language", "zh-CN"], simulator.environment()),
        ]);
        expect(english.stdout).toMatch(
            /^EdgeOne: .*The domain has no free certificate application.*\n {2}-> Apply for/m,
        );
        expect(chinese.stdout).toMatch(/^EdgeOne: .*该域名没有免费证书的申请记录.*\n {2}-> 请先申请证书/m);
        expect(english.status).toBe(3);
    });

    test("with wrong keys, or no way to the API, what to check", async () => {
        await using simulator = await Simulator.start();
        const env = simulator.environment();
        const [wrongKey, noWay] = await Promise.all([
            run(check, { ...env, TENCENTCLOUD_SECRET_KEY: "wrong" }),
            run(check, { ...env, TENCENTCLOUD_TEO_ENDPOINT: "http://127.0.0.99:9" }),
        ]);
        expect(wrongKey.stdout).toMatch(/^EdgeOne: AuthFailure\.SignatureFailure.*\n {2}-> Check --zone .*SECRET_KEY/m);
        expect(noWay.stdout).toMatch(/^EdgeOne: NetworkError: .*\n {2}-> Check that this machine reaches the API/m);
    });
});

test("a resolver that is named twice is asked and counted once", async () => {
    await serve([RIGHT]);
    const { port } = served();
    const twice = ["--resolvers", `127.0.0.2:${port},127.0.0.2:${port}`, "--dns-port", String(port)];
    const { stdout } = await run([...ASKED, "--json", ...twice]);
    const { findings } = JSON.parse(stdout) as { findings: { evidence: { who: string }[] }[] };
    const who = findings[0]?.evidence.map((each) => each.who);
    expect(who?.filter((each) => each === `127.0.0.2:${port}`)).toHaveLength(1);
});

test("Ctrl-C ends it at once, as it ends other commands, and no half answer is printed", async () => {
    const args = [...ASKED, ...(await serve([], { "127.0.0.2": mute, "127.0.0.3": mute }))];
    const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    const output = text(child.stdout);
    while (served().asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill("SIGINT");
    expect(await once(child, "exit")).toEqual([null, "SIGINT"]);
    expect(await output).toBe("");
});

describe("what reads the answer", () => {
    test.each([
        ["the help", ["--help"], 0],
        ["a report", [...ASKED, ...NOWHERE], 3],
        ["JSON", [...ASKED, ...NOWHERE, "--json"], 3],
    ])("may go before %s comes, as `head` does: the exit status stays", async (_, args, status) => {
        const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ["ignore", "pipe", "pipe"] });
        child.stdout.destroy();
        const errors = text(child.stderr);
        expect(await once(child, "exit")).toEqual([status, null]);
        expect(await errors).toBe("");
    });

    test("may be a full disk: that is said, and is no verdict on the domain", async () => {
        const full = openSync("/dev/full", "w");
        const child = spawn(process.execPath, [COMMAND, "--help"], { stdio: ["ignore", full, "pipe"] });
        const errors = text(child.stderr as NodeJS.ReadableStream);
        expect(await once(child, "exit")).toEqual([3, null]);
        expect(await errors).toMatch(/^teo-diagnose: the report could not be written: ENOSPC.*\n$/);
        closeSync(full);
    });
});

describe("as it is installed", () => {
    let folder: string;
    let command: string;

    /** The package with these of what it depends on, and nothing beside it. */
    function install(dependencies: readonly string[]): void {
        folder = mkdtempSync(join(tmpdir(), "teo-diagnose-"));
        const root = join(__dirname, "../../..");
        const installed = join(folder, "node_modules/pulumi-teo");
        cpSync(join(root, "dist/provider"), join(installed, "dist/provider"), { recursive: true });
        cpSync(join(root, "package.json"), join(installed, "package.json"));
        for (const name of dependencies) {
            const link = join(folder, "node_modules", name);
            mkdirSync(dirname(link), { recursive: true });
            symlinkSync(join(root, "node_modules", name), link);
        }
        command = join(installed, "dist/provider/cli/teoDiagnose.js");
    }

    afterEach(() => rmSync(folder, { recursive: true }));

    test("without the peer @pulumi/pulumi it looks, and asks EdgeOne", async () => {
        const { dependencies } = require("../../../package.json") as { dependencies: Record<string, string> };
        install(Object.keys(dependencies));
        await using simulator = await Simulator.start({ undeclared: "issued" });
        const args = [...ASKED, "--check", "--zone", ZONE, ...(await serve([RIGHT]))];
        const { status, stdout, stderr } = await run(args, simulator.environment(), command);
        expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
        expect(stdout).toMatch(/EdgeOne: a certificate is issued for www\.example\.com.*\n\n\[information\]/);
        expect(await run(["--version"], {}, command)).toMatchObject({ status: 0, stderr: "" });
    });

    test("a fault of its own, such as a dependency that is not there, is no verdict on the domain", async () => {
        install(["dns-packet", "tldts"]);
        const args = [...ASKED, ...NOWHERE, "--check", "--zone", ZONE];
        const { status, stdout, stderr } = await run(args, {}, command);
        expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
        expect(stderr).toMatch(/^teo-diagnose: internal error; please report it: Error: Cannot find module/);
    });
});

test("the help names every option, and every exit status that there is", async () => {
    const { stdout } = await run(["--help"]);
    for (const option of [
        "value",
        "name",
        "file-path",
        "file-content",
        "resolvers",
        "check",
        "zone",
        "language",
        "json",
    ])
        expect(stdout).toMatch(new RegExp(`^ .*--${option}[ ,]`, "m"));
    for (const option of ["dns-port", "http-port", "https-port", "help", "version"])
        expect(stdout).toMatch(new RegExp(`^ .*--${option}\\b`, "m"));
    expect(stdout).toMatch(/Exit status: 0 .*; 1 a mistake; 2 .*;\n3 .*; 64 /);
});
