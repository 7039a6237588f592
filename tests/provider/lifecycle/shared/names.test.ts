import { domainToASCII } from "node:url";
import fc from "fast-check";
import { comparableName, isSameName } from "../../../../provider/common/domainName";
import { checkDomain, checkHost, checkZoneId } from "../../../../provider/lifecycle/shared/names";

test.each([
    ["例え。テスト", "xn--r8jz45g.xn--zckzah"],
    ["*．example｡com", "*.example.com"],
    ["www.example.com。", "www.example.com"],
    ["WWW。Faß．DE", "www.xn--fa-hia.de"],
])("every dot that IDNA takes is a dot: %s", (given, value) => {
    expect(checkDomain(given)).toEqual({ value });
});

test.each([
    ["www\u200b.example.com", "U+200B ZERO WIDTH SPACE at position 4"],
    ["\ufeffwww.example.com", "U+FEFF ZERO WIDTH NO-BREAK SPACE at position 1"],
    ["www.exam\u00adple.com", "U+00AD SOFT HYPHEN at position 9"],
    ["www.example\u00a0.com", "U+00A0 NO-BREAK SPACE at position 12"],
    ["\u202ewww.example.com", "U+202E RIGHT-TO-LEFT OVERRIDE at position 1"],
    ["www.example\u2009.com", "U+2009 THIN SPACE at position 12"],
    ["www.example\u3164.com", "U+3164 HANGUL FILLER at position 12"],
    ["www.example.com\u2060", "U+2060 WORD JOINER at position 16"],
    ["www.example.com\ufe0f", "U+FE0F VARIATION SELECTOR-16 at position 16"],
    ["www.\u0000example.com", "U+0000 at position 5"],
])("an invisible character is named: %j", (given, named) => {
    expect(checkDomain(given)).toEqual({ reason: expect.stringContaining(named) });
    expect(checkZoneId(given)).toEqual({ reason: expect.stringContaining(named) });
});

test("a capital sigma, which has two forms in lower case, gets the one of IDNA", () => {
    expect(checkDomain("ΟΔΟΣ-1.gr")).toEqual({ value: "xn---1-k9b7bby.gr" });
});

test.each(["?x", "#x", "\\x", "/x", ";x", "&x", "[x]", "%2e", ":443", "@x", "!", "'", "..", "。．"])(
    "a name with %j behind it is refused, and is not the same name in an answer",
    (more) => {
        expect(checkHost(`www.example.com${more}`)).toEqual({ reason: expect.any(String) });
        expect(isSameName(`www.example.com${more}`, "www.example.com")).toBe(false);
    },
);

test("a name with an underscore may serve a certificate, and may have none of its own", () => {
    expect(checkHost("_Srv.my_app.example.com")).toEqual({ value: "_srv.my_app.example.com" });
    expect(checkDomain("my_app.example.com")).toEqual({ reason: expect.stringMatching(/underscore.*wildcard/) });
});

describe("whatever is given as a name", () => {
    const label = fc.string({
        unit: fc.constantFrom(..."abzAZ09-_*ßäéİẞΣς例テ。．｡.\u200b\u00a0\u202e \n/:@%?#\\[\ud800"),
        maxLength: 12,
    });
    const names = fc.oneof(
        fc.domain(),
        fc.string({ unit: "binary" }),
        fc.array(label, { maxLength: 5 }).map((labels) => labels.join(".")),
        fc.anything(),
    );

    test("it is refused with a reason, or is plain ASCII that is taken as it is", () => {
        fc.assert(
            fc.property(names, (given) => {
                const checked = checkHost(given);
                if ("reason" in checked) return checked.reason.length > 0;
                expect(checked.value).toMatch(/^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)+$/);
                expect(checkHost(checked.value)).toEqual(checked);
                return true;
            }),
            { numRuns: 2_000 },
        );
    });

    test("an answered name is made comparable once and for all", () => {
        fc.assert(
            fc.property(fc.oneof(fc.string({ unit: "binary" }), label, fc.domain()), (name) => {
                const made = comparableName(name);
                expect(comparableName(made)).toBe(made);
            }),
            { numRuns: 2_000 },
        );
    });

    test("letters outside of ASCII become what Node's own resolver makes of them", () => {
        const letters = fc.string({ unit: fc.constantFrom(..."aZ0-ßäéİẞΣςΟ例テ"), minLength: 1, maxLength: 8 });
        fc.assert(
            fc.property(letters, letters, (one, other) => {
                const given = `${one}.${other}.example`;
                const checked = checkHost(given);
                fc.pre("value" in checked);
                expect(checked).toEqual({ value: domainToASCII(given) });
            }),
            { numRuns: 1_000 },
        );
    });

    test("it is the name that Node's own resolver makes of it", () => {
        fc.assert(
            fc.property(fc.domain(), fc.constantFrom("", "."), (domain, dot) => {
                const value = domainToASCII(domain);
                fc.pre("value" in checkHost(value));
                expect(checkHost(domain.toUpperCase() + dot)).toEqual({ value });
            }),
        );
    });

    test("a zone id is refused with a reason, or is taken as it is", () => {
        fc.assert(
            fc.property(
                fc.oneof(
                    names,
                    fc.string().map((text) => `zone-${text}`),
                ),
                (given) => {
                    const checked = checkZoneId(given);
                    if ("reason" in checked) return checked.reason.length > 0;
                    return checked.value === given && /^zone-[a-z0-9]+$/.test(given as string);
                },
            ),
            { numRuns: 2_000 },
        );
    });
});
