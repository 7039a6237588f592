import * as pulumi from "@pulumi/pulumi";
import { FreeCertificateVerification, FreeCertificateVerificationSet } from "../../../provider/index";

const zoneId = "zone-28v607hq8d3m";

// Pulumi's own mocks, as in the unit test of a user's program: here is only what the class itself adds to the lifecycle.
describe("a set in a program", () => {
    const declare = async (state: object, preview = false) => {
        await pulumi.runtime.setMocks(
            {
                newResource: ({ name, inputs }) => ({ id: name, state: { zoneId: inputs.zoneId, ...state } }),
                call: () => ({}),
            },
            "project",
            "stack",
            preview,
        );
        const domains = ["A.XZone.Cloud", pulumi.output("中文.example.")];
        return new FreeCertificateVerificationSet("shops", { zoneId, domains });
    };
    const resolved = <T>(output: pulumi.Output<T>) => new Promise((resolve) => output.apply(resolve));

    test.each([false, true])(
        "has its domains as they are checked, which state does not repeat (preview: %s)",
        async (preview) => {
            const { domains } = await declare({}, preview);
            await expect(resolved(domains)).resolves.toEqual(["a.xzone.cloud", "xn--fiq228c.example"]);
        },
    );

    test("has the domains of its certificates where the engine has made others of the inputs", async () => {
        const { domains } = await declare({
            certificates: { "x.xzone.cloud": { expireTime: "2027-02-21T00:00:00Z" } },
        });
        await expect(resolved(domains)).resolves.toEqual(["x.xzone.cloud"]);
    });

    test("has its certificates whole, of which state leaves out what is usual", async () => {
        const stored = {
            "a.xzone.cloud": { expireTime: "2027-02-21T00:00:00Z", requestId: "id-1" },
            "b.xzone.cloud": {
                commonName: "*.xzone.cloud",
                signatureAlgorithm: "",
                expireTime: "2027-02-22T00:00:00Z",
            },
        };
        const set = await declare({ certificates: stored });
        await expect(resolved(set.certificates)).resolves.toStrictEqual({
            "a.xzone.cloud": {
                commonName: "a.xzone.cloud",
                signatureAlgorithm: "RSA 2048",
                expireTime: "2027-02-21T00:00:00Z",
                requestId: "id-1",
            },
            "b.xzone.cloud": { commonName: "*.xzone.cloud", expireTime: "2027-02-22T00:00:00Z" },
        });
        await expect(resolved(set.certificates["a.xzone.cloud"]?.commonName as pulumi.Output<string>)).resolves.toBe(
            "a.xzone.cloud",
        );
    });

    test("survives the mocks of a program that does not care for certificates", async () => {
        const { certificates } = await declare({});
        await expect(resolved(certificates)).resolves.toBeUndefined();
    });

    test("is told from other resources", async () => {
        const set = await declare({});
        expect(FreeCertificateVerificationSet.isInstance(set)).toBe(true);
        expect(FreeCertificateVerification.isInstance(set)).toBe(false);
        for (const other of [undefined, null, {}, "set"]) {
            expect(FreeCertificateVerificationSet.isInstance(other)).toBe(false);
        }
    });
});
