import { setTimeout } from "node:timers/promises";
import { type Fault, Simulator } from "../../../simulator/index";
import { fastTime } from "../../fastTime";
import { type Host, startHost } from "../../host";
import type { HostError } from "../../hostClient";
import { type Ending, expectFailure, expectSuccess, type Outcome, outcomes } from "./endings";
import { type Operation, type OperationName, operations, type Place, runIn } from "./operations";
import { answerHuge, startTroubledServer, type Trouble } from "./troubledServer";

// Every kind of trouble times every call of the engine's, in the built package in Pulumi's own host process. Its timers run twenty times
// faster, so that a minute takes three seconds. All cells run at once, each in a zone of its own.

type FaultName = keyof typeof faults;
/** What the simulator answers in each call of a zone; or, by a server before it, what it has no fault for. */
const faults = {
    pending: { code: "ResourceUnavailable.RecordUnExpected" },
    neverApplied: { code: "InvalidParameter.FreeCertificateVerificationIsEmpty" },
    throttled: { code: "RequestLimitExceeded" },
    transient: { code: "InternalError" },
    uncertain: { code: "OperationDenied.ConfigLocked" },
    credentials: { code: "AuthFailure.TokenFailure" },
    fatal: { code: "InvalidParameter.ZoneNotFound" },
    unknown: { code: "Brand.New" },
    dropped: { drop: true },
    answerLost: { drop: "answer" },
    midBody: { drop: "mid-body" },
    silence: { hang: true },
    status502: { status: 502 },
    status404: { status: 404 },
    brokenJson: { body: "broken-json" },
    noResponse: { body: "no-response" },
    huge: "server",
    redirect: "server",
} satisfies Record<string, Fault | "server">;

/** The last answer, as the error tells it. */
const lastAnswers: Partial<Record<FaultName, RegExp>> = {
    dropped: /NetworkError: .*socket hang up/,
    answerLost: /NetworkError: .*socket hang up/,
    midBody: /(MalformedAnswer|NetworkError): /,
    silence: /NetworkError: .*timeout/,
    status502: /HTTP 502: /,
    status404: /HTTP 404: /,
    brokenJson: /MalformedAnswer: /,
    noResponse: /MalformedAnswer: the answer could not be read: it has no Response/,
    huge: /MalformedAnswer: the answer is larger than 1 MB/,
    redirect: /Redirected: the endpoint redirects to elsewhere\.example/,
};

// The columns are the operations that ask the API, in their order. A change whose answer is lost or cannot be read was made nevertheless:
// the next look at the host sees that, and nothing is bound twice.
const stays: Record<FaultName, string> = {
    //             verification               application                set                        binding: create read, bind, after   read   update bind   delete read, change
    pending:
        "     deadline gone   deadline | deadline fine   deadline | deadline gone   deadline | deadline deadline deadline | minute | deadline | minute deadline",
    neverApplied:
        "minute   gone   minute   | minute   gone   minute   | minute   gone   minute   | minute   minute   minute   | minute | minute   | minute minute  ",
    throttled:
        "   deadline minute deadline | deadline minute deadline | deadline minute deadline | deadline deadline deadline | minute | deadline | minute deadline",
    transient:
        "   deadline minute deadline | deadline minute deadline | deadline minute deadline | deadline deadline deadline | minute | deadline | minute deadline",
    uncertain:
        "   minute   minute minute   | minute   minute minute   | minute   minute minute   | minute   minute   minute   | minute | minute   | minute minute  ",
    credentials:
        " seconds seconds seconds  | seconds seconds seconds  | seconds seconds seconds  | seconds  seconds  seconds  | seconds | seconds | seconds seconds",
    fatal: "       once     once   once     | once     once   once     | once     once   once     | once     once     once     | once   | once     | once   once    ",
    unknown:
        "     minute   minute minute   | minute   minute minute   | minute   minute minute   | minute   minute   minute   | minute | minute   | minute minute  ",
    dropped:
        "     deadline minute deadline | deadline minute deadline | deadline minute deadline | deadline deadline deadline | minute | deadline | minute deadline",
    answerLost:
        "  deadline minute deadline | deadline minute deadline | deadline minute deadline | deadline fine     deadline | minute | fine     | minute fine    ",
    midBody:
        "     deadline minute deadline | deadline minute deadline | deadline minute deadline | deadline fine     deadline | minute | fine     | minute fine    ",
    silence:
        "     deadline minute deadline | deadline minute deadline | deadline minute deadline | deadline deadline deadline | minute | deadline | minute deadline",
    status502:
        "   deadline minute deadline | deadline minute deadline | deadline minute deadline | deadline deadline deadline | minute | deadline | minute deadline",
    status404:
        "   minute   minute minute   | minute   minute minute   | minute   minute minute   | minute   minute   minute   | minute | minute   | minute minute  ",
    brokenJson:
        "  deadline minute deadline | deadline minute deadline | deadline minute deadline | deadline fine     deadline | minute | fine     | minute fine    ",
    noResponse:
        "  deadline minute deadline | deadline minute deadline | deadline minute deadline | deadline fine     deadline | minute | fine     | minute fine    ",
    huge: "        deadline minute deadline | deadline minute deadline | deadline minute deadline | deadline deadline deadline | minute | deadline | minute deadline",
    redirect:
        "    minute   minute minute   | minute   minute minute   | minute   minute minute   | minute   minute   minute   | minute | minute   | minute minute  ",
};
/** After these, nobody knows whether EdgeOne has made the change: a binding that was sent is in state. */
const unclear = new Set<FaultName>([
    "transient",
    "unknown",
    "dropped",
    "silence",
    "status502",
    "status404",
    "huge",
    "redirect",
]);
const columns = (Object.keys(operations) as OperationName[]).filter((name) => "action" in operations[name]);

interface Cell extends Place {
    fault: FaultName;
    operation: OperationName;
    /** How it ends where the trouble stays. */
    word: string;
    /** Whether the trouble is over after one request. */
    passes: boolean;
    title: string;
}

let zones = 0;
const cells = Object.entries(stays).flatMap(([fault, row]) => {
    const words = row.split(/[\s|]+/).filter(Boolean);
    return columns.flatMap((operation, i) =>
        [false, true].map((passes): Cell => {
            const zoneId = `zone-${++zones}`;
            const title = `${fault}${passes ? ", which passes" : ""}: ${operation}`;
            const word = words[i] as string;
            return {
                fault: fault as FaultName,
                operation,
                word,
                passes,
                title,
                zoneId,
                domain: `${zoneId}.example.com`,
            };
        }),
    );
});

test("the table has a word for each cell", () => {
    for (const row of Object.values(stays)) expect(row.split(/[\s|]+/).filter(Boolean)).toHaveLength(columns.length);
    for (const { word } of cells) expect(Object.keys(outcomes)).toContain(word);
});

describe("in the host,", () => {
    let simulator: Simulator;
    let before: Awaited<ReturnType<typeof startTroubledServer>>;
    let time: Awaited<ReturnType<typeof fastTime>>;
    const hosts: Host[] = [];
    const endings = new Map<Cell, Ending>();

    beforeAll(async () => {
        simulator = await Simulator.start({ quotaPerSecond: 0, undeclared: "issued" });
        time = await fastTime(20);
        before = await startTroubledServer(simulator.endpoint, trouble);
        const start = async (endpoint: string) => {
            const env = { ...simulator.environment(), TENCENTCLOUD_TEO_ENDPOINT: endpoint, ...time.env };
            const host = await startHost({ env, config: { "teo:requestsPerSecond": "1000" } });
            hosts.push(host);
            return host;
        };
        // A throttled request slows all others of its action down.
        const [direct, throttled, troubled] = await Promise.all([
            start(simulator.endpoint),
            start(simulator.endpoint),
            start(before.endpoint),
        ]);
        const hostOf = ({ fault, passes }: Cell) => {
            if (fault === "throttled") return passes ? troubled : throttled;
            return faults[fault] === "server" ? troubled : direct;
        };
        await Promise.all(
            cells.map(async (cell) => {
                if (cell.passes) await setTimeout(2_000);
                const operation: Operation = operations[cell.operation];
                operation.prepare(simulator, cell);
                arm(cell, operation);
                const ending = await runIn(hostOf(cell), operation, cell).then(
                    (value) => ({ value }),
                    (error: HostError) => ({ error }),
                );
                endings.set(cell, ending);
            }),
        );
    }, 600_000);
    afterAll(async () => {
        await Promise.all(hosts.map((host) => host.stop()));
        time?.stop();
        before?.stop();
        await simulator?.stop();
    });

    /** Makes the trouble meet the requests of a cell. */
    function arm({ fault, zoneId, passes }: Cell, { action, onceBound, domains = 1 }: Operation): void {
        const given: Fault | "server" = faults[fault];
        if (given === "server") return;
        // The oldest fault counts, so that the first request passes.
        if (onceBound) simulator.fault({ action, zoneId, times: 1, latencyMs: 0 });
        simulator.fault({ ...given, action, zoneId, ...(passes && { times: domains }) });
    }

    const met = new Map<string, number>();
    const trouble: Trouble = ({ zoneId, action }, response) => {
        const cell = cells.find((one) => one.zoneId === zoneId) as Cell;
        const { onceBound, domains = 1, action: troubled }: Operation = operations[cell.operation];
        if (action !== troubled) return false;
        const count = (met.get(zoneId) ?? 0) + 1;
        met.set(zoneId, count);
        if (onceBound && count === 1) return false;
        if (cell.passes && count > domains + (onceBound ? 1 : 0)) return false;
        if (cell.fault === "huge") answerHuge(response);
        else response.writeHead(302, { Location: "https://elsewhere.example/" }).end();
        return true;
    };

    const callsOf = ({ zoneId, fault }: Cell, { action, onceBound, domains = 1 }: Operation) => {
        const all = simulator.calls.filter((call) => call.zoneId === zoneId && call.action === action).length;
        const sent = faults[fault] === "server" ? (met.get(zoneId) ?? 0) : all;
        return (sent - (onceBound ? 1 : 0)) / domains;
    };

    describe.each(Object.keys(faults) as FaultName[])("%s", (fault) => {
        test.each(cells.filter((cell) => cell.fault === fault))("$title", (cell) => {
            const operation: Operation = operations[cell.operation];
            const { error, calls } = outcomes[cell.word] as Outcome;
            const isOver = cell.passes && cell.word !== "once";
            const [least, most] = isOver && error ? [2, 20] : calls;
            const ending = endings.get(cell) as Ending;
            const said = lastAnswers[fault] ?? new RegExp((faults[fault] as { code: string }).code);
            const isBind = cell.operation.endsWith("at the bind");
            const queued = isBind && fault === "throttled" ? "either" : undefined;
            const keeps = operation.keeps || (isBind && unclear.has(fault)) || queued;
            if (error && !isOver) expectFailure(cell, ending, { headline: error, said, keeps });
            else expectSuccess(cell, ending, cell);
            // Where all is throttled, a request has to wait for a minute.
            expect(callsOf(cell, operation)).toBeGreaterThanOrEqual(fault === "throttled" ? Math.min(least, 1) : least);
            expect(callsOf(cell, operation)).toBeLessThanOrEqual(most);
        });
    });

    test("the host prints no warning and no stack trace", async () => {
        for (const host of hosts) {
            await host.stop();
            expect(host.output).not.toMatch(/Warning|^\s+at /m);
        }
    });
});
