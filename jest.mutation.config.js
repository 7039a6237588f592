const { dirname } = require("node:path");

const [unit] = require("./jest.config").projects;

const room = process.env.ROOM ?? "{api,lifecycle,waiting}";
const tests = [`tests/provider/${room}/**`];
// For a part of a room, the tests of the whole room too, such as the properties.
if (room.includes("/")) tests.push(`tests/provider/${dirname(room)}`);

// What holds a room of provider/, without the tests that are about ten thousand of a kind: see docs/mutation.md.
/** @type {import("jest").Config} */
module.exports = {
    ...unit,
    displayName: "mutation",
    testMatch: tests.map((folder) => `<rootDir>/${folder}/*.test.ts`),
    testPathIgnorePatterns: ["/manyWaits\\.", "/memory\\.", "/tenThousand\\."],
    // Nothing here runs the built package.
    globalSetup: undefined,
    testTimeout: 180_000,
};
