import { Simulator } from "../../simulator";
import build from "../build";
import { ensureEngine } from "./engine";
import { createTestStack, type StackOptions } from "./stack";

// `npm run demo`: the stack of examples/quickstart, by the real engine, before a simulated EdgeOne. The zone and the domains are
// those of the vendor's own examples.
const zoneId = "zone-28v607hq8d3m";
const issued = "aa.xzone.cloud";
const failing = "cc.xzone.cloud";

const say = (text: string) => process.stdout.write(`${text}\n`);
const step = (title: string) => say(`\n━━━ ${title}\n`);

async function main(): Promise<void> {
    build();
    const engine = await ensureEngine();
    say(`Pulumi engine ${engine.version}. No account is needed: EdgeOne's API is simulated on this machine.`);
    const started = Date.now();
    const simulator = await Simulator.start();
    const quickstart: StackOptions = {
        projectName: "pulumi-teo-quickstart",
        program: runQuickstart,
        env: simulator.environment(),
        print: (text) => process.stdout.write(text),
    };
    const stack = await createTestStack(quickstart);
    const second = await createTestStack({ ...quickstart, config: { domain: failing, timeout: "6s" } });
    const calls = () => {
        const count = simulator.callCount();
        simulator.clearCalls();
        return `${count} ${count === 1 ? "call" : "calls"} to the API`;
    };
    try {
        step(`1. pulumi up: ${issued} was applied for, and will be issued 8 s after the first check`);
        simulator.domain(zoneId, issued).issueAfter(8_000, { from: "firstCheck" });
        await stack.start(["up", "--yes", "--skip-preview"]).succeeded();
        say(`→ ${calls()}: the check, repeated until the certificate was there.`);

        step("2. pulumi up again: nothing has changed");
        await stack.start(["up", "--yes", "--skip-preview"]).succeeded();
        say(`→ ${calls()}.`);

        step("3. pulumi refresh --diff: EdgeOne has renewed the certificate meanwhile");
        const expireTime = new Date(Date.now() + 175 * 86_400_000).toISOString().replace(/\.\d+Z$/, "Z");
        simulator.domain(zoneId, issued).renew({ expireTime });
        await stack.start(["refresh", "--yes", "--skip-preview", "--diff"]).succeeded();
        say(`→ ${calls()}; the new expireTime is drift, and flows on to what uses it. Nothing is replaced.`);

        step(`4. pulumi up: the proof for ${failing} is never seen (customTimeouts: 6s)`);
        simulator.domain(zoneId, failing).apply();
        const { code } = await second.start(["up", "--yes", "--skip-preview"]).finished;
        if (code === 0) throw new Error(`${failing} was to fail, and did not`);
        say(`→ ${calls()}; the update failed as it should, and says what to do. The next up would resume the wait.`);

        step(`Done in ${Math.round((Date.now() - started) / 1000)} s. The stack is examples/quickstart/index.ts.`);
    } finally {
        await stack.dispose();
        await second.dispose();
        await simulator.stop();
    }
}

/** Runs the program of examples/quickstart anew, as the language host would, and hands its exports on as outputs. */
async function runQuickstart(): Promise<Record<string, unknown>> {
    const file = require.resolve("../../examples/quickstart/index.ts");
    delete require.cache[file];
    return { ...require(file) };
}

main().catch((error: Error) => {
    console.error(`\nThe demo failed: ${error.message}`);
    process.exitCode = 1;
});
