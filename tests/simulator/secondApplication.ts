import type { ApiClient, Target } from "./conformance";

/** The open question whether to apply again is harmless: whether the answer, and with it the record to publish, stays the same. Changes the application of that domain. */
export function describeSecondApplication(client: ApiClient, targetOf: () => Target, domain: string): void {
    test("a second application for a domain asks for the same record as the first", async () => {
        const { endpoint, credentials, zoneId } = targetOf();
        const parameters = { ZoneId: zoneId, Domain: domain, VerificationMethod: "dns_challenge" };
        const apply = async () => {
            const { fields, error } = await client({
                endpoint,
                credentials,
                action: "ApplyFreeCertificate",
                parameters,
            });
            expect(error).toBeUndefined();
            return fields?.DnsVerification;
        };
        const first = await apply();
        expect(first).toMatchObject({ RecordValue: expect.any(String) });
        expect(await apply()).toEqual(first);
    });
}
