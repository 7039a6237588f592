// The stack of language.ts in Go; ../python/__main__.py is the same in Python.
package main

import (
	"example.com/pulumi-teo/sdk/go/teo"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		conf := config.New(ctx, "")
		zoneId := pulumi.String(conf.Require("zoneId"))
		host := pulumi.String(conf.Require("host"))

		application, err := teo.NewFreeCertificate(ctx, "www", &teo.FreeCertificateArgs{
			ZoneId:             zoneId,
			Domain:             host,
			VerificationMethod: teo.VerificationMethodDnsChallenge,
		})
		if err != nil {
			return err
		}
		verification, err := teo.NewFreeCertificateVerification(ctx, "www", &teo.FreeCertificateVerificationArgs{
			ZoneId:          zoneId,
			Domain:          application.Domain,
			DnsVerification: application.DnsVerification,
		}, pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "5m"}))
		if err != nil {
			return err
		}
		binding, err := teo.NewHostCertificate(ctx, "www", &teo.HostCertificateArgs{
			ZoneId:     zoneId,
			Host:       host,
			Mode:       teo.HostCertificateModeEofreecertManual,
			CommonName: verification.CommonName,
		})
		if err != nil {
			return err
		}
		var domains []string
		conf.RequireObject("set", &domains)
		verifications, err := teo.NewFreeCertificateVerificationSet(ctx, "set", &teo.FreeCertificateVerificationSetArgs{
			ZoneId:  zoneId,
			Domains: pulumi.ToStringArray(domains),
		})
		if err != nil {
			return err
		}
		found := teo.LookupFreeCertificateVerificationOutput(ctx, teo.LookupFreeCertificateVerificationOutputArgs{
			ZoneId: zoneId,
			Domain: verification.Domain,
		})

		// Another account, with keys of its own.
		other, err := teo.NewProvider(ctx, "other", &teo.ProviderArgs{
			Endpoint:  pulumi.String(conf.Require("otherEndpoint")),
			SecretId:  conf.RequireSecret("otherSecretId"),
			SecretKey: conf.RequireSecret("otherSecretKey"),
		})
		if err != nil {
			return err
		}
		_, err = teo.NewFreeCertificateVerification(ctx, "other", &teo.FreeCertificateVerificationArgs{
			ZoneId: zoneId,
			Domain: conf.RequireSecret("otherDomain"),
		}, pulumi.Provider(other))
		if err != nil {
			return err
		}

		var more []string
		if err := conf.GetObject("more", &more); err != nil {
			return err
		}
		for _, domain := range more {
			args := &teo.FreeCertificateVerificationArgs{ZoneId: zoneId, Domain: pulumi.String(domain)}
			var opts []pulumi.ResourceOption
			if conf.GetBool("import") {
				opts = append(opts, pulumi.Import(pulumi.ID(conf.Require("zoneId")+"/"+domain)))
			}
			if _, err := teo.NewFreeCertificateVerification(ctx, domain, args, opts...); err != nil {
				return err
			}
		}

		ctx.Export("record", application.DnsVerification.Fqdn())
		ctx.Export("expireTime", verification.ExpireTime)
		ctx.Export("found", found.ExpireTime())
		ctx.Export("status", binding.Status)
		ctx.Export("names", verifications.Certificates.ApplyT(func(all map[string]teo.Certificate) map[string]string {
			names := map[string]string{}
			for domain, each := range all {
				names[domain] = each.CommonName
			}
			return names
		}))
		return nil
	})
}
