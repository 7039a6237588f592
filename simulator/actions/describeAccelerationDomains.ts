import { timestamp } from "../certificates/state";
import type { Host, HostState } from "../hosts/state";
import { renderVerification } from "../proof/ownership";
import { subdomainStatus } from "../zones/zone";
import { type ActionContext, defineAction } from "./action";
import { FILTERS, namedIn, ordered, page, readFilters } from "./listing";
import { renderMutualTls } from "./mutualTls";

const MAX_LIMIT = 200;

/** By name, hosts are sorted already. */
const ORDERS = { "domain-name": undefined, created_on: ({ createdAt }: Host) => createdAt };

const originOf =
    (field: string) =>
    ({ settings }: Host): string =>
        `${settings.origin?.[field] ?? ""}`;

/** Lists a zone's hosts, and what became of their certificates, page by page. */
export const describeAccelerationDomains = defineAction(
    {
        ZoneId: "string",
        Offset: "integer?",
        Limit: "integer?",
        Filters: FILTERS,
        Match: "string?",
        Order: "string?",
        Direction: "string?",
    },
    (input, context) => {
        const { zones, hosts } = context;
        const { ZoneId: zoneId, Filters: filters } = input;
        const zone = zones.mustFind(zoneId, "ResourceNotFound");
        const select = readFilters<Host>(
            filters,
            {
                "domain-name": ({ name }) => name,
                "origin-type": originOf("OriginType"),
                origin: originOf("Origin"),
                "backup-origin": originOf("BackupOrigin"),
                "domain-cname": (host) => hosts.stateOf(zoneId, host).cname,
                "share-cname": ({ settings }) => settings.sharedCname,
            },
            { match: input.Match },
        );
        // A host that is asked for by name is there from now on, where undeclared ones are.
        for (const name of namedIn(filters, "domain-name").filter((each) => zones.isNameOf(zone, each))) {
            hosts.find(zoneId, name);
        }
        const all = ordered(hosts.sorted(zoneId), ORDERS, input.Order ?? "domain-name", input.Direction ?? "asc");
        const found = select(all);
        return {
            TotalCount: found.length,
            AccelerationDomains: page(found, input, MAX_LIMIT).map((host) => render(zoneId, host, context)),
        };
    },
);

function render(zoneId: string, host: Host, { hosts, zones, options }: ActionContext): Record<string, unknown> {
    const { name, createdAt, modifiedAt, settings } = host;
    const { domainStatus, cname, certificate } = hosts.stateOf(zoneId, host);
    const zone = zones.find(zoneId);
    const identification = zone === undefined ? "finished" : subdomainStatus(zone, name);
    return {
        ZoneId: zoneId,
        DomainName: name,
        DomainStatus: domainStatus,
        Cname: cname,
        IPv6Status: settings.ipv6Status,
        IdentificationStatus: identification,
        OwnershipVerification: zone && identification === "pending" ? renderVerification(zone, name) : null,
        OriginDetail: settings.origin ?? null,
        OriginProtocol: settings.originProtocol,
        HttpOriginPort: settings.httpOriginPort,
        HttpsOriginPort: settings.httpsOriginPort,
        Certificate:
            certificate.mode === "disable"
                ? { null: null, nullList: { Mode: "disable", List: null }, emptyList: { Mode: "disable", List: [] } }[
                      options.disabledCertificate
                  ]
                : { ...renderCertificate(certificate), ...renderMutualTls(host.mutualTls) },
        CreatedOn: timestamp(createdAt),
        ModifiedOn: timestamp(modifiedAt),
    };
}

const renderCertificate = ({ mode, list }: HostState["certificate"]): Record<string, unknown> => ({
    Mode: mode,
    List: list.map(({ certId, alias, type, expireTime, deployTime, signAlgo, status }) => ({
        CertId: certId,
        Alias: alias,
        Type: type,
        ExpireTime: expireTime,
        DeployTime: deployTime,
        SignAlgo: signAlgo,
        Status: status,
    })),
});
