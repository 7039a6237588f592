import type { Resolver } from "../../common/resolvers";
import { type Asked, type AskOptions, ask } from "../dns/ask";
import type { RecordType, Reply, ResourceRecord } from "../dns/codec";

export interface ZoneOptions extends AskOptions {
    /** In the order in which they are asked. */
    resolvers: readonly Resolver[];
    /** The port of name servers. */
    port: number;
    /** How many of a zone's servers are asked. */
    maxServers: number;
}

interface NameServer {
    /** Such as `a.ns.example`. */
    name: string;
    address: string;
}

export interface NameServers {
    /** All of them. */
    names: string[];
    /** Those that are asked. */
    servers: NameServer[];
    /** Those that have no address. */
    withoutAddress: string[];
    /** How many others are not asked, as nobody told their address. */
    unknown: number;
    /** For how many seconds this may be kept. */
    ttl: number;
}

/** What resolvers answer, two at a time, until one says what is wanted: one may be slow, and a lost datagram is not sent again. */
export async function questionAll(
    name: string,
    type: RecordType,
    options: ZoneOptions,
    isWanted: (answer: Asked) => boolean,
): Promise<{ resolver: Resolver; answer: Asked }[]> {
    const all: { resolver: Resolver; answer: Asked }[] = [];
    for (let next = 0; next < options.resolvers.length && !all.some(({ answer }) => isWanted(answer)); next += 2) {
        const pair = options.resolvers.slice(next, next + 2).map(async (resolver) => ({
            resolver,
            answer: await askResolver(resolver, name, type, options),
        }));
        all.push(...(await Promise.all(pair)));
    }
    return all;
}

/** DNSSEC is not checked: whether a zone's answers are valid is a question of its own. */
export function askResolver({ server }: Resolver, name: string, type: RecordType, options: AskOptions): Promise<Asked> {
    return ask(server, { name, type, recursive: true, unchecked: true }, options);
}

/** The addresses of name servers: those that came along, and of the others what the resolver answers. IPv4 first. */
export async function addressesOf(
    records: readonly ResourceRecord[],
    resolver: Resolver,
    reply: Reply | undefined,
    options: ZoneOptions,
): Promise<NameServers> {
    const names = [...new Set(records.map(({ value }) => value))].sort();
    const ttl = Math.min(...records.map((record) => record.ttl));
    const found: NameServers = { names, servers: [], withoutAddress: [], unknown: 0, ttl };
    const chosen = names.slice(0, options.maxServers);
    const addresses = await Promise.all(chosen.map((name) => addressOf(name, resolver, reply, options)));
    for (const [index, address] of addresses.entries()) {
        const name = chosen[index] as string;
        if (address === "unknown") found.unknown++;
        else if (address === undefined) found.withoutAddress.push(name);
        else found.servers.push({ name, address });
    }
    return found;
}

async function addressOf(name: string, resolver: Resolver, reply: Reply | undefined, options: ZoneOptions) {
    for (const type of ["A", "AAAA"] as const) {
        const along = reply?.additionals.find((record) => record.type === type && record.name === name);
        if (along) return along.value;
        const answer = await askResolver(resolver, name, type, options);
        const { code = "", answers = [] } = answer.reply ?? {};
        const address = answers.find((record) => record.type === type)?.value;
        if (address) return address;
        if (code !== "NOERROR" && code !== "NXDOMAIN") return "unknown";
    }
    return undefined;
}
