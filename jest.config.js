const common = {
    testEnvironment: "node",
    transform: {
        "\\.[jt]s$": [
            "@swc/jest",
            { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
        ],
    },
    // p-wait-for is published as an ES module only.
    transformIgnorePatterns: ["/node_modules/(?!p-wait-for/)"],
};

/** @type {import("jest").Config} */
module.exports = {
    testTimeout: 30_000,
    projects: [
        {
            ...common,
            displayName: "unit",
            testMatch: ["<rootDir>/tests/**/*.test.ts"],
            testPathIgnorePatterns: ["<rootDir>/tests/engine/"],
            globalSetup: "<rootDir>/tests/build.ts",
        },
        {
            ...common,
            displayName: "engine",
            testMatch: ["<rootDir>/tests/engine/**/*.test.ts"],
            globalSetup: "<rootDir>/tests/engine/globalSetup.ts",
        },
    ],
};
