import { Simulator, type SimulatorOptions } from "../../simulator";
import { SimulatorError } from "../../simulator/common/checks";
import { nameFlag, parseCommandLine, USAGE } from "../../simulator/options/cliOptions";
import { CLI_OPTIONS } from "../../simulator/options/flags";
import { resolveOptions } from "../../simulator/options/resolveOptions";
import { call, check, ZONE } from "./nodeClient";

const read = (flags: string) => parseCommandLine(flags.split(" ")) as SimulatorOptions;

/** Each option of the typed API, by the command line. */
const CASES: readonly [flags: string, options: SimulatorOptions][] = [
    ["--port 80", { port: 80 }],
    ["--host ::1", { host: "::1" }],
    ["--tls", { tls: true }],
    ["--ca-file ca.pem", { tls: { caFile: "ca.pem" } }],
    ["--zones zone-1", { zones: ["zone-1"] }],
    ["--zones zone-1,zone-2", { zones: ["zone-1", "zone-2"] }],
    ["--zones zone-1=example.com", { zones: { "zone-1": "example.com" } }],
    [
        "--zones zone-1=example.com,zone-2=example.org:full",
        { zones: { "zone-1": "example.com", "zone-2": { name: "example.org", type: "full" } } },
    ],
    ["--undeclared-hosts strict", { undeclaredHosts: "strict" }],
    ["--proof records", { proof: "records" }],
    ["--undeclared-domains issued", { undeclared: "issued" }],
    ["--undeclared-domains neverApplied --issue-delay 3", { undeclared: "neverApplied", issueDelayMs: 3000 }],
    ["--issue-after 3", { undeclared: { issueAfterMs: 3000 } }],
    ["--proof records --issue-delay 3", { proof: "records", issueDelayMs: 3000 }],
    ["--deploy-delay 3", { deployDelayMs: 3000 }],
    ["--subdomain fqdn.", { subdomain: "fqdn." }],
    ["--record-type TXT", { recordType: "TXT" }],
    ["--proof-values fresh", { proofValues: "fresh" }],
    ["--disabled-certificate emptyList", { disabledCertificate: "emptyList" }],
    ["--change-while-processing refused", { changeWhileProcessing: "refused" }],
    ["--latency 20", { latencyMs: 20 }],
    ["--latency 20-100", { latencyMs: [20, 100] }],
    ["--quota 5", { quotaPerSecond: 5 }],
    ["--chaos", { chaos: true }],
    ["--chaos --chaos-rate 0.5 --chaos-latency 0-9", { chaos: { rate: 0.5, latencyMs: [0, 9] } }],
    ["--mischief", { mischief: true }],
    ["--seed 7", { seed: 7 }],
];

describe("the command line of a simulator", () => {
    test.each(CASES)("takes %s", (flags, options) => {
        expect(read(flags)).toMatchObject(options);
        expect(() => resolveOptions(read(flags))).not.toThrow();
    });

    test("has every option of the typed API that is no function", () => {
        const tried = CASES.flatMap(([, options]) => Object.keys(options));
        expect(Object.keys(CLI_OPTIONS).sort()).toEqual([...new Set(tried)].sort());
    });

    test("takes key pairs, each with its token", () => {
        const flags = "--secret-id A --secret-key a --secret-id B --token t --secret-key b";
        expect(read(flags).credentials).toEqual([
            { secretId: "A", secretKey: "a" },
            { secretId: "B", secretKey: "b", token: "t" },
        ]);
        expect(read("--port 0").credentials).toBeUndefined();
    });

    test.each([
        ["--secret-id A", "--secret-key: is required with --secret-id A"],
        ["--secret-key a --secret-id A", "--secret-key: must come after its --secret-id"],
        ["--token t", "--token: must come after its --secret-id"],
        ["--zones zone-1,zone-2=example.com", "--zones: must be ID,... or ID=APEX,..."],
        ["--zones ,", "--zones: must be"],
        ["--zones example.com", "--zones: must be"],
        ["--latency 5-1", "--latency: must be LEAST-MOST"],
        ["--undeclared-hosts maybe", "--undeclared-hosts: must be one of unknown, strict, online"],
        ["--undeclared-domains issued --issue-after 1", "--issue-after: cannot be used with --undeclared-domains"],
        ["--latency 1-2-3", "--latency: must be a number from 0 to"],
        ["--chaos-rate 2", "--chaos-rate: must be a number from 0 to 1"],
    ])("refuses %s, and says why", (flags, message) => {
        expect(() => read(flags)).toThrow(message);
    });

    test.each([
        ["--proof http --origin nonsense", "--origin: must be HOST:PORT, e.g. 127.0.0.1:8080"],
        ["--proof http --origin http://localhost:80", "--origin: must be HOST:PORT, e.g. 127.0.0.1:8080"],
        [
            "--proof dns --resolver nonsense",
            "--resolver: must be the ADDRESS:PORT of a DNS server, e.g. 127.0.0.1:5300",
        ],
        ["--ca-file=", "--ca-file: must be a string that is not empty"],
        ["--host=", "--host: must be a string that is not empty"],
        ["--zones zone-1=example.com:huge", '--zones: must be one of "partial"'],
        ["--secret-id= --secret-key a", "--secret-id: must be a string that is not empty"],
        ["--secret-id A --secret-key=", "--secret-key: must be a string that is not empty"],
        ["--secret-id A --secret-key a --token=", "--token: must be a string that is not empty"],
        [
            "--secret-id A --secret-key a --secret-id A --secret-key b",
            "--secret-id: must each have a different SecretId",
        ],
    ])("names the flag where the typed API refuses %s", (flags, message) => {
        let refusal: unknown;
        try {
            resolveOptions(read(flags));
        } catch (error) {
            refusal = error;
        }
        expect(nameFlag(refusal as SimulatorError).slice(0, message.length)).toBe(message);
    });

    test("names a flag for every option that the typed API may refuse, and each is in the help", () => {
        for (const option of [...Object.keys(CLI_OPTIONS), "credentials"].filter((name) => name !== "mischief")) {
            const [, flag] = /^(--[a-z-]+): is wrong$/.exec(nameFlag(new SimulatorError(option, "is wrong"))) ?? [];
            expect(USAGE).toContain(`\n  ${flag} `);
        }
    });

    test("can stand for a zone of few hosts, and keys of one's own", async () => {
        const flags = `--port 0 --zones ${ZONE}=example.com --undeclared-hosts unknown --secret-id A --secret-key a --token t`;
        await using simulator = await Simulator.start(read(flags));
        expect(simulator.environment()).toMatchObject({ TENCENTCLOUD_SECRET_ID: "A", TENCENTCLOUD_TOKEN: "t" });
        const bind = (parameters: object) =>
            call(simulator, "ModifyHostsCertificate", { Hosts: ["www.example.com"], Mode: "disable", ...parameters });
        expect((await bind({})).error?.code).toBe("ResourceUnavailable.HostNotFound");
        expect((await bind({ ZoneId: "zone-other" })).error?.code).toMatch(/ZoneNotFound$/);
        const permanent = { credentials: { secretId: "A", secretKey: "a" } };
        expect((await check(simulator, "www.example.com", permanent)).error?.code).toBe("AuthFailure.TokenFailure");
    });
});
