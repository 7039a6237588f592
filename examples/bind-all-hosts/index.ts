// Binds a wildcard certificate to all hosts of the zone that it covers, without a list. A host that is added to the zone is bound by the next `up`.
//
//     pulumi config set zoneId zone-28v607hq8d3m      # the EdgeOne zone
//     pulumi config set domain example.com            # the certificate is for *.example.com, and applied for
import * as pulumi from "@pulumi/pulumi";
import * as teo from "pulumi-teo";

export = async () => {
    const config = new pulumi.Config();
    const zoneId = config.require("zoneId");
    const wildcard = `*.${config.require("domain")}`;

    const { commonName } = new teo.FreeCertificateVerification(wildcard, { zoneId, domain: wildcard });
    const hosts = await teo.getAccelerationDomains({ zoneId, coveredBy: wildcard });
    const bindings = hosts.map(({ host }) => new teo.HostCertificate(host, { zoneId, host, commonName }));

    return { hosts: hosts.map(({ host }) => host), statuses: bindings.map(({ status }) => status) };
};
