import { ApiError } from "../common/apiError";
import { makeBinding, mustBeBindable } from "../hosts/bind";
import type { Hosts } from "../hosts/hosts";
import { CERTIFICATE_MODES, type CertificateMode, type HostCertificateFields, isUnderWay } from "../hosts/state";
import { defineAction } from "./action";
import { CERTIFICATE_FIELDS, MUTUAL_TLS_PARAMETERS, readMutualTls } from "./mutualTls";
import { type Input, listOf, objectOf, optional } from "./parameters";

/** Hosts in one call. The vendor names no limit; this one is the simulator's own. */
const MAX_HOSTS = 100;

const SERVER_CERT_INFO = { ...CERTIFICATE_FIELDS, CommonName: "string?" } as const;

/** Binds hosts to a certificate, or to none. An answer says that the change was accepted, and nothing of how it ends. */
export const modifyHostsCertificate = defineAction(
    {
        ZoneId: "string",
        Hosts: listOf("string"),
        // May be left out by a change of mutual TLS alone, which leaves the certificate as it is.
        Mode: "string?",
        ServerCertInfo: optional(listOf(objectOf(SERVER_CERT_INFO))),
        ApplyType: "string?",
        ...MUTUAL_TLS_PARAMETERS,
    },
    (input, { zones, domains, hosts, options }) => {
        const { ZoneId: zoneId, Hosts: names } = input;
        // The older form of Mode. Its default asks for nothing.
        if ((input.ApplyType ?? "none") !== "none") {
            throw new ApiError("UnsupportedOperation", ["ApplyType"]);
        }
        const mutualTls = readMutualTls(input);
        const isOfMutualTls = Object.keys(mutualTls).length > 0;
        if (input.Mode === undefined && !isOfMutualTls) {
            throw new ApiError("MissingParameter", ["Mode"]);
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
        const mode = input.Mode === undefined ? undefined : modeOf(input.Mode);
        const given = mode === "sslcert" ? certificatesOf(hosts, input.ServerCertInfo) : [];
        // All or none: where one host is refused, the others stay as they are.
        const bound = [...new Set(names.map((name) => zones.ownNameOf(zone, name)))].map((name) => {
            const host = hosts.mustFind(zoneId, name);
            mustBeBindable({ domains, hosts }, zone, host, mode ?? host.binding.mode);
            const isServed = (mode ?? host.binding.mode) !== "disable";
            if (mutualTls.UpstreamMutualTLS?.Switch === "on" && !isServed) {
                throw new ApiError("OperationDenied.UseUpstreamMTLSNeedOpenHttps");
            }
            if (options.changeWhileProcessing === "refused" && isUnderWay(host.binding, options.clock())) {
                throw new ApiError("InvalidParameter.ActionInProgress");
            }
            return host;
        });
        const bindings = bound.map((host) => mode && makeBinding({ domains, ...options }, zoneId, host, mode, given));
        bound.forEach((host, index) => {
            const binding = bindings[index];
            if (binding !== undefined) {
                hosts.bind(host, binding);
            }
            Object.assign(host.mutualTls, mutualTls);
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

function certificatesOf(hosts: Hosts, given: readonly Input<typeof SERVER_CERT_INFO>[] = []): HostCertificateFields[] {
    const ids = given.map(({ CertId }) => CertId);
    if (ids.length === 0 || ids.includes("") || new Set(ids).size < ids.length) {
        throw new ApiError("InvalidParameter.InvalidCertInfo");
    }
    return ids.map((certId) => hosts.brought(certId));
}
