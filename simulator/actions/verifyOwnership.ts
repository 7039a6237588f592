import { ApiError } from "../common/apiError";
import { isUnder, normal } from "../common/names";
import { ownershipOf, ownershipProofs } from "../proof/ownership";
import { bare } from "../zones/dnsRecord";
import { NAME_SERVERS, type Zone } from "../zones/zone";
import type { Zones } from "../zones/zones";
import { type ActionContext, defineAction } from "./action";

/** Looks whether a zone, or a domain of one, is its owner's: an answer in both cases, no error. */
export const verifyOwnership = defineAction({ Domain: "string" }, async ({ Domain: given }, context) => {
    const { zones } = context;
    const name = normal(given);
    const results = await Promise.all(zonesOf(zones, name).map((zone) => verify(zone, name, context)));
    // Zones of one name may be accessed in different ways, each of which is verified by itself.
    const problem = results.includes(undefined) ? undefined : results[0];
    return problem === undefined ? { Status: "success", Result: "" } : { Status: "fail", Result: problem };
});

/** Verifies a zone, or a domain of it. Says what is wrong where it cannot. */
async function verify(zone: Zone, name: string, context: ActionContext): Promise<string | undefined> {
    const isZone = name === (zone.name || zone.guessedName);
    const problem =
        zone.type === "full"
            ? await problemOfServers(zone, context)
            : await problemOfProofs(zone, isZone ? undefined : name, context);
    if (problem !== undefined) {
        return problem;
    }
    if (isZone) {
        context.zones.change(zone, { isVerified: true });
    } else {
        zone.subdomains.set(name, true);
    }
    return undefined;
}

/** What is wrong with the name servers of a zone that is to have EdgeOne's. */
async function problemOfServers(zone: Zone, { sight, language, signal }: ActionContext): Promise<string | undefined> {
    const servers = await sight.recordsAt(zone.name || zone.guessedName, "NS", signal);
    const isSwitched = servers === undefined || servers.some((server) => NAME_SERVERS.includes(bare(server)));
    if (isSwitched) {
        return undefined;
    }
    return language === "zh-CN"
        ? `当前域名的 DNS 服务器为 ${servers.join("，") || "空"}，与预期服务器 ${NAME_SERVERS.join("，")} 不符合`
        : `The DNS servers of the domain are ${servers.join(", ") || "none"}, and not the expected ${NAME_SERVERS.join(", ")}`;
}

/** What is wrong where neither the record nor the file is there; either is enough. */
async function problemOfProofs(
    zone: Zone,
    domain: string | undefined,
    { sight, language, signal }: ActionContext,
): Promise<string | undefined> {
    const proofs = ownershipProofs(zone, domain);
    const areThere = await Promise.all(proofs.map((proof) => sight.isProven(proof, signal)));
    const { subdomain, recordType, recordValue } = ownershipOf(zone, domain);
    if (areThere.includes(true)) {
        return undefined;
    }
    return language === "zh-CN"
        ? `解析 ${subdomain} 没有得到类型 ${recordType} 的内容 ${recordValue}。\n 访问 ${proofs[1]?.place} 没有得到验证内容`
        : `Resolving ${subdomain} did not give the content ${recordValue} of type ${recordType}.\n Visiting ${proofs[1]?.place} did not give the content that verifies`;
}

/** The zone of that name, or else the nearest one above it: the oldest, where there are several. */
export const zoneOf = (zones: Zones, name: string): Zone => zonesOf(zones, name)[0];

/** As {@link zoneOf}, all of them. */
function zonesOf(zones: Zones, name: string): [Zone, ...Zone[]] {
    const nameOf = (zone: Zone): string => zone.name || zone.guessedName;
    const [nearest, ...others] = zones
        .list()
        .filter((zone) => nameOf(zone) !== "" && isUnder(nameOf(zone), name))
        .sort((one, other) => nameOf(other).length - nameOf(one).length);
    if (nearest === undefined) {
        throw new ApiError("ResourceNotFound");
    }
    return [nearest, ...others.filter((other) => nameOf(other) === nameOf(nearest))];
}
