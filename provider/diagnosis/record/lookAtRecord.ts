import { isFakeAddress } from "../addresses";
import { type Asked, ask } from "../dns/ask";
import type { Inventors } from "../inventors";
import { addressesOf, type ZoneOptions } from "../zone/nameServers";
import type { FoundZone, Zone, Zones } from "../zone/zones";
import { type Probes, probe } from "./probes";
import { isIntercepted, tells, type View, viewOfNameServer, viewOfResolver } from "./view";
import { faultOf, type Wanted } from "./wanted";

export interface LookOptions extends ZoneOptions {
    zones: Zones;
    inventors: Inventors;
}

/** The registry is asked where that leaves enough to tell the mistake; else in the next round, which knows the zone. */
const WITH_REGISTRY = 10;

/** All that was seen of one record in a round. */
export interface RecordLook {
    wanted: Wanted;
    zone: Zone;
    /** Those that do not give an address for every name. */
    resolvers: View[];
    servers: View[];
    /** Where the zone delegates the record to servers of its own, if it does: at which name, and in which zone those NS records are. */
    delegatedAt?: { name: string; parent: string };
    /** Whether somebody answers in place of the name servers, or gives made-up addresses for them. */
    intercepted: false | "answers" | "addresses" | "names";
    /** The resolvers that give an address for every name, with such an answer; looked for only where no name server tells. */
    invented: { who: string; asked: Asked }[];
    /** Those whose word counts: the zone's name servers, else the resolvers. */
    deciding: View[];
    probes: Probes;
}

/** Looks at a record at the name servers of its zone and at resolvers, and at what else tells one mistake from the others. */
export async function lookAtRecord(wanted: Wanted, options: LookOptions): Promise<RecordLook> {
    const { zones, resolvers: known } = options;
    const [listed, resolvers] = await Promise.all([
        zones.find(wanted.registered, options),
        askResolvers(wanted.name, options),
    ]);
    let zone = listed;
    let servers = await askNameServers(wanted.name, zone, options);
    if (isDoubtful(wanted, zone, servers, resolvers) && options.budget.hasDatagrams(WITH_REGISTRY)) {
        zone = await zones.findDelegated(wanted.registered, options);
        if (zone !== listed) servers = await askNameServers(wanted.name, zone, options);
    }
    let delegatedAt: RecordLook["delegatedAt"];
    const [resolver] = known;
    // A zone below may delegate once more; each is longer than the one above, so that this ends.
    while (resolver && zone.kind === "found" && options.budget.hasDatagrams(1)) {
        const referral = servers.find(({ kind }) => kind === "referral")?.asked.reply;
        if (!referral) break;
        const records = referral.authorities.filter(({ type }) => type === "NS");
        const name = records[0]?.name ?? "";
        delegatedAt = { name, parent: zone.apex };
        zone = { kind: "found", apex: name, ...(await addressesOf(records, resolver, referral, options)) };
        servers = await askNameServers(wanted.name, zone, options);
    }
    const forged = interception(zone, servers);
    const isTold = servers.some(tells) && !forged;
    const invented = isTold ? [] : await inventions(resolvers, options);
    const believed = resolvers.filter(({ who }) => !invented.some((one) => one.who === who));
    const deciding = whoseWordCounts(servers, believed, forged !== false);
    const intercepted = forged || (deciding.length === 0 && invented.length > 0 ? "names" : false);
    const hasOwnZone = delegatedAt?.name === wanted.name;
    const told = { deciding, resolvers: believed, intercepted: intercepted !== false, hasOwnZone };
    const probes = await probe(wanted, told, options);
    return { wanted, zone, resolvers: believed, servers, delegatedAt, intercepted, invented, deciding, probes };
}

/** Whether the registry is to be asked too: the zone is not found, or its servers do not have what somebody may have added elsewhere. */
function isDoubtful(wanted: Wanted, zone: Zone, servers: readonly View[], resolvers: readonly View[]): boolean {
    if (zone.kind !== "found") return zone.kind === "unknown";
    const telling = servers.filter(tells);
    const isRight = ({ value }: View) => value !== undefined && faultOf(value, wanted) === undefined;
    if (telling.length === 0 || telling.every(({ kind }) => kind !== "value")) return true;
    return telling.every(isRight) && resolvers.some((view) => tells(view) && !isRight(view));
}

function askResolvers(name: string, options: LookOptions): Promise<View[]> {
    return Promise.all(
        options.resolvers.map(async ({ label, server, own }) => {
            const asked = await ask(server, { name, type: "CNAME", recursive: true }, options);
            return viewOfResolver(name, { who: label, server, role: own ? "ownResolver" : "resolver", asked });
        }),
    );
}

async function askNameServers(name: string, zone: Zone, options: LookOptions): Promise<View[]> {
    if (zone.kind !== "found") return [];
    return Promise.all(
        zone.servers.map(async (nameServer) => {
            const server = { address: nameServer.address, port: options.port };
            const asked = await ask(server, { name, type: "CNAME" }, options);
            const who = `${nameServer.name} (${nameServer.address})`;
            return viewOfNameServer(name, zone.apex, { who, server, asked });
        }),
    );
}

function interception(zone: Zone, servers: readonly View[]): RecordLook["intercepted"] {
    const isFake = ({ servers: all }: FoundZone) =>
        all.length > 0 && all.every(({ address }) => isFakeAddress(address));
    if (zone.kind === "found" && isFake(zone)) return "addresses";
    const replied = servers.filter(({ asked }) => asked.reply);
    return replied.length > 0 && replied.every(isIntercepted) ? "answers" : false;
}

/** What resolvers that tell something of the record answer for a name that nobody has, where that is an address. */
async function inventions(views: readonly View[], options: LookOptions): Promise<RecordLook["invented"]> {
    const asked = await Promise.all(
        options.resolvers.map(async (resolver) => {
            const isTelling = views.some((view) => view.who === resolver.label && tells(view));
            const made = isTelling ? await options.inventors.inventedBy(resolver, options) : undefined;
            return made ? [{ who: resolver.label, asked: made }] : [];
        }),
    );
    return asked.flat();
}

function whoseWordCounts(servers: readonly View[], resolvers: readonly View[], intercepted: boolean): View[] {
    const authorities = servers.filter(tells);
    if (authorities.length > 0 && !intercepted) return authorities;
    // Where plain DNS is intercepted, only what comes by https is to be believed.
    const telling = resolvers.filter((view) => tells(view) && !(intercepted && "address" in view.server));
    const others = telling.filter(({ role }) => role === "resolver");
    return others.length > 0 ? others : telling;
}
