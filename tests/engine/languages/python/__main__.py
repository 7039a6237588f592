"""The stack of language.ts in Python; ../go/main.go is the same in Go."""

import pulumi
import pulumi_teo as teo

config = pulumi.Config()
zone_id = config.require("zoneId")
host = config.require("host")

application = teo.FreeCertificate(
    "www", zone_id=zone_id, domain=host, verification_method=teo.VerificationMethod.DNS_CHALLENGE
)
verification = teo.FreeCertificateVerification(
    "www",
    zone_id=zone_id,
    domain=application.domain,
    dns_verification=application.dns_verification,
    opts=pulumi.ResourceOptions(custom_timeouts=pulumi.CustomTimeouts(create="5m")),
)
binding = teo.HostCertificate(
    "www",
    zone_id=zone_id,
    host=host,
    mode=teo.HostCertificateMode.EOFREECERT_MANUAL,
    common_name=verification.common_name,
)
verifications = teo.FreeCertificateVerificationSet("set", zone_id=zone_id, domains=config.require_object("set"))
found = teo.get_free_certificate_verification_output(zone_id=zone_id, domain=verification.domain)

# Another account, with keys of its own.
other = teo.Provider(
    "other",
    endpoint=config.require("otherEndpoint"),
    secret_id=config.require_secret("otherSecretId"),
    secret_key=config.require_secret("otherSecretKey"),
)
teo.FreeCertificateVerification(
    "other",
    zone_id=zone_id,
    domain=config.require_secret("otherDomain"),
    opts=pulumi.ResourceOptions(provider=other),
)

for domain in config.get_object("more") or []:
    identity = f"{zone_id}/{domain}" if config.get_bool("import") else None
    teo.FreeCertificateVerification(
        domain, zone_id=zone_id, domain=domain, opts=pulumi.ResourceOptions(import_=identity)
    )

pulumi.export("record", application.dns_verification.apply(lambda proof: proof and proof.fqdn))
pulumi.export("expireTime", verification.expire_time)
pulumi.export("found", found.expire_time)
pulumi.export("status", binding.status)
pulumi.export(
    "names",
    verifications.certificates.apply(lambda all: {domain: each.common_name for domain, each in all.items()}),
)
