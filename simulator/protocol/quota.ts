import { ApiError } from "../common/apiError";

const WINDOW_MS = 1000;

/** Calls a second, over a sliding second, for each key. A refused call does not count. */
export class Quota {
    readonly #perSecond: number;
    readonly #clock: () => number;
    readonly #taken = new Map<string, number[]>();

    constructor(perSecond: number, clock: () => number) {
        this.#perSecond = perSecond === 0 ? Infinity : perSecond;
        this.#clock = clock;
    }

    /** Takes one call, or throws `RequestLimitExceeded`. Keys are of known actions and accounts, so there are few. */
    take(action: string, secretId: string): void {
        if (this.#perSecond === Infinity) {
            return;
        }
        const key = `${action} ${secretId}`;
        const now = this.#clock();
        const taken = this.#taken.get(key) ?? [];
        this.#taken.set(key, taken);
        while (taken.length > 0 && (taken[0] as number) <= now - WINDOW_MS) {
            taken.shift();
        }
        if (taken.length >= this.#perSecond) {
            throw new ApiError("RequestLimitExceeded", [`${taken.length + 1}`, `${this.#perSecond}`]);
        }
        taken.push(now);
    }

    clear(): void {
        this.#taken.clear();
    }
}
