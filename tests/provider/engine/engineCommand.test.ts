import { spawnSync } from "node:child_process";
import { destroyRun, hasTargets, previewCommand } from "../../../provider/engine/engineCommand";

test.each([
    ["up --yes --target urn:x", true],
    ["up -t urn:x", true],
    ["up -yt urn:x", true],
    ["up -turn:x", true],
    ["up --exclude=urn:x --stack down", true],
    ["up --target-replace urn:x", true],
    ["up --yes", false],
    ["up -yf -stest", false],
    ["up -mtext --parallel 4", false],
    ["-Ctest up --tracing file:t", false],
])("`pulumi %s` is limited to some resources: %s", (line, targets) => {
    expect(hasTargets(line.split(" "), {})).toBe(targets);
});

test.each([
    [{ PULUMI_OPTION_TARGET: "urn:x" }, true],
    [{ PULUMI_OPTION_TARGET_REPLACE: "urn:x" }, true],
    [{ PULUMI_OPTION_EXCLUDE: "urn:x" }, true],
    [{ PULUMI_OPTION_TARGET: "" }, false],
    [{ PULUMI_OPTION_STACK: "target" }, false],
])("`pulumi up` with the environment %j is limited to some resources: %s", (env, targets) => {
    expect(hasTargets(["up"], env)).toBe(targets);
    expect(destroyRun(["destroy"], env)).toBe(targets ? "targets" : "all");
});

test("the command line is that of the nearest process with a command of the engine's, whatever its file is called", () => {
    const module = require.resolve("../../../provider/engine/engineCommand");
    const ask = `const { hasTargets, destroyRun } = require(${JSON.stringify(module)}); console.log(hasTargets(), destroyRun());`;
    const asPlugin = `child_process.spawnSync(process.execPath, ["--import", "tsx", "-e", process.env.ASK], { stdio: "inherit" });`;
    const engine = ["-e", asPlugin, "--", "destroy", "-yt", "urn:x"];
    const env = { ...process.env, ASK: ask };
    expect(spawnSync(process.execPath, engine, { env, encoding: "utf8" }).stdout).toBe("true targets\n");
});

test.each([
    ["preview --diff", true],
    ["-C folder pre", true],
    ["up --stack preview", false],
    ["up --yes", false],
])("`pulumi %s` is a preview: %s", (line, preview) => {
    expect(previewCommand(line.split(" "))).toBe(preview);
});

test("none is known where no process before this one has a command of the engine's", () => {
    expect([hasTargets(undefined, {}), previewCommand(), destroyRun()]).toEqual([false, false, undefined]);
});

test.each<[string, "all" | "targets" | "nothing"]>([
    ["destroy --yes", "all"],
    ["-C folder down --yes", "all"],
    ["destroy --run-program", "all"],
    ["destroy --target urn:x", "targets"],
    ["dn -t urn:x", "targets"],
    ["dn -yt urn:x", "targets"],
    ["destroy --target=urn:x", "targets"],
    ["destroy --exclude urn:x", "targets"],
    ["up --yes", "nothing"],
    ["up --stack down", "nothing"],
    ["-s destroy up", "nothing"],
])("pulumi %s destroys: %s", (line, expected) => {
    expect(destroyRun(line.split(" "), {})).toBe(expected);
});
