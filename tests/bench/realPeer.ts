import { teo } from "tencentcloud-sdk-nodejs-teo";
import { systemClock } from "../../provider/common/clock";
import { seededRandom } from "../../simulator/common/random";
import { type Outcome, type PeerName, peers } from "./peers";
import type { Seen } from "./result";
import { ZONE_ID } from "./scenario";

// The process of a peer: the official SDK, each domain in a loop of its own. `real.ts` starts it and tells it which.

/** What it sends once all its domains have ended. */
export interface PeerReport {
    readonly seen: Seen[];
    /** The most memory it had above that before the start, in bytes. */
    readonly memory: number;
}

const { TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY, TENCENTCLOUD_TEO_ENDPOINT } = process.env;
const client = new teo.v20220901.Client({
    credential: { secretId: TENCENTCLOUD_SECRET_ID, secretKey: TENCENTCLOUD_SECRET_KEY },
    profile: { httpProfile: { protocol: "http://", endpoint: TENCENTCLOUD_TEO_ENDPOINT?.replace("http://", "") } },
});

async function check(domain: string): Promise<Outcome> {
    try {
        await client.CheckFreeCertificateVerification({ ZoneId: ZONE_ID, Domain: domain });
        return "issued";
    } catch (error) {
        const { code, httpCode } = error as { code?: string; httpCode?: number };
        if (code === "ResourceUnavailable.RecordUnExpected") return "notYet";
        if (code === "RequestLimitExceeded") return "refused";
        if (code === "InternalError") return "InternalError";
        return httpCode === 502 ? "HTTP 502" : "dropped";
    }
}

const memory = () => process.resourceUsage().maxRSS * 1024;

process.once("message", async ({ name, domains }: { name: PeerName; domains: string[] }) => {
    const before = memory();
    const random = seededRandom(11);
    const seen = await Promise.all(
        domains.map(async (domain) => {
            const ok = await peers[name](() => check(domain), systemClock, random);
            return { ok, at: Date.now() };
        }),
    );
    const report: PeerReport = { seen, memory: memory() - before };
    process.send?.(report, () => process.disconnect());
});
process.send?.("ready");
