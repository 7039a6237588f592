const { spawnSync } = require("node:child_process");

const common = {
    testEnvironment: "node",
    // Jest cannot require an ES module, and p-wait-for is one.
    transformIgnorePatterns: ["/node_modules/(?!p-wait-for/)"],
    transform: {
        "\\.[jt]s$": [
            "@swc/jest",
            { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
        ],
    },
};

// The simulator's conformance with the Python SDK, and stacks in Python, need a Python that can make a virtual environment.
const hasPython = spawnSync("python3", ["-c", "import ensurepip, venv"]).status === 0;
if (!hasPython) console.warn("There is no Python with venv here: the tests with Python are left out.");
const hasGo = spawnSync("go", ["version"]).status === 0;
if (!hasGo) console.warn("There is no Go here: the tests with Go, and those of generated SDKs, are left out.");
const withoutPython = hasPython ? [] : ["python.test.ts"];

/** @type {import("jest").Config} */
module.exports = {
    // Bounds a test that hangs: one with an engine takes 5 to 30 s, and several times that on a busy machine.
    testTimeout: 180_000,
    // Tests with an engine or a host mostly wait for other processes.
    maxWorkers: 6,
    projects: [
        {
            ...common,
            displayName: "unit",
            testMatch: ["<rootDir>/tests/**/*.test.ts"],
            testPathIgnorePatterns: [
                "<rootDir>/tests/engine/",
                "<rootDir>/tests/soak/",
                ...withoutPython,
                ...(hasGo ? [] : ["simulator/go.test.ts"]),
            ],
            globalSetup: "<rootDir>/tests/build.ts",
        },
        {
            ...common,
            displayName: "engine",
            testMatch: ["<rootDir>/tests/engine/**/*.test.ts"],
            // The generator of SDKs is built with Go.
            testPathIgnorePatterns: hasGo ? withoutPython : ["<rootDir>/tests/engine/languages/"],
            globalSetup: "<rootDir>/tests/engine/globalSetup.ts",
        },
    ],
};
