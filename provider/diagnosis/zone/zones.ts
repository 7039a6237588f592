import { type Asked, type AskOptions, ask } from "../dns/ask";
import { evidenceOf } from "../dns/evidence";
import type { Resolver } from "../dns/resolvers";
import type { Evidence } from "../finding";

interface NameServer {
    /** Such as `a.ns.example`. */
    name: string;
    address: string;
}

/** The zone of a domain, as resolvers tell. */
export type Zone =
    | { kind: "found"; apex: string; servers: NameServer[]; withoutAddress: string[] }
    | { kind: "noSuchDomain"; evidence: Evidence[] }
    | { kind: "unknown" };

export interface ZoneOptions extends AskOptions {
    /** In the order in which they are asked. */
    resolvers: readonly Resolver[];
    /** How many of a zone's servers are asked. */
    maxServers: number;
}

/** What is the same for a minute at least, however short it may be kept. */
const MIN_KEPT_MS = 60_000;
const MAX_KEPT_MS = 3_600_000;

/** The zones of a run, each looked up once for all of its domains. */
export class Zones {
    private readonly zones = new Map<string, { zone: Promise<Zone>; until: number }>();

    /** The zone at or above this name, which is a registered domain, such as `example.com`. */
    async find(name: string, options: ZoneOptions): Promise<Zone> {
        const known = this.zones.get(name);
        if (known && known.until > options.now()) return known.zone;
        const looked = lookUp(name, options);
        const entry = { zone: looked.then(({ zone }) => zone), until: Number.POSITIVE_INFINITY };
        this.zones.set(name, entry);
        const { zone, ttl } = await looked;
        if (zone.kind === "found") {
            entry.until = options.now() + Math.min(Math.max(ttl * 1000, MIN_KEPT_MS), MAX_KEPT_MS);
        } else {
            this.zones.delete(name);
        }
        return zone;
    }
}

async function lookUp(name: string, options: ZoneOptions): Promise<{ zone: Zone; ttl: number }> {
    const { resolvers } = options;
    const none = (zone: Zone) => ({ zone, ttl: 0 });
    const asked: { resolver: Resolver; answer: Asked }[] = [];
    // Two at a time: one may be slow or lost, and a domain counts as absent only if two say so.
    for (let next = 0; next < resolvers.length; next += 2) {
        const pair = resolvers.slice(next, next + 2);
        const answers = await Promise.all(
            pair.map(async (resolver) => ({
                resolver,
                answer: await ask(resolver.server, { name, type: "NS", recursive: true }, options),
            })),
        );
        asked.push(...answers);
        for (const { resolver, answer } of answers) {
            const records = (answer.reply?.answers ?? []).filter(
                (record) => record.type === "NS" && record.name === name,
            );
            if (records.length === 0) continue;
            const names = records.map(({ value }) => value).sort();
            const servers = await addressesOf(names.slice(0, options.maxServers), resolver, answer, options);
            const found = new Set(servers.map((server) => server.name));
            const withoutAddress = names.slice(0, options.maxServers).filter((server) => !found.has(server));
            const ttl = Math.min(...records.map((record) => record.ttl));
            return { zone: { kind: "found", apex: name, servers, withoutAddress }, ttl };
        }
    }
    const absent = asked.filter(({ answer }) => isAbsentAtRegistry(name, answer));
    if (absent.length < Math.min(2, resolvers.length)) return none({ kind: "unknown" });
    const evidence = absent.map(({ resolver, answer }) => evidenceOf(resolver.label, answer));
    return none({ kind: "noSuchDomain", evidence });
}

/** Whether the zone above the domain, that of the registry, says that there is no such domain. */
function isAbsentAtRegistry(name: string, { reply }: Asked): boolean {
    if (reply?.code !== "NXDOMAIN") return false;
    return reply.authorities.some((record) => record.type === "SOA" && name.endsWith(`.${record.name}`));
}

/** The addresses of name servers: those that came along, and of the others what the resolver answers. IPv4 first. */
async function addressesOf(
    names: readonly string[],
    resolver: Resolver,
    { reply }: Asked,
    options: ZoneOptions,
): Promise<NameServer[]> {
    const found = await Promise.all(
        names.map(async (name): Promise<NameServer[]> => {
            for (const type of ["A", "AAAA"] as const) {
                const along = reply?.additionals.find((record) => record.type === type && record.name === name);
                if (along) return [{ name, address: along.value }];
                const answer = await ask(resolver.server, { name, type, recursive: true }, options);
                const address = answer.reply?.answers.find((record) => record.type === type)?.value;
                if (address) return [{ name, address }];
            }
            return [];
        }),
    );
    return found.flat();
}
