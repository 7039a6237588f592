import { execFile } from "node:child_process";
import { join } from "node:path";
import { type Behaviour, type DnsWorld, type Entry, resolver, startDnsWorld, zoneServer } from "../diagnosis/dnsWorld";
import { ADDRESSES, NS, REGISTRY } from "../diagnosis/situation";

const ROOT = join(__dirname, "../../..");
export const COMMAND = join(ROOT, "dist/provider/cli/teoDiagnose.js");
export const ZONE = "zone-28v607hq8d3m";

let world: DnsWorld | undefined;

/** The servers of {@link serve}, until they are stopped. */
export const served = (): DnsWorld => world as DnsWorld;

/** Serves the zone example.com, and gives the options that make the command ask there. */
export async function serve(entries: readonly Entry[], others: Record<string, Behaviour> = {}): Promise<string[]> {
    const zone = [...NS, ...entries];
    const recursive = resolver({ "example.com": zone, "ns.test": ADDRESSES, com: REGISTRY });
    const servers = { "127.0.0.2": recursive, "127.0.0.3": recursive };
    const own = { "127.0.0.4": zoneServer("example.com", zone), "127.0.0.5": zoneServer("example.com", zone) };
    world = await startDnsWorld({ ...servers, ...own, ...others });
    const { port } = world;
    return ["--resolvers", `127.0.0.2:${port},127.0.0.3:${port}`, "--dns-port", String(port)];
}

export async function stopServing(): Promise<void> {
    await world?.stop();
    world = undefined;
}

/** Runs the command as a shell would; what is not given in `env` is not set. */
export function run(args: readonly string[], env: Record<string, string> = {}, command = COMMAND) {
    return new Promise<{ status: number; stdout: string; stderr: string }>((resolve) => {
        const options = { cwd: ROOT, env: { PATH: process.env.PATH, ...env }, timeout: 30_000 };
        execFile(process.execPath, [command, ...args], options, (error, stdout, stderr) =>
            resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
        );
    });
}
