import { randomUUID } from "node:crypto";
import { ApiError } from "../common/apiError";
import { makeApplication, VERIFICATION_METHODS } from "../proof/application";
import { defineAction } from "./action";

/** Applies for a certificate, and says what is to be published to prove control over the domain. */
export const applyFreeCertificate = defineAction(
    { ZoneId: "string", Domain: "string", VerificationMethod: "string" },
    ({ ZoneId: zoneId, Domain: name, VerificationMethod: given }, { zones, domains, hosts, options }) => {
        const zone = zones.mustFind(zoneId, "InvalidParameter.ZoneNotFound");
        // Elsewhere certificates are applied for by themselves. The vendor names no code for this.
        if (zone.type !== "partial") {
            throw new ApiError("OperationDenied");
        }
        const domain = zones.newNameOf(zone, name);
        const method = VERIFICATION_METHODS.find((known) => known === given);
        if (method === undefined) {
            throw new ApiError("InvalidParameterValue", ["VerificationMethod"]);
        }
        // No file can be at every name under a wildcard.
        if (method === "http_challenge" && domain.startsWith("*.")) {
            throw new ApiError("InvalidParameter.CnameWildHostNotAllowApplyCertificate");
        }
        // Where the zone has what a call names, this call names a host; where that is strict, the zone must have it.
        if (options.undeclaredHosts === "strict") hosts.mustFind(zoneId, domain);
        else hosts.find(zoneId, domain);
        const salt = options.proofValues === "fresh" ? randomUUID() : "";
        const application = makeApplication(
            { zoneId, domain, apex: zones.apexOf(zone, domain), method, salt },
            options,
        );
        domains.apply(zoneId, domain, application);
        const { dnsVerification, fileVerification } = application;
        return {
            ...(dnsVerification && {
                DnsVerification: {
                    Subdomain: dnsVerification.subdomain,
                    RecordType: dnsVerification.recordType,
                    RecordValue: dnsVerification.recordValue,
                },
            }),
            ...(fileVerification && {
                FileVerification: { Path: fileVerification.path, Content: fileVerification.content },
            }),
        };
    },
);
