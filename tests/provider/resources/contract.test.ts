import * as host from "../../../provider/dynamic/dynamicProvider";
import { providerLine, typeToken } from "../../../provider/resources/teoResource";

// What stands here stands in the state of every stack that was ever deployed: it never changes.
describe("the contract with state", () => {
    const names = [
        "FreeCertificate",
        "FreeCertificateVerification",
        "FreeCertificateVerificationSet",
        "HostCertificate",
    ] as const;

    test.each(names)("is the text of __provider for %s", (name) => {
        expect(providerLine(name)).toBe(`exports.handler=()=>require("pulumi-teo/provider").${name}`);
    });

    test.each(names)("is the type token of %s", (name) => {
        expect(typeToken(name)).toBe(`pulumi-nodejs:dynamic/teo:${name}`);
    });

    test("is that the host finds a lifecycle under each name", () => {
        expect(Object.keys(host).sort()).toEqual([...names]);
        for (const lifecycle of Object.values(host)) {
            for (const call of ["configure", "check", "diff", "create", "read", "update", "delete"] as const) {
                expect(lifecycle[call]).toBeInstanceOf(Function);
            }
        }
    });
});
