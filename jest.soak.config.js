const [unit, engine] = require("./jest.config").projects;

// Ten times those of `npm test`.
process.env.SCHEDULES ??= "100000";

/** @type {import("jest").Config} */
module.exports = {
    ...unit,
    displayName: "soak",
    testMatch: ["<rootDir>/tests/soak/**/*.test.ts", "<rootDir>/tests/provider/**/properties.test.ts"],
    testPathIgnorePatterns: [],
    globalSetup: engine.globalSetup,
    // Each test bounds itself: their lengths are settings.
    testTimeout: 2 ** 31 - 1,
};
