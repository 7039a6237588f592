import { previewCommand, updateHasTargets } from "../../../provider/engine/engineCommand";

test.each([
    ["up --yes --target urn:x", true],
    ["up -t urn:x", true],
    ["up --exclude=urn:x --stack down", true],
    ["up --yes", false],
    ["destroy --target urn:x", false],
])("`pulumi %s` is an update of targets: %s", (line, targets) => {
    expect(updateHasTargets(line.split(" "))).toBe(targets);
});

test.each([
    ["preview --diff", true],
    ["-C folder pre", true],
    ["up --stack preview", false],
    ["up --yes", false],
])("`pulumi %s` is a preview: %s", (line, preview) => {
    expect(previewCommand(line.split(" "))).toBe(preview);
});

test("neither is known where the command line cannot be read", () => {
    expect([updateHasTargets(undefined), previewCommand(undefined)]).toEqual([false, false]);
});
