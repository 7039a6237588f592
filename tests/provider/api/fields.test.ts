import { countField, listField, malformed, objectField, shownField, textField } from "../../../provider/api/fields";

const isMalformed = (message: string) =>
    expect.objectContaining({
        kind: "unknown",
        code: "MalformedAnswer",
        message,
        advice: expect.stringContaining("teo:endpoint and HTTPS_PROXY"),
    });

describe("a text", () => {
    test.each([
        ["  text ", "text"],
        ["", undefined],
        ["   ", undefined],
        [null, undefined],
        [undefined, undefined],
        ["x".repeat(500), "x".repeat(500)],
    ])("%j is read as %j", (value, text) => {
        expect(textField({ Name: value }, "Name")).toBe(text);
    });

    test.each([
        "a\nb",
        "a\u001b[31m",
        "a\u202eb",
        "a\ufffdb",
        "a\u034fb",
        "a\u3164b",
        "a\ufe0fb",
        "a<{%b",
        "a%}>b",
        "x".repeat(501),
    ])("%j is not stored", (value) => {
        const shown = value.length > 80 ? `${value.slice(0, 80)}...` : value.replace(/[^\x20-\x7e]|<\{%|%\}>/, " ");
        expect(() => textField({ Name: value }, "Name")).toThrow(
            isMalformed(`Name contains unprintable characters or is longer than 500 characters: ${shown}`),
        );
    });

    test.each(["04da6b54-80e4-46f7-96ec-b56ff0331ba9", "dd056dcd-154b-4c76-9bd3-c8f88648b5ff"])(
        "%s, which Pulumi would take for an unknown value, is not stored",
        (value) => {
            expect(() => textField({ Name: ` ${value}` }, "Name")).toThrow(/is Pulumi's marker for an unknown value/);
        },
    );

    test.each([5, {}, [], true])("%j is none", (value) => {
        expect(() => textField({ Name: value }, "Name")).toThrow(isMalformed("Name is not a string"));
        expect(() => shownField({ Name: value }, "Name")).toThrow(isMalformed("Name is not a string"));
    });

    test("that is only shown may hold anything", () => {
        expect(shownField({ Message: " a\n" }, "Message")).toBe(" a\n");
        expect(shownField({ Message: null }, "Message")).toBeUndefined();
    });
});

test.each([0, 1, 200])("%j is a count", (value) => {
    expect(countField({ Total: value }, "Total")).toBe(value);
});

test.each([-1, 1.5, "1", null, undefined, 2 ** 60])("%j is no count", (value) => {
    expect(() => countField({ Total: value }, "Total")).toThrow(isMalformed("Total is not a count"));
});

test("a part has fields, or is not there", () => {
    expect(objectField({ Part: { a: 1 } }, "Part")).toEqual({ a: 1 });
    expect(objectField({ Part: null }, "Part")).toBeUndefined();
    expect(objectField({}, "Part")).toBeUndefined();
    for (const value of [[], "text", 5]) {
        expect(() => objectField({ Part: value }, "Part")).toThrow(isMalformed("Part is not an object"));
    }
});

test("a list is of parts, and is empty where it is not there", () => {
    expect(listField({ List: [{ a: 1 }, {}] }, "List")).toEqual([{ a: 1 }, {}]);
    expect(listField({ List: null }, "List")).toEqual([]);
    expect(listField({}, "List")).toEqual([]);
    expect(() => listField({ List: {} }, "List")).toThrow(isMalformed("List is not a list"));
    expect(() => listField({ List: [{}, null] }, "List")).toThrow(isMalformed("List[1] is not an object"));
});

test("a malformed answer says what was wrong", () => {
    expect(malformed("an Error without a Code")).toEqual(isMalformed("an Error without a Code"));
});
