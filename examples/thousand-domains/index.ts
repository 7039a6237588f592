// Waits for the certificates of all domains in domains.txt, which were applied for and whose records are published, as one resource.
//
//     pulumi config set zoneId zone-28v607hq8d3m
//     pulumi up
//
// The list may have thousands, and needs no --parallel. Add or remove lines: the next up asks about those that are new.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as teo from "pulumi-teo";

const zoneId = new pulumi.Config().require("zoneId");
const domains = readFileSync(join(__dirname, "domains.txt"), "utf8").split(/\s+/).filter(Boolean);

// Twenty checks a second is the API's quota: a thousand domains are looked at in a minute.
const options = { customTimeouts: { create: "2h", update: "2h" } };
const { certificates } = new teo.FreeCertificateVerificationSet("shops", { zoneId, domains }, options);

export const issued = certificates.apply((byDomain) => Object.keys(byDomain).length);
export const nextExpiry = certificates.apply((byDomain) => {
    const times = Object.values(byDomain).map(({ expireTime }) => expireTime);
    return times.sort()[0];
});
