import { notToldNote } from "../domain/caa";
import { judgeHost } from "../domain/host";
import { judgeCaa } from "../domain/judgeCaa";
import { domainUnregistered } from "../domain/registered";
import { type Finding, inOrder } from "../finding";
import type { Memory } from "../memory";
import { failingResolvers } from "./dnssec";
import type { RecordLook } from "./lookAtRecord";
import { missing } from "./missing";
import { ownNetwork } from "./ownNetwork";
import { splitByRegion } from "./regions";
import { besideOtherData, right } from "./right";
import { delegations, faultyServers, serversDisagree } from "./servers";
import { faultOf } from "./wanted";
import { wrong } from "./wrong";

/** What follows from a look at a record, the leading finding first; empty if the round ended before anything could be told. */
export function judgeRecord(look: RecordLook, memory: Memory): Finding[] {
    const { zone, probes, wanted, deciding, intercepted } = look;
    if (zone.kind === "noSuchDomain") return [domainUnregistered(wanted.registered, zone.evidence)];
    const servers = intercepted ? [] : faultyServers(look);
    // What resolvers still say where no server answers for the zone is on its way out.
    const isServed = !servers.some(({ id, severity }) => id === "allServersLame" && severity === "fatal");
    const record = deciding.length > 0 && isServed ? judgeValues(look, memory) : [];
    if (!record.some(({ id }) => id === "allRight" || id === "notYetAtResolvers")) memory.rightSince = undefined;
    if (!record.some(({ id }) => id === "serversDisagree")) memory.disagreeSince = undefined;
    const obstacles = [
        ...servers,
        ...failingResolvers(look),
        ...besideOtherData(look),
        ...(probes.caa ? judgeCaa(probes.caa, memory) : []),
    ];
    const host = probes.host ? judgeHost(wanted.domain, probes.host) : [];
    const notes = [...host.map(({ sentence }) => sentence), ...(probes.caa ? notToldNote(probes.caa) : [])];
    for (const finding of record.filter(({ id }) => id === "allRight")) {
        for (const sentence of notes) {
            finding.sentence = {
                en: `${finding.sentence.en} ${sentence.en}`,
                zh: `${finding.sentence.zh}${sentence.zh}`,
            };
        }
    }
    // All is right only where nothing stands in the way.
    const all = obstacles.some(({ severity }) => severity !== "information")
        ? record.filter(({ id }) => id !== "allRight")
        : record;
    return inOrder([...all, ...obstacles, ...delegations(look), ...ownNetwork(look), ...host]);
}

function judgeValues(look: RecordLook, memory: Memory): Finding[] {
    const { deciding, wanted } = look;
    const split = splitByRegion(look, memory);
    if (split) return [split];
    const values = new Set(deciding.map(({ value }) => value));
    if (values.size > 1) return [serversDisagree(look, memory)];
    const [value] = values;
    if (value === undefined) return [missing(look)];
    const fault = faultOf(value, wanted);
    return fault ? [wrong(look, value, fault)] : [right(look, memory)];
}
