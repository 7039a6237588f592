import { drawLatencyMs, type Latency, type Random } from "../common/random";
import type { Fault } from "./faults";

/**
 * How a simulator misbehaves. `rate`, default 0.05, is the share of calls that fail in a way that passes: by
 * `InternalError`, by `RequestLimitExceeded`, or by a connection that is cut before or after all was done. `latencyMs`,
 * default `[0, 100]`, is how much longer each call takes.
 */
export type ChaosOption = boolean | { readonly rate?: number; readonly latencyMs?: Latency };

const FAILURES: readonly Fault[] = [
    { code: "InternalError" },
    { code: "RequestLimitExceeded" },
    { drop: true },
    { drop: "answer" },
];

/** Draws what goes wrong with the calls that no fault meets. */
export class Chaos {
    readonly #rate: number;
    readonly #latencyMs: Latency;

    constructor(
        option: ChaosOption | undefined,
        private readonly random: Random,
    ) {
        const isOn = option !== undefined && option !== false;
        const { rate = 0.05, latencyMs = [0, 100] } = typeof option === "object" ? option : {};
        this.#rate = isOn ? rate : 0;
        this.#latencyMs = isOn ? latencyMs : 0;
    }

    next(): Fault | undefined {
        // Without chaos nothing is drawn, so that the draws for faults are the same as ever.
        return this.#rate > 0 && this.random() < this.#rate
            ? FAILURES[Math.floor(this.random() * FAILURES.length)]
            : undefined;
    }

    drawLatencyMs(): number {
        return drawLatencyMs(this.#latencyMs, this.random);
    }
}
