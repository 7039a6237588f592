import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const exec = promisify(execFile);

/** Begins as many waits by one set, as the host would, and prints what they hold once all stand in line or sleep, in MB. */
const program = (waits: number) => `
const { FreeCertificateVerificationSetLifecycle } = require("./lifecycle/verificationSet/verificationSetLifecycle");
const { createApi } = require("./api/actions");
const { rateLimited } = require("./api/rateLimit/rateLimited");
const { apiError } = require("./api/errors");
const { systemClock: clock } = require("./common/clock");
const { Progress } = require("./waiting/progress");
const pending = async () => { throw apiError("ResourceUnavailable.RecordUnExpected", "not seen"); };
const { signal } = new AbortController();
const api = createApi(rateLimited(async () => pending, 1000, clock), clock, signal);
const log = { info: async () => {}, warn: async () => {} };
const set = new FreeCertificateVerificationSetLifecycle({ api, clock, log, progress: new Progress(clock, () => {}), signal });
const domains = Array.from({ length: ${waits} }, (_, i) => "d" + i + ".example.com");
gc();
const before = process.memoryUsage().heapUsed;
set.create({ zoneId: "zone-1", domains });
setTimeout(() => {
    gc();
    console.log((process.memoryUsage().heapUsed - before) / 1e6);
    process.exit();
}, 2_000);
`;

const held = async (waits: number) => {
    const cwd = join(__dirname, "..", "..", "..", "dist", "provider");
    const { stdout } = await exec(process.execPath, ["--expose-gc", "-e", program(waits)], { cwd });
    return Number(stdout);
};

test("ten thousand waits hold less than 100 MB, and ten times what a thousand hold", async () => {
    const [thousand, tenThousand] = [await held(1_000), await held(10_000)];
    expect(thousand).toBeGreaterThan(0);
    expect(tenThousand).toBeLessThan(100);
    expect(tenThousand).toBeLessThan(12 * thousand);
});
