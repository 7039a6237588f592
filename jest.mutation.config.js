const [unit] = require("./jest.config").projects;

const room = process.env.ROOM ?? "{api,lifecycle,waiting}/**";

// What holds a room of provider/, without the tests that are about ten thousand of a kind: see docs/mutation.md.
/** @type {import("jest").Config} */
module.exports = {
    ...unit,
    displayName: "mutation",
    testMatch: [`<rootDir>/tests/provider/${room}/*.test.ts`],
    testPathIgnorePatterns: ["/manyWaits\\.", "/memory\\.", "/tenThousand\\."],
    // Nothing here runs the built package.
    globalSetup: undefined,
    testTimeout: 180_000,
};
