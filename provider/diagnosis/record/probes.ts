import { type Asked, ask } from "../dns/ask";
import { type CaaLook, lookAtCaa } from "../domain/caa";
import { type HostLook, lookAtHost } from "../domain/host";
import type { ZoneOptions } from "../zone/nameServers";
import { askUnchecked, type Unchecked } from "./dnssec";
import { type MistakeProbes, probeMistake } from "./probeMistake";
import { askByRegion, type RegionalAnswer } from "./regions";
import { tells, type View } from "./view";
import { faultOf, type Wanted } from "./wanted";

/** What is asked beyond the record itself: it tells mistakes apart that look alike, and what is in the way of a record that is right. */
export interface Probes extends MistakeProbes {
    /** What each region is answered; empty where that is the same for all, or not known. */
    regions: RegionalAnswer[];
    unchecked: Unchecked;
    /** The TXT and A look-ups of a record that is right. */
    beside: { who: string; asked: Asked }[];
    caa?: CaaLook;
    host?: HostLook;
}

interface Known {
    deciding: readonly View[];
    resolvers: readonly View[];
    intercepted: boolean;
    /** Whether the record's name is that of a zone. */
    hasOwnZone: boolean;
}

/** Asks in the order of what tells most, as the round may end before the last answer. */
export async function probe(
    wanted: Wanted,
    { deciding, resolvers, intercepted, hasOwnZone }: Known,
    options: ZoneOptions,
): Promise<Probes> {
    const right = deciding.length > 0 && deciding.every(({ value }) => value !== undefined && !faultOf(value, wanted));
    const [nameServer] = intercepted ? [] : deciding.filter(({ role }) => role === "nameServer");
    const [resolver] = options.resolvers;
    const mistake = right ? undefined : probeMistake(wanted, deciding, { ...options, hasOwnZone });
    const unchecked = askUnchecked(wanted.name, resolvers, options);
    // Of no use before the record is right, but for somebody who wants to know all at once.
    const isAll = options.budget.isAmple;
    const answering = resolvers.filter(({ asked }) => asked.reply).map(({ who }) => who);
    const caa = right || isAll ? lookAtCaa(wanted, { resolvers: options.resolvers, answering }, options) : undefined;
    const askBeside = async (type: "TXT" | "A") =>
        right && nameServer
            ? [{ who: nameServer.who, asked: await ask(nameServer.server, { name: wanted.name, type }, options) }]
            : [];
    const texts = askBeside("TXT");
    // Of two records that may be wanted, one is mostly not there: a round has no room for that.
    const isLooked = right || wanted.known;
    const regions = isLooked && nameServer && tells(nameServer) ? askByRegion(wanted.name, nameServer, options) : [];
    const host = right && resolver && !wanted.wildcard ? lookAtHost(wanted.domain, resolver, options) : undefined;
    const probes = {
        asked: [],
        ...(await mistake),
        unchecked: await unchecked,
        caa: await caa,
        regions: await regions,
        host: await host,
    };
    // Last, as an address beside the CNAME is the least likely of all.
    return { ...probes, beside: [...(await texts), ...(await askBeside("A"))] };
}
