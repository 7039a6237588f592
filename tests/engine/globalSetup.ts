import build from "../build";
import { ensureEngine } from "./engine";

export default async function globalSetup(): Promise<void> {
    build();
    const { path, version } = await ensureEngine();
    process.stderr.write(`Pulumi engine ${version}: ${path}\n`);
    // Every test file loads its own modules; they find it here.
    process.env.PULUMI_TEO_ENGINE = path;
}
