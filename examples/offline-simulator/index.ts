// A stack like any other; stack.test.ts runs it without an account: `npm install && npm test`.
//
//     pulumi config set zoneId zone-28v607hq8d3m   # the EdgeOne zone
//     pulumi config set host www.example.com       # an acceleration domain of the zone
import * as pulumi from "@pulumi/pulumi";
import * as teo from "pulumi-teo";

const config = new pulumi.Config();
const zoneId = config.require("zoneId");
const host = config.require("host");

const verification = new teo.FreeCertificateVerification("www", { zoneId, domain: host });
const binding = new teo.HostCertificate("www", { zoneId, host, commonName: verification.commonName });

export const status = binding.status;
export const expireTime = verification.expireTime;
