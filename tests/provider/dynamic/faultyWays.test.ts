import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Simulator } from "../../../simulator/index";
import { fastTime } from "../../fastTime";
import { type Host, startHost } from "../../host";
import type { HostError } from "../../hostClient";
import { ownPort } from "../../ownPort";
import { selfSigned } from "../../selfSigned";
import { type Ending, expectFailure, expectSuccess, type Outcome, outcomes } from "./endings";
import { type Operation, type OperationName, operations, runIn } from "./operations";
import { listen, startProxy, startTroubledServer, type Trouble } from "./troubledServer";

// The way to the API is faulty as a whole: a host process for each way. Its timers run twenty times faster.

type Stop = { stop(): unknown };
const started: Stop[] = [];
const keep = <T extends Stop>(it: T): T => {
    started.push(it);
    return it;
};
let home: string;
let ca: string;
let time: Awaited<ReturnType<typeof fastTime>>;

beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "pulumi-teo-ways-"));
    ca = join(home, "ca.pem");
    await writeFile(ca, selfSigned.cert);
    time = keep(await fastTime(20));
});
afterAll(async () => {
    for (const it of started.splice(0).reverse()) await it.stop();
    await rm(home, { recursive: true, force: true });
});

const startIn = async (env: Record<string, string>): Promise<Host> => {
    const host = await startHost({ env: { ...time.env, ...env }, config: { "teo:requestsPerSecond": "1000" } });
    keep({ stop: () => host.stop() });
    return host;
};
const place = (zoneId: string) => ({ zoneId, domain: `${zoneId}.example.com` });
const endingOf = (running: Promise<unknown>): Promise<Ending> =>
    running.then(
        (value) => ({ value }),
        (error: HostError) => ({ error }),
    );

/** How every call ends that asks the API: with its first request already, the way is the same for all of them. */
const rows = {
    //            verification               application                set              binding: create   read   delete
    refused:
        "    deadline minute deadline | deadline minute deadline | deadline minute deadline | deadline minute minute",
    wrongName:
        "  once     once   once     | once     once   once     | once     once   once     | once     once   once  ",
    untrusted:
        "  once     once   once     | once     once   once     | once     once   once     | once     once   once  ",
    deadProxy:
        "  deadline minute deadline | deadline minute deadline | deadline minute deadline | deadline minute minute",
    proxy: "      fine     fine   fine     | fine     fine   fine     | fine     fine   fine     | fine     fine   fine  ",
    aroundProxy:
        "fine     fine   fine     | fine     fine   fine     | fine     fine   fine     | fine     fine   fine  ",
};
type Way = keyof typeof rows;
const columns = (Object.keys(operations) as OperationName[]).filter(
    (name) => "action" in operations[name] && !/at the (bind|change)|once bound/.test(name),
);
const said: Partial<Record<Way, RegExp>> = {
    refused: /NetworkError: .*ECONNREFUSED.*Check that this machine reaches/s,
    wrongName: /UntrustedCertificate: .*altnames.*Another server answers/s,
    untrusted: /UntrustedCertificate: .*self-signed certificate.*NODE_EXTRA_CA_CERTS/s,
    deadProxy: /NetworkError: .*ECONNREFUSED.*HTTPS_PROXY/s,
};

describe("the way to the API:", () => {
    let simulator: Simulator;
    let proxy: Awaited<ReturnType<typeof startProxy>>;
    const endings = new Map<string, Ending>();

    beforeAll(async () => {
        simulator = keep(await Simulator.start({ quotaPerSecond: 0 }));
        const { port } = keep(await startTroubledServer(simulator.endpoint, () => false, { tls: true }));
        proxy = keep(await startProxy(port));
        const closed = `http://127.0.0.1:${await ownPort()}`;
        const https = `https://localhost:${port}`;
        const trusted = { TENCENTCLOUD_TEO_ENDPOINT: https, NODE_EXTRA_CA_CERTS: ca };
        const ways: Record<Way, Record<string, string>> = {
            refused: { TENCENTCLOUD_TEO_ENDPOINT: closed },
            wrongName: { ...trusted, TENCENTCLOUD_TEO_ENDPOINT: `https://127.0.0.1:${port}` },
            untrusted: { TENCENTCLOUD_TEO_ENDPOINT: https },
            deadProxy: { ...trusted, HTTPS_PROXY: closed },
            proxy: { ...trusted, HTTPS_PROXY: proxy.endpoint },
            aroundProxy: { ...trusted, HTTPS_PROXY: closed, NO_PROXY: "localhost" },
        };
        await Promise.all(
            Object.entries(ways).map(async ([way, env]) => {
                const host = await startIn({ ...simulator.environment(), ...env });
                await Promise.all(
                    columns.map(async (name, i) => {
                        const at = place(`zone-${way.toLowerCase()}${i}`);
                        const operation: Operation = operations[name];
                        operation.prepare(simulator, at);
                        endings.set(`${way}: ${name}`, await endingOf(runIn(host, operation, at)));
                    }),
                );
            }),
        );
    }, 600_000);

    const cells = Object.entries(rows).flatMap(([way, row]) => {
        const words = row.split(/[\s|]+/).filter(Boolean);
        return columns.map((operation, i) => ({ way: way as Way, operation, i, word: words[i] as string }));
    });
    test.each(cells)("$way: $operation", ({ way, operation, i, word }) => {
        const at = place(`zone-${way.toLowerCase()}${i}`);
        const ending = endings.get(`${way}: ${operation}`) as Ending;
        const { error } = outcomes[word] as Outcome;
        const { keeps }: Operation = operations[operation];
        if (error) expectFailure(at, ending, { headline: error, said: said[way] as RegExp, keeps });
        else expectSuccess(at, ending, { operation, word });
    });

    test("nothing is sent to a server that is not the API's, and the proxy is asked for the endpoint", () => {
        const zones = new Set(simulator.calls.map(({ zoneId = "" }) => zoneId.replace(/^zone-|\d+$/g, "")));
        expect([...zones].sort()).toEqual(["aroundproxy", "proxy"]);
        expect(proxy.asked()).toMatch(/^localhost:\d+$/);
    });
});

describe("a wait goes on, and ends well,", () => {
    test("where the machine's clock was wrong and is set right", async () => {
        let requests = 0;
        const signatureClock = () => Date.now() + (requests++ === 0 ? 600_000 : 0);
        const simulator = keep(await Simulator.start({ signatureClock, undeclared: "issued" }));
        const at = place("zone-clock");
        const ending = await endingOf(
            runIn(await startIn(simulator.environment()), operations["verification create"], at),
        );
        expectSuccess(at, ending, { operation: "verification create", word: "fine" });
        expect(simulator.calls.map(({ code }) => code)).toEqual(["AuthFailure.SignatureExpire", undefined]);
    });

    const [old, renewed] = ["old", "new"].map((name) => ({
        secretId: `AKID${name}`,
        secretKey: `key-${name}`,
        token: `token-${name}`,
    })) as [Keys, Keys];
    type Keys = { secretId: string; secretKey: string; token: string };
    /** Pending for as long as the old keys are used, and `expire` then refuses them. */
    const startPending = async (expire: (requests: number) => boolean) => {
        const simulator = keep(await Simulator.start({ credentials: [old, renewed], undeclared: "issued" }));
        let requests = 0;
        const trouble: Trouble = ({ token }, response) => {
            if (token !== old.token) return false;
            const Code = expire(++requests) ? "AuthFailure.TokenFailure" : "ResourceUnavailable.RecordUnExpected";
            const answer = { Response: { Error: { Code, Message: Code }, RequestId: `id-${requests}` } };
            response.setHeader("Content-Type", "application/json").end(JSON.stringify(answer));
            return true;
        };
        const { endpoint } = keep(await startTroubledServer(simulator.endpoint, trouble));
        return { TENCENTCLOUD_TEO_ENDPOINT: endpoint };
    };
    const writeProfile = ({ secretId, secretKey, token }: Keys) =>
        writeFile(
            join(home, ".tencentcloud", "credentials"),
            `[default]\nsecret_id = ${secretId}\nsecret_key = ${secretKey}\ntoken = ${token}\n`,
        );

    test("where keys of the profile file expire and the file is written anew", async () => {
        await mkdir(join(home, ".tencentcloud"), { recursive: true });
        await writeProfile(old);
        const env = await startPending((requests) => {
            if (requests === 3) void writeProfile(renewed);
            return requests >= 3;
        });
        const at = place("zone-profile");
        const host = await startIn({ ...env, HOME: home });
        const ending = await endingOf(runIn(host, operations["verification create"], at));
        expectSuccess(at, ending, { operation: "verification create", word: "fine" });
    });

    test("where the keys of a role expire and the metadata service has new ones", async () => {
        let asked = 0;
        const metadata = keep(
            await listen(
                createServer(({ url }, response) => {
                    if (url?.endsWith("security-credentials/")) return response.end("role");
                    const { secretId, secretKey, token } = asked++ === 0 ? old : renewed;
                    // The SDK takes keys for expired half a minute before they are.
                    const ExpiredTime = Math.floor(Date.now() / 1_000) + (asked === 1 ? 32 : 3_600);
                    const keys = { TmpSecretId: secretId, TmpSecretKey: secretKey, Token: token, ExpiredTime };
                    return response.end(JSON.stringify({ ...keys, Code: "Success" }));
                }),
            ),
        );
        const { endpoint: http_proxy } = keep(await startProxy(metadata.port));
        const env = await startPending(() => false);
        const at = place("zone-role");
        const host = await startIn({ ...env, http_proxy });
        const ending = await endingOf(runIn(host, operations["verification create"], at));
        expectSuccess(at, ending, { operation: "verification create", word: "fine" });
        expect(asked).toBe(2);
    });
});
