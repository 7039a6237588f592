package main

import (
	"example.com/pulumi-teo/sdk/go/teo"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		// The zone and domain of the vendor's own example; set yours with `pulumi config set zoneId ...` and `pulumi config set domain ...`.
		conf := config.New(ctx, "")
		zoneId := pulumi.String(valueOr(conf.Get("zoneId"), "zone-28v607hq8d3m"))
		domain := pulumi.String(valueOr(conf.Get("domain"), "aa.xzone.cloud"))

		verification, err := teo.NewFreeCertificateVerification(ctx, "certificate", &teo.FreeCertificateVerificationArgs{
			ZoneId: zoneId,
			Domain: domain,
		}, pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "30m"}))
		if err != nil {
			return err
		}
		binding, err := teo.NewHostCertificate(ctx, "binding", &teo.HostCertificateArgs{
			ZoneId:     zoneId,
			Host:       domain,
			CommonName: verification.CommonName,
		})
		if err != nil {
			return err
		}

		ctx.Export("commonName", verification.CommonName)
		ctx.Export("expireTime", verification.ExpireTime)
		ctx.Export("status", binding.Status)
		return nil
	})
}

func valueOr(value, fallback string) string {
	if value == "" {
		return fallback
	}
	return value
}
