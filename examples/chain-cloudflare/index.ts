// From application to HTTPS in one component, with Cloudflare as the DNS provider.
//
//     pulumi config set zoneId zone-28v607hq8d3m              # the EdgeOne zone
//     pulumi config set host www.example.com                  # an acceleration domain of the zone
//     pulumi config set dnsZoneId 023e105f4ecef8ad9ca31a8372d0c353
//     pulumi config set --secret cloudflare:apiToken          # may edit the DNS of that Cloudflare zone
import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import * as teo from "pulumi-teo";

const config = new pulumi.Config();
const host = config.require("host");
const dnsZoneId = config.require("dnsZoneId");

const managed = new teo.ManagedHostCertificate("www", {
    zoneId: config.require("zoneId"),
    host,
    publish: ({ dns }, opts) =>
        new cloudflare.DnsRecord(
            `${host}-proof`,
            { zoneId: dnsZoneId, name: dns.fqdn, type: dns.recordType, content: dns.recordValue, ttl: 60 },
            opts,
        ),
});

export const status = managed.status; // deployed
export const expireTime = managed.expireTime;
