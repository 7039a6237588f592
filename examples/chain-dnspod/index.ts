// From application to HTTPS, step by step, with DNSPod as the DNS provider.
//
//     pulumi config set zoneId zone-28v607hq8d3m   # the EdgeOne zone
//     pulumi config set host www.example.com       # an acceleration domain of the zone
//     pulumi config set dnsDomain example.com      # the domain at DNSPod
//
// One set of keys does for both packages: tencentcloud:secretId and tencentcloud:secretKey, or the environment.
import * as pulumi from "@pulumi/pulumi";
import * as tencentcloud from "@tencentcloud_iac/pulumi";
import * as teo from "pulumi-teo";

const config = new pulumi.Config();
const zoneId = config.require("zoneId");
const host = config.require("host");

const certificate = new teo.FreeCertificate("certificate", { zoneId, domain: host });
const proof = certificate.dnsVerification;

// Stays after the certificate is issued: the renewal needs it.
const record = new tencentcloud.dnspod.Record("proof", {
    domain: config.require("dnsDomain"),
    subDomain: proof.subdomain,
    recordType: proof.recordType,
    recordLine: "默认",
    value: proof.recordValue,
});

// With the proof, the wait says what is wrong with the record: missing, another value, other answers in other regions.
const verification = new teo.FreeCertificateVerification(
    "certificate",
    { zoneId, domain: certificate.domain, dnsVerification: proof },
    { dependsOn: record },
);

const binding = new teo.HostCertificate("certificate", { zoneId, host, commonName: verification.commonName });

export const status = binding.status; // deployed
export const expireTime = verification.expireTime;
