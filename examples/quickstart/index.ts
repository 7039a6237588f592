import * as pulumi from "@pulumi/pulumi";
import * as teo from "pulumi-teo";

// The zone and domain of the vendor's own example; set yours with `pulumi config set zoneId ...` and `pulumi config set domain ...`.
const config = new pulumi.Config();
const zoneId = config.get("zoneId") ?? "zone-28v607hq8d3m";
const domain = config.get("domain") ?? "aa.xzone.cloud";

const verification = new teo.FreeCertificateVerification(
    "certificate",
    { zoneId, domain },
    { customTimeouts: { create: config.get("timeout") ?? "30m" } },
);

export const commonName = verification.commonName;
export const expireTime = verification.expireTime;
