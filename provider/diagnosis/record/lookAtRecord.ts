import { type AskOptions, ask } from "../dns/ask";
import type { Resolver } from "../dns/resolvers";
import type { Zone, Zones } from "../zone/zones";
import { type Probes, probe } from "./probes";
import { isIntercepted, tells, type View, viewOfNameServer, viewOfResolver } from "./view";
import type { Wanted } from "./wanted";

export interface LookOptions extends AskOptions {
    /** Those that are asked, the machine's own last. */
    resolvers: readonly Resolver[];
    zones: Zones;
    /** The port of name servers. */
    port: number;
    maxServers: number;
}

/** All that was seen of one record in a round. */
export interface RecordLook {
    wanted: Wanted;
    zone: Zone;
    resolvers: View[];
    servers: View[];
    /** Whether somebody answers in place of the name servers. */
    intercepted: boolean;
    /** Those whose word counts: the zone's name servers, else the resolvers. */
    deciding: View[];
    probes: Probes;
}

/** Looks at a record at the name servers of its zone and at resolvers, and at what else tells one mistake from the others. */
export async function lookAtRecord(wanted: Wanted, options: LookOptions): Promise<RecordLook> {
    const [zone, resolvers] = await Promise.all([
        options.zones.find(wanted.registered, options),
        askResolvers(wanted.name, options),
    ]);
    const servers = zone.kind === "found" ? await askNameServers(wanted.name, zone, options) : [];
    const replied = servers.filter(({ asked }) => asked.reply);
    const intercepted = replied.length > 0 && replied.every(isIntercepted);
    const deciding = whoseWordCounts(servers, resolvers, intercepted);
    const probes = await probe(wanted, deciding, options);
    return { wanted, zone, resolvers, servers, intercepted, deciding, probes };
}

function askResolvers(name: string, options: LookOptions): Promise<View[]> {
    return Promise.all(
        options.resolvers.map(async ({ label, server, own }) => {
            const asked = await ask(server, { name, type: "CNAME", recursive: true }, options);
            return viewOfResolver(name, { who: label, server, role: own ? "ownResolver" : "resolver", asked });
        }),
    );
}

function askNameServers(name: string, zone: Zone & { kind: "found" }, options: LookOptions): Promise<View[]> {
    return Promise.all(
        zone.servers.map(async (nameServer) => {
            const server = { address: nameServer.address, port: options.port };
            const asked = await ask(server, { name, type: "CNAME" }, options);
            const who = `${nameServer.name} (${nameServer.address})`;
            return viewOfNameServer(name, zone.apex, { who, server, asked });
        }),
    );
}

function whoseWordCounts(servers: readonly View[], resolvers: readonly View[], intercepted: boolean): View[] {
    const authorities = servers.filter(tells);
    if (authorities.length > 0 && !intercepted) return authorities;
    // Where plain DNS is intercepted, only what comes by https is to be believed.
    const telling = resolvers.filter((view) => tells(view) && !(intercepted && "address" in view.server));
    const others = telling.filter(({ role }) => role === "resolver");
    return others.length > 0 ? others : telling;
}
