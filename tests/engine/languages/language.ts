import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { Simulator } from "../../../simulator";
import type { CommandProgram } from "../commandProgram";
import { createTestStack, type TestStack } from "../stack";
import { generateSdks } from "./sdks";

const EXAMPLES = join(__dirname, "..", "..", "..", "examples");
const zoneId = "zone-28v607hq8d3m";
const host = "www.example.com";
const type = "teo:index:FreeCertificateVerification";
const firstExpiry = "2027-07-31T07:06:57Z";
const renewed = "2027-10-29T07:06:57Z";

/** Makes what runs the program of a file with the SDKs in a folder. */
type Prepare = (sdks: string, program: string) => Promise<CommandProgram>;

/**
 * The promises that a stack in every language keeps: that of the file `program`, and that of `examples/NAME`.
 * The tests go on from each other's state: one stack lives through its life.
 */
export function describeLanguage(language: string, program: string, example: string, prepare: Prepare) {
    describe(`a stack in ${language}`, () => {
        let sdks: string;
        let simulator: Simulator;
        let other: Simulator;
        let stack: TestStack;
        const set = ["set-a.example.com", "set-b.example.com"];

        beforeAll(async () => {
            sdks = await mkdtemp(join(tmpdir(), "pulumi-teo-sdks-"));
            await generateSdks(sdks);
            simulator = await Simulator.start({ deployDelayMs: 300 });
            other = await Simulator.start({ credentials: [{ secretId: "other-id", secretKey: "other-key" }] });
            for (const domain of set) simulator.domain(zoneId, domain).issue({ expireTime: firstExpiry });
            simulator.host(zoneId, host).online();
            other.domain(zoneId, "other.example.org").issue();
            stack = await createTestStack({
                program: await prepare(sdks, join(__dirname, program)),
                plugin: true,
                env: simulator.environment(),
                config: {
                    zoneId,
                    host,
                    set: JSON.stringify(set),
                    otherEndpoint: other.endpoint,
                    otherDomain: { secret: "other.example.org" },
                    otherSecretId: { secret: "other-id" },
                    otherSecretKey: { secret: "other-key" },
                },
            });
        }, 300_000);
        afterAll(async () => {
            await stack?.dispose();
            await simulator?.stop();
            await other?.stop();
            await rm(sdks, { recursive: true, force: true });
        });

        const resources = 7;
        const stateOf = async (name: string) =>
            (await stack.exportState()).deployment.resources?.find((each) => each.urn.endsWith(`${type}::${name}`));

        test("waits, with the reason on the resource's own row, and gives what it found", async () => {
            simulator.domain(zoneId, host).issueAfter(3_000, { from: "firstCheck", expireTime: firstExpiry });
            const running = stack.start(["up", "--yes", "--skip-preview"]);
            await running.printed(
                /teo:index:FreeCertificateVerification www creating .*waiting \d+s: RecordUnExpected/,
            );
            const { changes, output } = await running.succeeded();
            expect(changes).toEqual({ create: resources });
            expect(output).not.toMatch(/warning/);
            expect(await stack.outputs()).toEqual({
                record: expect.stringMatching(/\.www\.example\.com$/),
                expireTime: firstExpiry,
                found: firstExpiry,
                status: "deployed",
                names: { "set-a.example.com": "set-a.example.com", "set-b.example.com": "set-b.example.com" },
            });
        });

        test("asks each account for its own domains, and keeps what is secret encrypted", async () => {
            expect(other.calls.map(({ action }) => action)).toEqual(["CheckFreeCertificateVerification"]);
            const text = JSON.stringify((await stack.exportState()).deployment);
            for (const secret of ["other-key", "other-id", simulator.credentials.secretKey])
                expect(text).not.toContain(secret);
            const state = await stateOf("other");
            expect(JSON.stringify([state?.inputs, state?.outputs?.commonName])).not.toContain("other.example.org");
        });

        test("is quiet with a second up, but for what the program looks up", async () => {
            const before = simulator.callCount();
            expect((await stack.up()).changes).toEqual({ same: resources });
            expect(simulator.callCount() - before).toBe(1);
            expect(other.callCount()).toBe(1);
        });

        test("shows a renewal in a refresh, and passes it on; takes over by an import what the program declares", async () => {
            simulator.domain(zoneId, host).issue({ expireTime: renewed });
            const { changes, output } = await stack.refresh("--diff");
            // The verification, and the host that serves the certificate.
            expect(changes).toEqual({ same: resources - 2, update: 2 });
            expect(output).toMatch(new RegExp(`~ expireTime *: "${firstExpiry}" => "${renewed}"`));
            simulator.domain(zoneId, "more.example.com").issue();
            await stack.setConfig({ more: '["more.example.com"]', import: "true" });
            expect((await stack.up()).changes).toEqual({ same: resources, import: 1 });
            expect(await stack.outputs()).toMatchObject({ expireTime: renewed, found: renewed });
        });

        test("ends a wait at once with Ctrl-C, and leaves nothing half done; what was imported stays as it is", async () => {
            simulator.domain(zoneId, "waits.example.com").pending();
            await stack.setConfig({ more: '["more.example.com", "waits.example.com"]', import: "false" });
            const running = stack.start(["up", "--yes", "--skip-preview"]);
            await running.printed(/waiting \d+s: RecordUnExpected: waits\.example\.com/);
            running.interrupt();
            const { code, output, changes } = await running.finished;
            expect(code).not.toBe(0);
            expect(changes).toEqual({ same: resources + 1 });
            expect(output).toMatch(/cancelled after \d+s waiting for the free certificate of waits\.example\.com/);
            expect((await stack.exportState()).deployment.pending_operations).toBeUndefined();
        });

        test("is destroyed, and the host serves nothing any more", async () => {
            expect((await stack.destroy()).changes).toEqual({ delete: resources + 1 });
            expect(simulator.host(zoneId, host).state.certificate.mode).toBe("disable");
        });

        test(`runs examples/${example}`, async () => {
            simulator.reset();
            simulator.host(zoneId, "aa.xzone.cloud").online();
            simulator.domain(zoneId, "aa.xzone.cloud").issue({ expireTime: firstExpiry });
            await stack.dispose();
            const projectName = `pulumi-teo-${example}`;
            stack = await createTestStack({ projectName, plugin: true, env: simulator.environment() });
            stack.program = await prepare(sdks, join(EXAMPLES, example, basename(program)));
            expect((await stack.up()).changes).toEqual({ create: 3 });
            const commonName = "aa.xzone.cloud";
            expect(await stack.outputs()).toEqual({ commonName, expireTime: firstExpiry, status: "deployed" });
        });
    });
}
