import { whatIsDestroyed } from "../../../provider/dynamic/engineCommand";

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
