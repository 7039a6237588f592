const [unit] = require("./jest.config").projects;

/** @type {import("jest").Config} */
module.exports = {
    ...unit,
    displayName: "live",
    testMatch: ["<rootDir>/tests/simulator/live.ts"],
    testTimeout: 60_000,
};
