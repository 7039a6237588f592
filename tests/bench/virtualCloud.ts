import type { Clock } from "../../provider/common/clock";
import { seededRandom } from "../../simulator/common/random";
import { Quota } from "../../simulator/protocol/quota";
import { Faults } from "../../simulator/trouble/faults";
import type { Outcome } from "./peers";
import {
    type Chance,
    domainsOf,
    ISSUED_AFTER_MS,
    issuanceTimes,
    LATENCY_MS,
    QUOTA_PER_SECOND,
    type Scenario,
} from "./scenario";

/**
 * The simulator's quota, faults and latency under a clock that is handed in, without HTTP: the same order of things, a refusal before a
 * fault before the action, and the latency last.
 */
export class VirtualCloud {
    calls = 0;
    refused = 0;
    private readonly start: number;
    private readonly quota: Quota;
    private readonly faults = new Faults(seededRandom(7));
    /** By domain, in ms since the epoch; undefined until the first check sets it. */
    private readonly issuedAt: Map<string, number | undefined>;

    constructor(
        private readonly clock: Clock,
        { trouble, ...scenario }: Scenario,
        private readonly chance: Chance,
    ) {
        this.start = clock.now();
        this.quota = new Quota(QUOTA_PER_SECOND, () => clock.now());
        const times = issuanceTimes(scenario);
        this.issuedAt = new Map(
            domainsOf(scenario).map((domain, i) => {
                const after = times[i];
                return [domain, after === undefined ? undefined : this.start + after];
            }),
        );
        if (trouble !== "none") this.faults.add({ rate: 0.05, ...faultOf[trouble] });
    }

    async check(domain: string): Promise<Outcome> {
        await this.travel();
        this.calls++;
        const outcome = this.outcome(domain);
        if (outcome === "refused") this.refused++;
        await this.clock.sleep(LATENCY_MS);
        await this.travel();
        return outcome;
    }

    private async travel(): Promise<void> {
        const ms = this.chance.jitterMs(this.clock.now() - this.start);
        if (ms > 0) await this.clock.sleep(ms);
    }

    /** How long ago a domain was issued, in ms. */
    lag(domain: string): number {
        return this.clock.now() - (this.issuedAt.get(domain) as number);
    }

    private outcome(domain: string): Outcome {
        try {
            this.quota.take("CheckFreeCertificateVerification", "account");
        } catch {
            return "refused";
        }
        const fault = this.faults.next({ action: "CheckFreeCertificateVerification", domain });
        if (fault) return fault.drop ? "dropped" : fault.status ? "HTTP 502" : "InternalError";
        const now = this.clock.now();
        const at = this.issuedAt.get(domain) ?? now + ISSUED_AFTER_MS;
        this.issuedAt.set(domain, at);
        return now >= at ? "issued" : "notYet";
    }
}

const faultOf = {
    InternalError: { code: "InternalError" },
    "HTTP 502": { status: 502 },
    dropped: { drop: true },
} as const;
