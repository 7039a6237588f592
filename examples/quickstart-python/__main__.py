import pulumi
import pulumi_teo as teo

# The zone and domain of the vendor's own example; set yours with `pulumi config set zoneId ...` and `pulumi config set domain ...`.
config = pulumi.Config()
zone_id = config.get("zoneId") or "zone-28v607hq8d3m"
domain = config.get("domain") or "aa.xzone.cloud"

verification = teo.FreeCertificateVerification(
    "certificate",
    zone_id=zone_id,
    domain=domain,
    opts=pulumi.ResourceOptions(custom_timeouts=pulumi.CustomTimeouts(create="30m")),
)
binding = teo.HostCertificate(
    "binding", zone_id=zone_id, host=domain, common_name=verification.common_name
)

pulumi.export("commonName", verification.common_name)
pulumi.export("expireTime", verification.expire_time)
pulumi.export("status", binding.status)
