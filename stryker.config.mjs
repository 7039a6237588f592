const room = process.env.ROOM ?? "{api,lifecycle,waiting}/**";

export default {
    mutate: [`provider/${room}/*.ts`],
    plugins: ["@stryker-mutator/jest-runner"],
    testRunner: "jest",
    jest: { configFile: "jest.mutation.config.js" },
    coverageAnalysis: "perTest",
    // A mutant of a constant needs all tests of the room: see docs/mutation.md.
    ignoreStatic: true,
    concurrency: 2,
    timeoutMS: 30_000,
    // Not read: it would need TypeScript beside Stryker.
    tsconfigFile: "none",
    ignorePatterns: ["/.cache", "/dist", "/docs", "/examples"],
    tempDirName: ".cache/stryker",
    reporters: ["clear-text", "json", "progress-append-only"],
    jsonReporter: { fileName: ".cache/mutation.json" },
    clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
};
