import type { Hosts } from "../hosts/hosts";
import { bare } from "../zones/dnsRecord";
import { type ActionContext, defineAction } from "./action";
import { findHosts } from "./modifyAccelerationDomainStatuses";
import { listOf } from "./parameters";

/** Says whether hosts have the CNAME record that leads to EdgeOne. */
export const checkCnameStatus = defineAction(
    { ZoneId: "string", RecordNames: listOf("string") },
    async ({ ZoneId: zoneId, RecordNames: names }, context) => {
        const { zones, hosts } = context;
        const zone = zones.mustFind(zoneId, "ResourceNotFound");
        const statuses = findHosts({ zones, hosts }, zone, names).map(async (host) => {
            const { cname } = hosts.stateOf(zone.id, host);
            // Where EdgeOne has the zone's DNS, it sees to that by itself.
            const status = zone.type === "full" ? "active" : await statusOf(host.name, cname, context);
            return { RecordName: host.name, Cname: cname, Status: status };
        });
        return { CnameStatus: await Promise.all(statuses) };
    },
);

async function statusOf(name: string, cname: string, { sight, hosts, signal }: ActionContext): Promise<string> {
    const values = (await sight.recordsAt(name, "CNAME", signal))?.map(bare);
    if (values === undefined || values.includes(bare(cname))) {
        return "active";
    }
    return values.some((value) => isOfAnother(hosts, value)) ? "invalid" : "moved";
}

/** True for a name that EdgeOne has given to some host. */
const isOfAnother = (hosts: Hosts, value: string): boolean =>
    hosts.list().some(({ state }) => bare(state.cname) === value);
