import { BlockList, isIP } from "node:net";
import { ApiError } from "../common/apiError";
import { normal } from "../common/names";
import type { HostSettings } from "../hosts/state";
import { type Input, listOf, objectOf, optional } from "./parameters";

/** Where a host gets its content from, as a caller says it. */
export const ORIGIN_INFO = objectOf({
    OriginType: "string",
    Origin: "string",
    BackupOrigin: "string?",
    PrivateAccess: "string?",
    PrivateParameters: optional(listOf(objectOf({ Name: "string", Value: "string" }))),
    HostHeader: "string?",
    VodeoSubAppId: "integer?",
    VodeoDistributionRange: "string?",
    VodeoBucketId: "string?",
    VodOriginScope: "string?",
    VodBucketId: "string?",
});

type OriginInfo = Input<typeof ORIGIN_INFO.objectOf>;

const TYPES = ["IP_DOMAIN", "COS", "AWS_S3", "ORIGIN_GROUP", "VOD", "VODEO", "SPACE", "LB"];

/** The parameters that CreateAccelerationDomain and ModifyAccelerationDomain have in common. */
export const SETTINGS = {
    OriginProtocol: "string?",
    HttpOriginPort: "integer?",
    HttpsOriginPort: "integer?",
    IPv6Status: "string?",
} as const;

/** Nothing outside reaches these. */
const INNER = new BlockList();
for (const [address, bits] of [
    ["10.0.0.0", 8],
    ["127.0.0.0", 8],
    ["172.16.0.0", 12],
    ["192.168.0.0", 16],
] as const) {
    INNER.addSubnet(address, bits, "ipv4");
}
INNER.addAddress("::1", "ipv6");
INNER.addSubnet("fc00::", 7, "ipv6");

/** What a caller says of a host, over what was set before. What is left out stays. */
export function readSettings(
    input: Input<typeof SETTINGS> & { readonly OriginInfo?: OriginInfo },
    host: string,
    before: HostSettings,
): HostSettings {
    const settings: HostSettings = {
        ...before,
        origin: input.OriginInfo === undefined ? before.origin : originDetail(input.OriginInfo, host),
        originProtocol: input.OriginProtocol || before.originProtocol,
        httpOriginPort: input.HttpOriginPort ?? before.httpOriginPort,
        httpsOriginPort: input.HttpsOriginPort ?? before.httpsOriginPort,
        ipv6Status: input.IPv6Status || before.ipv6Status,
    };
    const isPort = (port: number): boolean => port >= 1 && port <= 65_535;
    const problems = {
        OriginProtocol: !["FOLLOW", "HTTP", "HTTPS"].includes(settings.originProtocol),
        HttpOriginPort: !isPort(settings.httpOriginPort),
        HttpsOriginPort: !isPort(settings.httpsOriginPort),
    };
    const wrong = Object.entries(problems).find(([, isWrong]) => isWrong);
    if (wrong !== undefined) {
        throw new ApiError("InvalidParameterValue", [wrong[0]]);
    }
    if (!["follow", "on", "off"].includes(settings.ipv6Status)) {
        throw new ApiError("InvalidParameter.InvalidIpv6Switch");
    }
    return settings;
}

/** The API's `OriginDetail`. An empty text is as good as none, as the vendor's examples have it. */
function originDetail(given: OriginInfo, host: string): Record<string, unknown> {
    const type = given.OriginType.toUpperCase();
    const origin = given.Origin;
    if (!TYPES.includes(type) || origin === "") {
        throw new ApiError("InvalidParameter.InvalidOrigin");
    }
    if (normal(origin) === host) {
        throw new ApiError("InvalidParameter.ConflictHostOrigin");
    }
    const family = isIP(origin);
    if (type === "IP_DOMAIN" && family !== 0 && INNER.check(origin, family === 4 ? "ipv4" : "ipv6")) {
        throw new ApiError("InvalidParameter.InvalidOriginIp");
    }
    if (given.HostHeader && type !== "IP_DOMAIN") {
        throw new ApiError("InvalidParameter.InvalidServerName");
    }
    const access = given.PrivateAccess || "off";
    if (access !== "on" && access !== "off") {
        throw new ApiError("InvalidParameter.InvalidPrivateAccessSwitch");
    }
    const parameters = given.PrivateParameters ?? [];
    const hasKeys = ["AccessKeyId", "SecretAccessKey"].every((name) => parameters.some((each) => each.Name === name));
    if (access === "on" && !hasKeys) {
        throw new ApiError("InvalidParameter.InvalidPrivateAccessParams");
    }
    return {
        OriginType: type,
        Origin: origin,
        BackupOrigin: given.BackupOrigin ?? "",
        OriginGroupName: "",
        BackOriginGroupName: "",
        PrivateAccess: given.PrivateAccess ?? "",
        PrivateParameters: parameters.map((each) => ({ ...each })),
        HostHeader: given.HostHeader ?? "",
        ...(type === "VOD" && { VodOriginScope: given.VodOriginScope || "all", VodBucketId: given.VodBucketId ?? "" }),
        ...(type === "VODEO" && {
            VodeoSubAppId: given.VodeoSubAppId,
            VodeoDistributionRange: given.VodeoDistributionRange,
            VodeoBucketId: given.VodeoBucketId,
        }),
    };
}
