/** @type {import("jest").Config} */
module.exports = {
    testEnvironment: "node",
    testMatch: ["<rootDir>/tests/**/*.test.ts"],
    modulePathIgnorePatterns: ["<rootDir>/dist/"],
    transform: {
        "\\.[jt]s$": [
            "@swc/jest",
            { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
        ],
    },
    // p-wait-for is published as an ES module only.
    transformIgnorePatterns: ["/node_modules/(?!p-wait-for/)"],
    testTimeout: 30_000,
};
