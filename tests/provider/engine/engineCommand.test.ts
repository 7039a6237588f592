import { previewCommand, updateHasTargets, whatIsDestroyed } from "../../../provider/engine/engineCommand";

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

test.each<[string, "all" | "targets" | undefined]>([
    ["destroy --yes", "all"],
    ["-C folder down --yes", "all"],
    ["destroy --run-program", "all"],
    ["destroy --target urn:x", "targets"],
    ["dn -t urn:x", "targets"],
    ["destroy --target=urn:x", "targets"],
    ["destroy --exclude urn:x", "targets"],
    ["up --yes", undefined],
    ["up --stack down", undefined],
    ["-s destroy up", undefined],
])("pulumi %s destroys: %s", (line, expected) => {
    expect(whatIsDestroyed(line.split(" "))).toBe(expected);
});
