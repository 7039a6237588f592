import { normal } from "../common/names";

/** One call as the simulator saw it. No credentials, no headers. */
export interface Call {
    /** When it came, by the simulator's clock, in ms since 1970. */
    readonly at: number;
    /** `X-TC-Action`, even where there is no such action. */
    readonly action: string;
    readonly zoneId?: string;
    /** In lower case. */
    readonly domain?: string;
    /** The first 100 hosts of a call that takes several, in lower case. */
    readonly hosts?: readonly string[];
    /** The RequestId that was answered. */
    readonly requestId: string;
    /** The error code that was answered, if any, e.g. `RequestLimitExceeded`. */
    readonly code?: string;
    /** The HTTP status that was answered. Absent while the call waits, and where the connection ended before. */
    readonly status?: number;
    /** True where a fault met the call. */
    readonly fault?: boolean;
}

const LIMIT = 100_000;
const MAX_TEXT_LENGTH = 256;

/** What a caller sent ends up in the log, so its length is bounded, too. */
export const loggable = (value: unknown): string | undefined =>
    typeof value === "string" ? value.slice(0, MAX_TEXT_LENGTH) : undefined;

/** A name, in the form in which names are held. */
export const loggableName = (value: unknown): string | undefined => {
    const text = loggable(value);
    return text === undefined ? undefined : normal(text);
};

export const loggableList = (value: unknown): readonly string[] | undefined =>
    Array.isArray(value) ? value.slice(0, 100).flatMap((each) => loggableName(each) ?? []) : undefined;

/** The last 100,000 calls. */
export class CallLog {
    #calls: Call[] = [];
    #count = 0;

    get count(): number {
        return this.#count;
    }

    add(call: Call): void {
        this.#count += 1;
        this.#calls.push(call);
        // In one go every so often, since shift() for each call would move the whole list.
        if (this.#calls.length >= 2 * LIMIT) {
            this.#calls = this.#calls.slice(-LIMIT);
        }
    }

    last(limit: number = LIMIT): readonly Call[] {
        const wanted = Math.min(limit, LIMIT);
        return wanted === 0 ? [] : this.#calls.slice(-wanted);
    }

    clear(): void {
        this.#calls = [];
        this.#count = 0;
    }
}
