import {
    createDiagnosis,
    type Diagnosis,
    type DiagnosisOptions,
    type Finding,
    type Proof,
} from "../../../provider/diagnosis";
import { type Behaviour, type DnsWorld, type Entry, resolver, startDnsWorld, zoneServer } from "./dnsWorld";

export const NAME = "_dnsauth.www.example.com";
export const VALUE = "www.example.com.eoacme0.com";
const PROOF: Proof = { domain: "www.example.com", dns: { name: NAME, type: "CNAME", value: VALUE } };
/** The record as it is wanted. */
export const RIGHT: Entry = [NAME, "CNAME", VALUE];

export const NS: Entry[] = [
    ["example.com", "NS", "a.ns.test"],
    ["example.com", "NS", "b.ns.test"],
];
export const ADDRESSES: Entry[] = [
    ["a.ns.test", "A", "127.0.0.4"],
    ["b.ns.test", "A", "127.0.0.5"],
    ["c.ns.test", "A", "127.0.0.6"],
    ["old.ns.test", "A", "127.0.0.7"],
    ["tld.ns.test", "A", "127.0.0.8"],
];
/** What the registry's own servers say, for the resolvers. */
export const REGISTRY: Entry[] = [["com", "NS", "tld.ns.test"]];

/** A busy machine may take longer over an answer than a name server does. */
export const UNHURRIED = { answerMs: 1500, getMs: 2000, roundMs: 8000 };

/** A server that never answers. */
export const mute: Behaviour = () => undefined;

export class Situation implements AsyncDisposable {
    private constructor(
        readonly world: DnsWorld,
        readonly diagnosis: Diagnosis,
    ) {}

    /** A zone with these entries at two name servers and two resolvers, but for what other servers do. */
    static async of(
        entries: readonly Entry[],
        others: Record<string, Behaviour> = {},
        options: DiagnosisOptions = {},
        wantedPort?: number,
    ): Promise<Situation> {
        const zone = [...NS, ...entries];
        const recursive = resolver({ "example.com": zone, "ns.test": ADDRESSES, com: REGISTRY });
        const world = await startDnsWorld(
            {
                "127.0.0.2": recursive,
                "127.0.0.3": recursive,
                "127.0.0.4": zoneServer("example.com", zone),
                "127.0.0.5": zoneServer("example.com", zone),
                ...others,
            },
            wantedPort,
        );
        const { port } = world;
        const { resolvers: given = ["127.0.0.2", "127.0.0.3"] } = options;
        const resolvers = given.map((one) => (one === "system" ? one : `${one}:${port}`));
        return new Situation(
            world,
            createDiagnosis({ limits: UNHURRIED, ...options, resolvers, ports: { dns: port, ...options.ports } }),
        );
    }

    /** What a round finds. No round of any test costs more than is promised. */
    async round(proof: Proof = PROOF): Promise<Finding[]> {
        const before = this.world.asked.length;
        const findings = await this.diagnosis.round(proof, { signal: new AbortController().signal });
        expect(this.world.asked.length - before).toBeLessThanOrEqual(20);
        for (const { sentence, advice } of findings) {
            for (const text of [sentence.en, sentence.zh, advice?.en ?? "", advice?.zh ?? ""]) {
                expect(text).not.toMatch(/undefined|\[object|[\p{Cc}]| {2}/u);
            }
        }
        return findings;
    }

    async [Symbol.asyncDispose](): Promise<void> {
        this.diagnosis.close();
        await this.world.stop();
    }
}

/** What one round finds in such a situation. */
export async function lookOnce(...situation: Parameters<typeof Situation.of>): Promise<Finding[]> {
    await using made = await Situation.of(...situation);
    return await made.round();
}
