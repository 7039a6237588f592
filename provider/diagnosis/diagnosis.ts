import { systemClock } from "../common/clock";
import { DEFAULT_RESOLVERS } from "../common/resolvers";
import { printable } from "../common/text";
import { timeLimit } from "../common/timeLimit";
import { Budget } from "./budget";
import { isSilent } from "./dns/ask";
import { ChosenResolvers } from "./dns/chosenResolvers";
import { judgeFile } from "./file/judgeFile";
import { lookAtFile, wantedFile } from "./file/lookAtFile";
import { type Finding, inOrder } from "./finding";
import { Inventors } from "./inventors";
import type { Memory } from "./memory";
import type { Proof } from "./proof";
import { judgeRecord } from "./record/judgeRecord";
import { lookAtRecord } from "./record/lookAtRecord";
import { wantedRecords } from "./record/wanted";
import { unknownType, withoutProof } from "./record/withoutProof";
import { Zones } from "./zone/zones";

/** Looks at proofs from here, as EdgeOne and the certificate authorities look at them from elsewhere. One serves all domains of a run. */
export interface Diagnosis {
    /**
     * One look at a proof: at most 20 DNS datagrams and 2 GETs, and over after a second or as soon as `signal` aborts. Resolves to
     * what was found, the leading finding first; to nothing where nothing could be told in that time. Never rejects.
     */
    round(proof: Proof, options: { signal: AbortSignal }): Promise<Finding[]>;
    /** Ends the rounds that are under way, and closes their sockets. */
    close(): void;
}

export interface DiagnosisOptions {
    /** As `parseResolver` takes them, in the order of preference. {@link DEFAULT_RESOLVERS} if left out. */
    resolvers?: readonly string[];
    /** What time it is: for what lasts longer than a round. A round itself is bounded by real time, as its sockets are real. */
    clock?: { now(): number };
    /** The ports of name servers and web servers; 53, 80 and 443 if left out. */
    ports?: { dns?: number; http?: number; https?: number };
    limits?: Partial<Limits>;
}

/** What a round may cost. */
interface Limits {
    datagrams: number;
    gets: number;
    roundMs: number;
    /** How long a server may take to answer. */
    answerMs: number;
    /** The same for a web server. */
    getMs: number;
    /** How many name servers of a zone are asked. */
    nameServers: number;
    /** How many resolvers are asked. */
    resolvers: number;
}

const BESIDE_A_WAIT: Limits = {
    datagrams: 20,
    gets: 2,
    roundMs: 1000,
    answerMs: 400,
    getMs: 700,
    nameServers: 4,
    resolvers: 3,
};

export function createDiagnosis(options: DiagnosisOptions = {}): Diagnosis {
    const limits = { ...BESIDE_A_WAIT, ...options.limits };
    const now = () => (options.clock ?? systemClock).now();
    const chosen = new ChosenResolvers(options.resolvers ?? DEFAULT_RESOLVERS, limits.resolvers);
    const zones = new Zones();
    const inventors = new Inventors();
    const memories = new Map<string, Memory>();
    const closing = new AbortController();
    const ports = { dns: 53, http: 80, https: 443, ...options.ports };

    const memoryOf = (what: string): Memory => {
        const memory = memories.get(what) ?? {};
        memories.set(what, memory);
        return memory;
    };
    const round = async (proof: Proof, signal: AbortSignal): Promise<Finding[]> => {
        const budget = new Budget(limits, signal);
        const resolvers = chosen.forRound();
        const common = { budget, now, timeoutMs: limits.answerMs, resolvers };
        const unknown = unknownType(proof);
        const lookAtRecords = (unknown.length > 0 ? [] : wantedRecords(proof)).map((wanted) =>
            lookAtRecord(wanted, { ...common, zones, inventors, port: ports.dns, maxServers: limits.nameServers }),
        );
        const file = wantedFile(proof);
        const memory = file ? memoryOf(`${file.host}${file.path}`) : {};
        const fileOptions = { ...common, inventors, ports, askFirst: memory.telling ?? [], getTimeoutMs: limits.getMs };
        const lookAtIt = file && lookAtFile(file, fileOptions);
        const looks = await Promise.all(lookAtRecords);
        const fileLook = await lookAtIt;
        const useless = [
            ...looks.flatMap(({ resolvers: views, invented }) =>
                [...views.filter(({ asked }) => isSilent(asked)), ...invented].map(({ who }) => who),
            ),
            ...(fileLook?.answers ?? [])
                .filter(({ asked, invented }) => invented || asked.every(isSilent))
                .map(({ resolver: { label } }) => label),
        ];
        chosen.learn(useless);
        const records = looks.map((look) => judgeRecord(look, memoryOf(look.wanted.name)));
        const files = fileLook ? judgeFile(fileLook, memory) : [];
        const findings =
            proof.dns || proof.file ? inOrder([...unknown, ...records.flat(), ...files]) : withoutProof(looks, records);
        // Others may answer, in the next round.
        const [first] = findings;
        const isInvented =
            first?.id === "dnsIntercepted" &&
            (looks.some(({ invented }) => invented.length > 0) || fileLook?.answers.some(({ invented }) => invented));
        return (first?.id === "cannotLook" || isInvented) && useless.length > 0 && !chosen.allTried ? [] : findings;
    };

    return {
        async round(proof, { signal }) {
            const limit = timeLimit(limits.roundMs, signal, closing.signal);
            try {
                return await round(proof, limit.signal);
            } catch (error) {
                // Whatever goes wrong in here, the wait is to go on as without a diagnosis.
                return [failed(error)];
            } finally {
                limit.end();
            }
        },
        close: () => closing.abort(),
    };
}

function failed(error: unknown): Finding {
    const reason = printable(String(error));
    const sentence = { en: `The diagnosis could not look: ${reason}`, zh: `无法诊断：${reason}` };
    return { id: "cannotLook", severity: "information", sentence, evidence: [], certain: false };
}
