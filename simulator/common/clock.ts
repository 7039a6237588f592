/** A clock that a test may move forward. It goes on by itself as the one does that it is made from. */
export class MovableClock {
    #aheadMs = 0;

    constructor(private readonly base: () => number) {}

    readonly now = (): number => this.base() + this.#aheadMs;

    /** Never back: where that time is past, nothing happens. */
    moveTo(time: number): void {
        this.#aheadMs += Math.max(0, time - this.now());
    }

    reset(): void {
        this.#aheadMs = 0;
    }
}
