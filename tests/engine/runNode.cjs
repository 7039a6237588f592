// Stands for what the language host of Node.js starts: Pulumi's own entry point, with what it is told in the environment by the test.
const { PULUMI_PROJECT, PULUMI_STACK, PULUMI_MONITOR, PULUMI_ENGINE, PULUMI_PARALLEL, PULUMI_DRY_RUN } = process.env;
const [node, , program] = process.argv;
const run = require.resolve("@pulumi/pulumi/cmd/run");
const options = {
    project: PULUMI_PROJECT,
    stack: PULUMI_STACK,
    monitor: PULUMI_MONITOR,
    engine: PULUMI_ENGINE,
    parallel: PULUMI_PARALLEL,
};
process.argv = [
    node,
    run,
    ...Object.entries(options).map(([name, value]) => `--${name}=${value}`),
    ...(PULUMI_DRY_RUN === "true" ? ["--dry-run"] : []),
    program,
];
require(run);
