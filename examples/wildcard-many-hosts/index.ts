// One wildcard certificate for many hosts: one application and one DNS record, and a binding for each host.
//
//     pulumi config set zoneId zone-28v607hq8d3m      # the EdgeOne zone
//     pulumi config set domain example.com            # the certificate is for *.example.com
//     pulumi config set --path 'hosts[0]' www.example.com
//     pulumi config set --path 'hosts[1]' api.example.com
//     pulumi config set dnsZoneId 023e105f4ecef8ad9ca31a8372d0c353
//     pulumi config set --secret cloudflare:apiToken
import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import * as teo from "pulumi-teo";

const config = new pulumi.Config();
const zoneId = config.require("zoneId");
const certificateDomain = `*.${config.require("domain")}`;
const dnsZoneId = config.require("dnsZoneId");

// Called once, for the first host: all share the certificate and its proof.
const publish = ({ dns }: teo.PublishedProof, opts: pulumi.CustomResourceOptions) =>
    new cloudflare.DnsRecord(
        "proof",
        { zoneId: dnsZoneId, name: dns.fqdn, type: dns.recordType, content: dns.recordValue, ttl: 60 },
        opts,
    );

const hosts = config
    .requireObject<string[]>("hosts")
    .map((host) => new teo.ManagedHostCertificate(host, { zoneId, host, certificateDomain, publish }));

export const statuses = hosts.map((host) => host.status); // deployed, each
