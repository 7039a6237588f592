import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { Simulator } from "../../../simulator";
import { selfSigned } from "../../selfSigned";
import type { Behaviour, Entry } from "../diagnosis/dnsWorld";
import { NAME, RIGHT, VALUE } from "../diagnosis/situation";
import { run, serve, served, stopServing, ZONE } from "./diagnose";

afterEach(stopServing);

describe("teo-diagnose", () => {
    test("says what is missing, with the record to add, and exits with 1", async () => {
        const { status, stdout } = await run(["www.example.com", "--value", VALUE, ...(await serve([]))]);
        expect(status).toBe(1);
        expect(stdout).toMatch(
            /^www\.example\.com\n\n\[mistake\] There is no record _dnsauth\.www\.example\.com at the name servers/,
        );
        expect(stdout).toContain(`-> Add: ${NAME} CNAME ${VALUE}.`);
        expect(stdout).toMatch(/a\.ns\.test \(127\.0\.0\.4\): NXDOMAIN/);
    });

    test("says all at once: of a record that is missing, also that the CAA records would forbid", async () => {
        const caa: Entry = ["example.com", "CAA", { flags: 0, tag: "issue", value: "pki.goog" }];
        const args = ["www.example.com", "--value", VALUE, "--json", ...(await serve([caa]))];
        const { stdout } = await run(args);
        const ids = JSON.parse(stdout).findings.map(({ id }: { id: string }) => id);
        expect(ids.slice(0, 2)).toEqual(["recordMissing", "caaForbids"]);
    });

    test("says it in Chinese, by the option or the environment", async () => {
        const args = ["www.example.com", "--value", VALUE, ...(await serve([]))];
        const [byOption, byEnvironment] = await Promise.all([
            run([...args, "--language", "zh-CN"]),
            run(args, { LANG: "zh_CN.UTF-8" }),
        ]);
        expect(byOption.stdout).toMatch(/\[错误\] .*没有 _dnsauth\.www\.example\.com 记录/);
        expect(byEnvironment.stdout).toBe(byOption.stdout);
    });

    test("asks a resolver over https, whose certificate has to be good", async () => {
        const args = ["www.example.com", "--value", VALUE, ...(await serve([]))];
        const { stdout: overUdp } = await run(args);
        const asked: (string | undefined)[] = [];
        const server = createServer(selfSigned, async (request, response) => {
            asked.push(`${request.method} ${request.url} ${request.headers["content-type"]}`);
            response.end(served().answer("127.0.0.2", await buffer(request)));
        }).listen(0, "localhost");
        await once(server, "listening");
        const folder = mkdtempSync(join(tmpdir(), "teo-diagnose-"));
        const ca = join(folder, "ca.pem");
        writeFileSync(ca, selfSigned.cert);
        const url = `https://localhost:${(server.address() as AddressInfo).port}/dns-query`;
        args[args.indexOf("--resolvers") + 1] = url;
        try {
            expect(await run(args)).toMatchObject({
                status: 3,
                stdout: expect.stringContaining("no DNS server answers"),
            });
            expect(asked).toEqual([]);
            const { status, stdout } = await run(args, { NODE_EXTRA_CA_CERTS: ca });
            expect(status).toBe(1);
            expect(stdout.split("\n")[2]).toBe(overUdp.split("\n")[2]);
            expect(new Set(asked)).toEqual(new Set(["POST /dns-query application/dns-message"]));
        } finally {
            server.close();
            rmSync(folder, { recursive: true });
        }
    });

    test("exits with 0 where all is right, and gives JSON", async () => {
        const { status, stdout } = await run([
            "WWW.example.com",
            "--value",
            VALUE,
            "--json",
            ...(await serve([RIGHT])),
        ]);
        expect(status).toBe(0);
        expect(JSON.parse(stdout)).toMatchObject({
            domain: "www.example.com",
            exitStatus: 0,
            asked: { dns: { name: NAME, type: "CNAME", value: VALUE } },
            findings: [
                {
                    id: "allRight",
                    severity: "information",
                    sentence: { en: expect.any(String), zh: expect.any(String) },
                    evidence: expect.arrayContaining([
                        {
                            who: expect.any(String),
                            what: expect.any(String),
                            when: expect.stringMatching(/^20\d\d-.*Z$/),
                        },
                    ]),
                },
                { id: "hostNotOnEdgeOne" },
            ],
        });
    });

    test("exits with 2 for a probable mistake, and with 3 where it cannot look", async () => {
        const args = ["www.example.com", "--value", VALUE];
        const lame: Behaviour = () => ({ code: "REFUSED" });
        expect(await run([...args, ...(await serve([RIGHT], { "127.0.0.5": lame }))])).toMatchObject({
            status: 2,
            stdout: expect.stringContaining("[probable mistake] b.ns.test (127.0.0.5) does not answer for example.com"),
        });
        expect(await run([...args, "--resolvers", "127.0.0.99:9"])).toMatchObject({
            status: 3,
            stdout: expect.stringContaining("no DNS server answers from here"),
        });
    });

    test.each<[what: string, entries: Entry[], status: number, says: RegExp]>([
        ["nothing there", [], 3, /no record _dnsauth\.www\.example\.com and none _acme-challenge\.www\.example\.com/],
        ["EdgeOne's delegation", [RIGHT], 0, /points to www\.example\.com\.eoacme0\.com, as EdgeOne's delegations do/],
        ["a TXT record", [[NAME, "TXT", VALUE]], 3, /has a TXT record/],
        [
            "a doubled value",
            [["_acme-challenge.www.example.com", "CNAME", `${VALUE}.example.com`]],
            3,
            /the zone behind the value/,
        ],
    ])("looks at both records that EdgeOne is known to ask for: %s", async (_, entries, status, says) => {
        const result = await run(["www.example.com", ...(await serve(entries))]);
        expect(result).toMatchObject({ status, stdout: expect.stringMatching(says), stderr: "" });
    });

    test("asks EdgeOne only when told to, and once", async () => {
        await using simulator = await Simulator.start();
        const args = ["www.example.com", "--value", VALUE, ...(await serve([]))];
        await run(args, simulator.environment());
        expect(simulator.calls).toEqual([]);
        simulator.domain(ZONE, "www.example.com").pending();
        const pending = await run([...args, "--check", "--zone", ZONE], simulator.environment());
        expect(pending).toMatchObject({ status: 1, stdout: expect.stringMatching(/EdgeOne: \S+: .*RequestId/) });
        simulator.domain(ZONE, "www.example.com").issue();
        const issued = await run([...args, "--check", "--zone", ZONE], simulator.environment());
        expect(issued).toMatchObject({
            status: 0,
            stdout: expect.stringContaining("EdgeOne: a certificate is issued for www"),
        });
        expect(simulator.calls.map(({ action }) => action)).toEqual(Array(2).fill("CheckFreeCertificateVerification"));
        const keyless = await run([...args, "--check", "--zone", ZONE], {
            TENCENTCLOUD_TEO_ENDPOINT: simulator.endpoint,
            HOME: "/nonexistent",
            TENCENTCLOUD_SECRET_ID: "AKIDx",
        });
        expect(keyless).toMatchObject({
            status: 1,
            stdout: expect.stringContaining("TENCENTCLOUD_SECRET_KEY is not set"),
        });
    });

    test.each([
        [[], /give one domain/],
        [["a.example.com", "b.example.com"], /give one domain/],
        [["https://www.example.com/"], /the domain is a URL/],
        [["www.example.com", "--check"], /--check needs --zone/],
        [["www.example.com", "--zone", ZONE], /--zone is only for --check/],
        [["www.example.com", "--check", "--zone", "1"], /--zone is not a zone id/],
        [["www.example.com", "--name", NAME], /--name needs --value/],
        [["www.example.com", "--file-path", "/x"], /--file-path and --file-content go together/],
        [["*.example.com", "--file-path", "/x", "--file-content", "y"], /a file cannot prove control of a wildcard/],
        [["www.example.com", "--resolvers", "dns.example"], /"dns\.example" is not a DNS server/],
        [["www.example.com", "--resolvers", "http://dns.example/"], /is not a DNS server/],
        [["www.example.com", "--language", "fr"], /--language must be en-US or zh-CN/],
        [["www.example.com", "--dns-port", "0"], /--dns-port must be a number/],
        [["www.example.com", "--apply"], /unknown option --apply/],
    ])("refuses %j in one line, with status 64", async (args, message) => {
        const { status, stdout, stderr } = await run(args);
        expect({ status, stdout, lines: stderr.trim().split("\n").length }).toEqual({
            status: 64,
            stdout: "",
            lines: 1,
        });
        expect(stderr).toMatch(message);
    });

    test("has a help and a version", async () => {
        expect(await run(["--help"])).toMatchObject({
            status: 0,
            stdout: expect.stringMatching(/^Usage: teo-diagnose/),
        });
        expect(await run(["--version"])).toMatchObject({
            status: 0,
            stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
        });
    });
});
