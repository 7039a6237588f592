import { ApiError } from "../common/apiError";
import { makeBinding, mustBeBindable } from "../hosts/bind";
import { CERTIFICATE_MODES, type CertificateMode, type HostCertificateFields, isUnderWay } from "../hosts/state";
import { defineAction } from "./action";
import { type Input, listOf, objectOf, optional } from "./parameters";

/** Hosts in one call. The vendor names no limit; this one is the simulator's own. */
const MAX_HOSTS = 100;

/** A certificate as a caller names it: only the id counts. */
const SERVER_CERT_INFO = {
    CertId: "string",
    Alias: "string?",
    Type: "string?",
    ExpireTime: "string?",
    DeployTime: "string?",
    SignAlgo: "string?",
    CommonName: "string?",
} as const;

/** Binds hosts to a certificate, or to none. An answer says that the change was accepted, and nothing of how it ends. */
export const modifyHostsCertificate = defineAction(
    {
        ZoneId: "string",
        Hosts: listOf("string"),
        // Optional at the vendor's, for changes that leave the mode as it is; the simulator has none of those.
        Mode: "string",
        ServerCertInfo: optional(listOf(objectOf(SERVER_CERT_INFO))),
        ApplyType: "any?",
        ClientCertInfo: "any?",
        UpstreamCertInfo: "any?",
    },
    (input, { zones, domains, hosts, options }) => {
        const { ZoneId: zoneId, Hosts: names } = input;
        for (const name of ["ApplyType", "ClientCertInfo", "UpstreamCertInfo"] as const) {
            if (input[name] !== undefined) {
                throw new ApiError("UnsupportedOperation", [name]);
            }
        }
        const zone = zones.mustFind(zoneId, "ResourceUnavailable.ZoneNotFound");
        if (zone.isPaused) {
            throw new ApiError("OperationDenied.ErrZoneIsAlreadyPaused");
        }
        if (names.length === 0) {
            throw new ApiError("InvalidParameterValue", ["Hosts"]);
        }
        if (names.length > MAX_HOSTS) {
            throw new ApiError("LimitExceeded.BatchQuota", [`${MAX_HOSTS}`]);
        }
        const mode = modeOf(input.Mode);
        const given = mode === "sslcert" ? certificatesOf(input.ServerCertInfo) : [];
        // All or none: where one host is refused, the others stay as they are.
        const bound = [...new Set(names.map((name) => zones.ownNameOf(zone, name)))].map((name) => {
            const host = hosts.mustFind(zoneId, name);
            mustBeBindable({ domains, hosts }, zone, host, mode);
            if (options.changeWhileProcessing === "refused" && isUnderWay(host.binding, options.clock())) {
                throw new ApiError("InvalidParameter.ActionInProgress");
            }
            return host;
        });
        const bindings = bound.map((host) => makeBinding({ domains, ...options }, zoneId, host, mode, given));
        bound.forEach((host, index) => {
            hosts.bind(host, bindings[index] as (typeof bindings)[number]);
        });
        return {};
    },
);

function modeOf(given: string): CertificateMode {
    const mode = CERTIFICATE_MODES.find((known) => known === given);
    if (mode === undefined) {
        throw new ApiError("InvalidParameterValue", ["Mode"]);
    }
    return mode;
}

function certificatesOf(given: readonly Input<typeof SERVER_CERT_INFO>[] = []): HostCertificateFields[] {
    if (given.length === 0) {
        throw new ApiError("InvalidParameter.InvalidCertInfo");
    }
    return given.map(({ CertId: certId }) => ({ certId, type: "upload" }));
}
