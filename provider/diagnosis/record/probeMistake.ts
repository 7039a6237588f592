import { randomBytes } from "node:crypto";
import { type Asked, type AskOptions, ask } from "../dns/ask";
import type { RecordType } from "../dns/codec";
import type { View } from "./view";
import { faultOf, type Wanted } from "./wanted";

/** What tells mistakes apart that look alike in the record itself. */
export interface MistakeProbes {
    /** A record whose name has the zone twice. */
    doubled?: { name: string; value: string; asked: Asked };
    /** The target of a random name beside the record: that of a wildcard. */
    wildcard?: string;
    /** The texts at the record's name. */
    texts?: string[];
    /** The addresses at the record's name, unless a wildcard gives them. */
    addresses?: string[];
    /** The answers that show any of this. */
    asked: Asked[];
}

/** Asks one of those whose word counts. */
export async function probeMistake(
    wanted: Wanted,
    deciding: readonly View[],
    options: AskOptions,
): Promise<MistakeProbes> {
    const missing = deciding.length > 0 && deciding.every(({ kind }) => kind === "absent" || kind === "noData");
    const wrong = deciding.some(({ kind, value }) => kind === "value" && faultOf(value as string, wanted) === "other");
    // The one that knows the name, if one does.
    const witness =
        deciding.find(({ kind }) => kind === "noData") ?? deciding.find(({ kind }) => kind !== "value") ?? deciding[0];
    const probes: MistakeProbes = { asked: [] };
    if (!witness || (!missing && !wrong)) return probes;
    const put = async (name: string, type: RecordType): Promise<Asked> => {
        const asked = await ask(witness.server, { name, type, recursive: witness.role !== "nameServer" }, options);
        probes.asked.push(asked);
        return asked;
    };
    const targetOf = ({ reply }: Asked, name: string) =>
        reply?.answers.find((record) => record.type === "CNAME" && record.name === name)?.value;
    const sibling = wanted.name.replace(/^[^.]+/, `_${randomBytes(6).toString("hex")}`);
    const [, ...beside] = await Promise.all([
        put(sibling, "CNAME").then((asked) => {
            probes.wildcard = targetOf(asked, sibling);
        }),
        ...(missing
            ? doubledNames(wanted, witness).map(async (name) => ({ name, asked: await put(name, "CNAME") }))
            : []),
    ]);
    for (const { name, asked } of beside) {
        const value = targetOf(asked, name);
        if (value !== undefined && value !== probes.wildcard) probes.doubled ??= { name, value, asked };
    }
    if (witness.kind !== "noData") return probes;
    const [texts, addresses] = await Promise.all([put(wanted.name, "TXT"), put(wanted.name, "A")]);
    const valuesOf = ({ reply }: Asked, type: RecordType) =>
        (reply?.answers ?? []).filter((record) => record.type === type).map(({ value }) => value);
    probes.texts = valuesOf(texts, "TXT");
    probes.addresses = valuesOf(addresses, "A");
    if (probes.addresses.length > 0) {
        const shadow = valuesOf(await put(sibling, "A"), "A");
        if (shadow.some((address) => probes.addresses?.includes(address))) probes.addresses = [];
    }
    return probes;
}

/** The record's name with the zone, the registered domain or the domain put behind it, as some consoles do by themselves. */
function doubledNames({ name, domain, registered }: Wanted, { asked }: View): string[] {
    const soa = asked.reply?.authorities.find((record) => record.type === "SOA" && name.endsWith(`.${record.name}`));
    return [...new Set([soa?.name ?? registered, domain])].map((suffix) => `${name}.${suffix}`);
}
