import { systemClock } from "../common/clock";
import { onAbort } from "../common/onAbort";
import { printable } from "../common/text";
import { Budget } from "./budget";
import { DEFAULT_RESOLVERS, parseResolver, type Resolver } from "./dns/resolvers";
import { type Finding, inOrder } from "./finding";
import type { Proof } from "./proof";
import { judgeRecord } from "./record/judgeRecord";
import { lookAtRecord } from "./record/lookAtRecord";
import type { Memory } from "./record/memory";
import { wantedRecords } from "./record/wanted";
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
    /** As {@link parseResolver} takes them, in the order of preference. {@link DEFAULT_RESOLVERS} if left out. */
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
    /** How many name servers of a zone are asked. */
    nameServers: number;
    /** How many resolvers are asked. */
    resolvers: number;
}

const BESIDE_A_WAIT: Limits = { datagrams: 20, gets: 2, roundMs: 1000, answerMs: 400, nameServers: 4, resolvers: 3 };

export function createDiagnosis(options: DiagnosisOptions = {}): Diagnosis {
    const limits = { ...BESIDE_A_WAIT, ...options.limits };
    const now = () => (options.clock ?? systemClock).now();
    const chosen = new ChosenResolvers(options.resolvers ?? DEFAULT_RESOLVERS, limits.resolvers);
    const zones = new Zones();
    const memories = new Map<string, Memory>();
    const closing = new AbortController();

    const round = async (proof: Proof, signal: AbortSignal): Promise<Finding[]> => {
        const budget = new Budget(limits, signal);
        const resolvers = chosen.forRound();
        const looks = await Promise.all(
            wantedRecords(proof).map((wanted) =>
                lookAtRecord(wanted, {
                    budget,
                    now,
                    timeoutMs: limits.answerMs,
                    resolvers,
                    zones,
                    port: options.ports?.dns ?? 53,
                    maxServers: limits.nameServers,
                }),
            ),
        );
        for (const look of looks)
            chosen.learn(look.resolvers.filter(({ asked }) => asked.failure).map(({ who }) => who));
        return inOrder(
            looks.flatMap((look) => {
                const memory = memories.get(look.wanted.name) ?? {};
                memories.set(look.wanted.name, memory);
                return judgeRecord(look, memory);
            }),
        );
    };

    return {
        async round(proof, { signal }) {
            const controller = new AbortController();
            const abort = () => controller.abort();
            const stops = [onAbort(signal, abort), onAbort(closing.signal, abort)];
            const timer = setTimeout(abort, limits.roundMs);
            timer.unref();
            try {
                return await round(proof, controller.signal);
            } catch (error) {
                // Whatever goes wrong in here, the wait is to go on as without a diagnosis.
                return [failed(error)];
            } finally {
                clearTimeout(timer);
                for (const stop of stops) stop();
            }
        },
        close: () => closing.abort(),
    };
}

function failed(error: unknown): Finding {
    const reason = printable(String(error));
    const sentence = { en: `The diagnosis could not look: ${reason}`, zh: `无法诊断:${reason}` };
    return { id: "cannotLook", severity: "information", sentence, evidence: [], certain: false };
}

/** The resolvers of a run: those that do not answer make way for the others. */
class ChosenResolvers {
    private readonly all: Resolver[];

    constructor(
        texts: readonly string[],
        private readonly count: number,
    ) {
        this.all = texts.flatMap((text) => parseResolver(text) ?? []);
    }

    /** The machine's own last, as it decides last. */
    forRound(): Resolver[] {
        return this.all.slice(0, this.count).sort((a, b) => Number(a.own) - Number(b.own));
    }

    learn(silent: readonly string[]): void {
        const isSilent = ({ label }: Resolver) => silent.includes(label);
        this.all.sort((a, b) => Number(isSilent(a)) - Number(isSilent(b)));
    }
}
