/** Draws numbers from 0 up to, not including, 1. */
export type Random = () => number;

/** Milliseconds, or the least and the most of them, drawn evenly for each call. */
export type Latency = number | readonly [least: number, most: number];

/** Mulberry32: the same seed gives the same draws, so that a run with faults by rate can be repeated. */
export function seededRandom(seed: number): Random {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    };
}

export function drawLatencyMs(latency: Latency, random: Random): number {
    if (typeof latency === "number") {
        return latency;
    }
    const [least, most] = latency;
    return least + random() * (most - least);
}
