import { randomBytes } from "node:crypto";
import { type Asked, type AskOptions, ask } from "../dns/ask";
import type { RecordType } from "../dns/codec";
import type { View } from "./view";
import { faultOf, meantBy, type Wanted } from "./wanted";

/** Records of one type at a name. */
export interface Found {
    name: string;
    type: RecordType;
    values: string[];
}

/** Records of the name itself, or those of a wildcard. `isAlone` unless a wildcard has others of the type. */
interface Sorted {
    own?: Found & { isAlone: boolean };
    wildcard?: Found;
}

/** What tells mistakes apart that look alike in the record itself. */
export interface MistakeProbes {
    /** A record whose name has the zone twice. */
    doubled?: Found;
    /** What a wildcard gives in place of the record. */
    wildcard?: Found;
    /** What stands at the record's name itself in place of a CNAME. */
    instead?: Sorted["own"];
    /** The answers that show any of this, and who gave them. */
    asked: { who: string; asked: Asked }[];
}

/** Asks one of those whose word counts. No wildcard reaches a name that has a zone of its own. */
export async function probeMistake(
    wanted: Wanted,
    deciding: readonly View[],
    options: AskOptions & { hasOwnZone: boolean },
): Promise<MistakeProbes> {
    const missing = deciding.length > 0 && deciding.every(({ kind }) => kind === "absent" || kind === "noData");
    const wrong = deciding.some(({ kind, value }) => kind === "value" && faultOf(value as string, wanted) === "other");
    // The one that knows the name, if one does.
    const witness =
        deciding.find(({ kind }) => kind === "noData") ?? deciding.find(({ kind }) => kind !== "value") ?? deciding[0];
    const probes: MistakeProbes = { asked: [] };
    if (!witness || (!missing && !wrong)) return probes;
    const { budget } = options;
    const put = async (name: string, type: RecordType) => {
        const asked = await ask(witness.server, { name, type, recursive: witness.role !== "nameServer" }, options);
        probes.asked.push({ who: witness.who, asked });
        const { code, answers = [] } = asked.reply ?? {};
        if (code !== "NOERROR" && code !== "NXDOMAIN") return undefined;
        const own = answers.filter((record) => record.type === type && record.name === name);
        // Servers answer the records of a set in turn: the same set is to read the same in each round.
        return { code, values: own.map(({ value }) => value).sort() };
    };
    const findAt = async (name: string, type: RecordType): Promise<Found[]> => {
        const { values = [] } = (await put(name, type)) ?? {};
        return values.length > 0 ? [{ name, type, values }] : [];
    };
    /** Whether a random name beside has the same: it is a wildcard's then. Nothing as long as that is not known. */
    const sort = async (found: Found): Promise<Sorted | undefined> => {
        const isBeyondWildcards = options.hasOwnZone && found.name === wanted.name;
        const beside = isBeyondWildcards
            ? []
            : ((await put(randomNameBeside(found.name), found.type))?.values ?? (await withoutWildcard(found)));
        if (!beside) return undefined;
        const own = found.values.filter((value) => !beside.includes(value));
        // Of many addresses each answer may give some; texts always come whole.
        const isWildcard = own.length === 0 || (found.type !== "TXT" && own.length < found.values.length);
        return isWildcard ? { wildcard: found } : { own: { ...found, values: own, isAlone: beside.length === 0 } };
    };
    const doubledAnswers = new Map<string, ReturnType<typeof put>>();
    /** Where a round has no room for a random name: a wildcard would stand for the name with the domain behind it, too. */
    const withoutWildcard = async ({ name }: Found): Promise<string[] | undefined> => {
        const isBelowDomain = name === wanted.name && name.split(".").slice(1).join(".") === wanted.domain;
        const doubled = isBelowDomain ? await doubledAnswers.get(`${name}.${wanted.domain}`) : undefined;
        return doubled?.code === "NXDOMAIN" ? [] : undefined;
    };
    const findDoubled = async () => {
        const sorted = await Promise.all(
            doubledNames(wanted, witness).map(async (name) => {
                const answer = put(name, "CNAME");
                doubledAnswers.set(name, answer);
                const { code, values = [] } = (await answer) ?? {};
                const targets: Found = { name, type: "CNAME", values };
                // Of a record that is not known, one that does not look like EdgeOne's is another authority's.
                if (values.length > 0) return wanted.known || meantIn(targets, wanted) ? sort(targets) : undefined;
                // Something else is there; what is at the record's own name is asked for before.
                if (code !== "NOERROR" || witness.kind === "noData" || !budget.hasDatagrams(2)) return undefined;
                const [texts] = await findAt(name, "TXT");
                return texts && meantIn(texts, wanted) ? sort(texts) : undefined;
            }),
        );
        probes.doubled = sorted.find((one) => one?.own)?.own;
    };
    const findInstead = async () => {
        let found = (await Promise.all([findAt(wanted.name, "TXT"), findAt(wanted.name, "A")])).flat();
        if (found.length === 0 && budget.hasDatagrams(1)) found = await findAt(wanted.name, "AAAA");
        const sorted = await Promise.all(found.map(sort));
        probes.instead = sorted.find((one) => one?.own)?.own;
        probes.wildcard = sorted.find((one) => one?.wildcard)?.wildcard;
    };
    await Promise.all([
        missing ? findDoubled() : undefined,
        missing && witness.kind === "noData" ? findInstead() : undefined,
    ]);
    if (wrong) [probes.wildcard] = await findAt(randomNameBeside(wanted.name), "CNAME");
    // Behind a wildcard the record is missing, too.
    if (deciding.some(({ value }) => value !== undefined && probes.wildcard?.values.includes(value)))
        await findDoubled();
    return probes;
}

/** The wanted value, if a record has it or is meant to. */
export function meantIn({ values }: Found, wanted: Wanted): string | undefined {
    return values.map((value) => meantBy(value.toLowerCase(), wanted)).find((value) => value !== undefined);
}

const randomNameBeside = (name: string): string => name.replace(/^[^.]+/, `_${randomBytes(6).toString("hex")}`);

/** The record's name with the zone, the registered domain or the domain put behind it, as some consoles do by themselves. */
function doubledNames({ name, domain, registered }: Wanted, { asked }: View): string[] {
    const soa = asked.reply?.authorities.find((record) => record.type === "SOA" && name.endsWith(`.${record.name}`));
    return [...new Set([soa?.name ?? registered, domain])].map((suffix) => `${name}.${suffix}`);
}
