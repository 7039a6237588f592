const [unit] = require("./jest.config").projects;

const room = process.env.ROOM ?? "{api,lifecycle,waiting}/**";

// What holds a room of provider/, without the tests that are about ten thousand of a kind, and that of real time: see docs/mutation.md.
/** @type {import("jest").Config} */
module.exports = {
    ...unit,
    displayName: "mutation",
    testMatch: [`<rootDir>/tests/provider/${room}/*.test.ts`],
    testPathIgnorePatterns: ["/manyWaits\\.", "/memory\\.", "/tenThousand\\.", "/badDns\\."],
    // Nothing here runs the built package.
    globalSetup: undefined,
    testTimeout: 180_000,
};
