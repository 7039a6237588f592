import * as host from "../../provider/host";
import { providerLine, typeToken } from "../../provider/resource";

// What stands here stands in the state of every stack that was ever deployed: it never changes.
describe("the contract with state", () => {
    test("is the text of __provider", () => {
        expect(providerLine("FreeCertificateVerification")).toBe(
            'exports.handler=()=>require("pulumi-teo/provider").FreeCertificateVerification',
        );
    });

    test("is the type token", () => {
        expect(typeToken("FreeCertificateVerification")).toBe("pulumi-nodejs:dynamic/teo:FreeCertificateVerification");
    });

    test("is that the host finds a lifecycle under the name", () => {
        expect(Object.keys(host)).toEqual(["FreeCertificateVerification"]);
        for (const call of ["configure", "check", "diff", "create", "read", "update", "delete"] as const) {
            expect(host.FreeCertificateVerification[call]).toBeInstanceOf(Function);
        }
    });
});
