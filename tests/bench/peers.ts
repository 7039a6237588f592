import type { Clock } from "../../provider/common/clock";
import type { Random } from "../../simulator/common/random";

/** What a check was answered: nothing else of an answer matters to a client that waits. */
export type Outcome = "issued" | "notYet" | "refused" | "InternalError" | "HTTP 502" | "dropped";

/** Waits for one certificate; true once it is seen, false where the client gives up. */
export type Peer = (check: () => Promise<Outcome>, clock: Clock, random: Random) => Promise<boolean>;

/** How a client goes on after a check without a certificate. */
interface Manners {
    /** The gap before the next check, in ms; `n` counts from 0. */
    gap(n: number, random: Random): number;
    tolerates(outcome: Outcome): boolean;
    capMs?: number;
}

const polling =
    ({ gap, tolerates, capMs = Number.POSITIVE_INFINITY }: Manners): Peer =>
    async (check, clock, random) => {
        const deadline = clock.now() + capMs;
        for (let n = 0; ; n++) {
            const outcome = await check();
            if (outcome === "issued") return true;
            if (outcome !== "notYet" && !tolerates(outcome)) return false;
            const pause = gap(n, random);
            if (clock.now() + pause > deadline) return false;
            await clock.sleep(pause);
        }
    };

const refusals = (outcome: Outcome) => outcome === "refused";
const anything = () => true;
const doubling = (firstMs: number) => (n: number, random: Random) =>
    Math.min(10_000, firstMs * 2 ** Math.min(n, 20)) * (0.5 + random() / 2);

/** The checks of the vendor's Terraform resource, in ms after its start, as measured; from there on every 10.1 s. */
const TERRAFORM_MS = [0, 600, 1_700, 3_800, 7_900, 16_000, 26_000];
const terraformGap = (n: number) =>
    n + 1 < TERRAFORM_MS.length ? (TERRAFORM_MS[n + 1] ?? 0) - (TERRAFORM_MS[n] ?? 0) : 10_100;

/** What others do, a loop for each resource. */
export const peers = {
    /** A naive loop; any error but "not yet" ends it. */
    "5 s loop, strict": polling({ gap: () => 5_000, tolerates: () => false }),
    /** The same, which takes a refusal for "not yet". */
    "5 s loop, tolerant": polling({ gap: () => 5_000, tolerates: refusals }),
    "10 s loop, tolerant": polling({ gap: () => 10_000, tolerates: refusals }),
    "30 s loop, tolerant": polling({ gap: () => 30_000, tolerates: refusals }),
    /** As the AWS provider's waiter, whose SDK gets over refusals and faults. */
    "back-off 0.2-10 s": polling({ gap: doubling(200), tolerates: anything }),
    "back-off 0.5-10 s": polling({ gap: doubling(500), tolerates: anything }),
    /** As the vendor's Terraform resource: no jitter, 3 min, refusals retried, and no other error. */
    "Terraform resource": polling({
        gap: terraformGap,
        tolerates: refusals,
        capMs: 180_000,
    }),
    "Terraform resource, no cap": polling({ gap: terraformGap, tolerates: refusals }),
} satisfies Record<string, Peer>;

export type PeerName = keyof typeof peers;
