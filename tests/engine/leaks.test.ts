import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type * as Teo from "pulumi-teo";
import { Simulator } from "../../simulator";
import { failure } from "./cli";
import { createTestStack } from "./stack";

const zoneId = "zone-28v607hq8d3m";
const domain = "www.xzone.cloud";
const keys = { secretId: "AKIDleaktest", secretKey: "unique-secret-key-0815", token: "unique-token-4711" };
const LOUDEST = ["--yes", "--skip-preview", "--logtostderr", "--logflow", "-v=9"];

test("key, token and signature are in no state, log level, error or simulator log", async () => {
    await using simulator = await Simulator.start({ credentials: [keys], deployDelayMs: 100 });
    simulator.host(zoneId, domain).online();
    const stack = await createTestStack({
        env: simulator.environment(),
        program: async () => {
            const teo: typeof Teo = require("pulumi-teo");
            const { commonName } = new teo.FreeCertificateVerification(
                "www",
                { zoneId, domain },
                { customTimeouts: { create: "2s" } },
            );
            new teo.HostCertificate("www", { zoneId, host: domain, commonName });
        },
    });
    try {
        simulator.domain(zoneId, domain).pending();
        simulator.fault({ status: 502, times: 1 });
        const failed = await failure(stack.start(["up", ...LOUDEST]).succeeded());
        simulator.domain(zoneId, domain).issue();
        const up = await stack.start(["up", ...LOUDEST]).succeeded();
        const refresh = await stack.start(["refresh", ...LOUDEST]).succeeded();
        const state = await stack.start(["stack", "export", "--show-secrets"]).succeeded();
        expect(up.output.length).toBeGreaterThan(50_000);
        const files = await readdir(stack.folder, { recursive: true, withFileTypes: true });
        const stored = files
            .filter((file) => file.isFile() && !file.parentPath.includes("node_modules"))
            .map((file) => readFile(join(file.parentPath, file.name), "utf8"));
        const texts = [
            ...[failed, up, refresh].flatMap(({ output, events }) => [output, JSON.stringify(events)]),
            state.output,
            JSON.stringify(simulator.calls),
            ...(await Promise.all(stored)),
        ];
        for (const secret of [keys.secretKey, keys.token, "TC3-HMAC-SHA256 Credential"]) {
            expect(texts.filter((text) => text.includes(secret)).map((text) => text.slice(0, 100))).toEqual([]);
        }
    } finally {
        await stack.dispose();
    }
});
