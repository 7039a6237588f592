import * as pulumi from "@pulumi/pulumi";
import { UNKNOWN } from "../../../../provider/lifecycle/shared/inputs";
import { checkCommonName, checkDomain, checkZoneId } from "../../../../provider/lifecycle/shared/names";
import { checkTimeouts, parseDuration } from "../../../../provider/lifecycle/shared/timeouts";

test("an unknown is what Pulumi says it is", () => {
    expect(UNKNOWN).toBe(pulumi.runtime.unknownValue);
});

describe("a domain", () => {
    test.each([
        ["aa.xzone.cloud", "aa.xzone.cloud"],
        ["AA.Xzone.Cloud", "aa.xzone.cloud"],
        ["aa.xzone.cloud.", "aa.xzone.cloud"],
        ["*.xzone.cloud", "*.xzone.cloud"],
        ["*.Bücher.example", "*.xn--bcher-kva.example"],
        ["中文.example", "xn--fiq228c.example"],
        ["xn--fiq228c.example", "xn--fiq228c.example"],
        ["a-1.b--2.example.co", "a-1.b--2.example.co"],
        ["1.2.3.example", "1.2.3.example"],
        [UNKNOWN, UNKNOWN],
        [`${"a".repeat(63)}.example`, `${"a".repeat(63)}.example`],
        [`${"a.".repeat(123)}example`, `${"a.".repeat(123)}example`],
        ["a.b1", "a.b1"],
        ["a.1b", "a.1b"],
    ])("%j is taken as %j", (given, taken) => {
        expect(checkDomain(given)).toEqual({ value: taken });
    });

    test.each([
        [undefined, "is required: an acceleration domain, such as www.example.com"],
        [null, "is required"],
        [7, "must be a string"],
        ["a.12", "is not a domain name"],
        [`${"a.".repeat(123)}examples`, "is not a domain name"],
        ["www:8x.example.com", "contains a character"],
        ["www.example.com:", "contains a port: give only the host name, such as www.example.com"],
        ["", "must not be empty"],
        ["   ", "must not be empty"],
        ["https://aa.xzone.cloud", "is a URL with a scheme"],
        ["aa.xzone.cloud/path", "contains a path"],
        ["aa.xzone.cloud:443", "contains a port"],
        ["aa xzone.cloud", "contains white space"],
        [" aa.xzone.cloud", "contains white space"],
        ["aa.xzone.cloud\n", "contains white space"],
        ["me@xzone.cloud", "contains a character"],
        ["a%2eb.example", "contains a character"],
        ["localhost", "is not a domain name"],
        ["aa..xzone.cloud", "is not a domain name"],
        [".xzone.cloud", "is not a domain name"],
        ["-aa.xzone.cloud", "is not a domain name"],
        ["aa-.xzone.cloud", "is not a domain name"],
        ["a_a.xzone.cloud", "contains an underscore"],
        ["10.0.0.1", "is not a domain name"],
        ["10.0.0.12", "is not a domain name"],
        ["*.*.xzone.cloud", "is not a domain name"],
        ["a.*.xzone.cloud", "is not a domain name"],
        ["*xzone.cloud", "is not a domain name"],
        ["*.cloud", "is not a domain name"],
        [`${"a".repeat(64)}.example`, "is not a domain name"],
        [`${"a.".repeat(127)}example`, "is not a domain name"],
    ])("%j is refused: %s", (given, why) => {
        expect(checkDomain(given)).toEqual({ reason: expect.stringContaining(why) });
    });
});

describe("a zone id", () => {
    test.each(["zone-28v607hq8d3m", UNKNOWN])("%j is taken", (given) => {
        expect(checkZoneId(given)).toEqual({ value: given });
    });

    test.each([
        [undefined, "is required: the id of the EdgeOne zone, such as zone-28v607hq8d3m"],
        [12, "must be a string"],
        ["a zone-28v607", "is not a zone id"],
        ["xzone-28v607", "is not a zone id"],
        ["", "must not be empty"],
        ["xzone.cloud", "is not a zone id"],
        ["zone-", "is not a zone id"],
        ["zone-28V607", "is not a zone id"],
        ["zone-28v607 ", "is not a zone id"],
        ["zone-28v607/aa", "is not a zone id"],
    ])("%j is refused: %s", (given, why) => {
        expect(checkZoneId(given)).toEqual({ reason: expect.stringContaining(why) });
    });
});

describe("a common name", () => {
    test.each([
        [undefined, undefined],
        [null, undefined],
        [UNKNOWN, UNKNOWN],
        ["*.XZone.cloud.", "*.xzone.cloud"],
        ["of no host", "of no host"],
    ])("%j is taken as %j", (given, value) => {
        expect(checkCommonName(given)).toEqual({ value });
    });

    test("that is no text is refused", () => {
        expect(checkCommonName(7)).toEqual({ reason: "must be a string: the commonName of a verification" });
    });
});

describe("a timeout", () => {
    test.each([
        ["30m", 1_800_000],
        ["1h30m", 5_400_000],
        ["1.5h", 5_400_000],
        ["90s", 90_000],
        ["1m0.5s", 60_500],
        ["250ms", 250],
    ])("%s is %d ms", (text, ms) => {
        expect(parseDuration(text)).toBe(ms);
    });

    test.each(["30", "30 m", "-5m", "5 minutes", "", "m", "1d", "0s", "200h", 30])("%j is refused by name", (value) => {
        expect(checkTimeouts({ create: value })).toEqual([
            { property: "customTimeouts.create", reason: expect.stringContaining("must be a duration") },
        ]);
    });

    test("left out, unknown or whole is fine", () => {
        for (const timeouts of [undefined, UNKNOWN, {}, { create: UNKNOWN }, { create: "30m", delete: "5m" }]) {
            expect(checkTimeouts(timeouts)).toEqual([]);
        }
    });
});
