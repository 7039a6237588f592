// Waits for the certificates of all domains in domains.txt, which were applied for and whose records are published, and binds them.
//
//     pulumi config set zoneId zone-28v607hq8d3m
//     pulumi up --parallel 200
//
// Without --parallel (or the variable PULUMI_PARALLEL) the engine runs 4 resources a core at a time, and the rest wait their turn.
// All share one budget of requests, kept under the account's quota.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as teo from "pulumi-teo";

const zoneId = new pulumi.Config().require("zoneId");
const domains = readFileSync(join(__dirname, "domains.txt"), "utf8").split(/\s+/).filter(Boolean);

const bindings = domains.map((domain) => {
    const { commonName } = new teo.FreeCertificateVerification(domain, { zoneId, domain });
    return new teo.HostCertificate(domain, { zoneId, host: domain, commonName });
});

export const deployed = pulumi
    .all(bindings.map(({ status }) => status))
    .apply((statuses) => statuses.filter((status) => status === "deployed").length);
