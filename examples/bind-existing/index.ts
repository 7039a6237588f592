// Binds a certificate that is issued already, such as a wildcard that another stack or the console has applied for.
//
//     pulumi config set zoneId zone-28v607hq8d3m   # the EdgeOne zone
//     pulumi config set host www.example.com       # an acceleration domain of the zone
import * as pulumi from "@pulumi/pulumi";
import * as teo from "pulumi-teo";

const config = new pulumi.Config();
const zoneId = config.require("zoneId");
const host = config.require("host");

// Looks it up without waiting, in previews too, and fails if there is none.
const certificate = teo.getFreeCertificateVerificationOutput({ zoneId, domain: host });
const binding = new teo.HostCertificate("binding", { zoneId, host, commonName: certificate.commonName });

export const commonName = certificate.commonName; // may be the wildcard that covers the host
export const expireTime = certificate.expireTime;
export const status = binding.status; // deployed
