import { timestamp } from "../certificates/state";
import { ApiError } from "../common/apiError";
import type { Host, HostState } from "../hosts/state";
import { type ActionContext, defineAction } from "./action";
import { FILTERS, hostFilter } from "./hostFilter";

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 200;

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
    (input, { zones, hosts, options }) => {
        const { ZoneId: zoneId, Offset: offset = 0, Limit: limit = DEFAULT_LIMIT } = input;
        zones.mustHave(zoneId);
        if (offset < 0) {
            throw new ApiError("InvalidParameterValue", ["Offset"]);
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new ApiError("InvalidParameterValue", ["Limit"]);
        }
        const { names, matches } = hostFilter(input.Filters ?? [], input.Match ?? "all");
        // A host that is asked for by name is there from now on, where undeclared ones are.
        for (const name of names.filter((each) => zones.isNameOf(zoneId, each))) {
            hosts.find(zoneId, name);
        }
        const all = ordered(hosts.sorted(zoneId), input.Order ?? "domain-name", input.Direction ?? "asc");
        const found = matches === undefined ? all : all.filter(({ name }) => matches(name));
        return {
            TotalCount: found.length,
            AccelerationDomains: found
                .slice(offset, offset + limit)
                .map((host) => render(zoneId, host, hosts.stateOf(zoneId, host), options.disabledCertificate)),
        };
    },
);

/** Sorts by another field only where a caller wants that; by name they are sorted already. */
function ordered(hosts: readonly Host[], order: string, direction: string): readonly Host[] {
    if (order !== "domain-name" && order !== "created_on") {
        throw new ApiError("InvalidParameter.InvalidSortBy");
    }
    if (direction !== "asc" && direction !== "desc") {
        throw new ApiError("InvalidParameter.InvalidSortOrder");
    }
    const sorted = order === "created_on" ? [...hosts].sort((one, other) => one.createdAt - other.createdAt) : hosts;
    return direction === "desc" ? [...sorted].reverse() : sorted;
}

function render(
    zoneId: string,
    { name, createdAt, modifiedAt }: Host,
    { domainStatus, cname, certificate }: HostState,
    disabled: ActionContext["options"]["disabledCertificate"],
): Record<string, unknown> {
    return {
        ZoneId: zoneId,
        DomainName: name,
        DomainStatus: domainStatus,
        Cname: cname,
        IPv6Status: "follow",
        IdentificationStatus: "finished",
        OwnershipVerification: null,
        OriginDetail: null,
        OriginProtocol: "FOLLOW",
        HttpOriginPort: 80,
        HttpsOriginPort: 443,
        Certificate:
            certificate.mode === "disable"
                ? { null: null, nullList: { Mode: "disable", List: null }, emptyList: { Mode: "disable", List: [] } }[
                      disabled
                  ]
                : renderCertificate(certificate),
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
