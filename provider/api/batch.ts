import { setMaxListeners } from "node:events";
import type { Clock } from "../common/clock";
import type { CallOptions } from "./call";

interface Caller<Answer> {
    resolve(answer: Answer): void;
    reject(error: unknown): void;
}

/** Requests of many callers for members of one group, sent together. */
interface Batch<Answer> {
    /** The callers that wait for each member. */
    callers: Map<string, Set<Caller<Answer>>>;
    due: number;
    repeated: boolean;
}

/** Sends one request for many members of a group; every caller gets its error. */
export type SendBatch<Answer> = (
    group: string,
    members: string[],
    options: CallOptions,
) => Promise<Map<string, Answer>>;

export interface BatchOptions {
    clock: Clock;
    /** Aborts when the user cancels. */
    signal: AbortSignal;
    /** How long the first caller waits for others. */
    windowMs: number;
    /** The minimum interval between two rounds of one group. */
    minIntervalMs: number;
    /** How many members go in one round. */
    maxSize: number;
}

/**
 * Combines requests that come close together: binds sent in one request, states read in one page. A caller that aborts does not affect
 * the others.
 */
export class Batcher<Answer> {
    private readonly openBatches = new Map<string, Batch<Answer>>();
    private readonly lastSentAt = new Map<string, number>();

    constructor(
        private readonly sendBatch: SendBatch<Answer>,
        private readonly options: BatchOptions,
    ) {
        setMaxListeners(0, options.signal);
    }

    /** The answer for one member: that of the next round of its group. */
    request(group: string, member: string, { due, repeated, signal }: CallOptions): Promise<Answer> {
        return new Promise((resolve, reject) => {
            if (signal.aborted) return reject(signal.reason);
            const batch = this.batchOf(group, due);
            batch.due = Math.min(batch.due, due);
            batch.repeated &&= repeated;
            const callers = batch.callers.get(member) ?? new Set();
            batch.callers.set(member, callers);
            const leave = () => {
                callers.delete(caller);
                // A member without callers is not sent: a bind whose wait has ended must not happen.
                if (callers.size === 0) batch.callers.delete(member);
                reject(signal.reason);
            };
            const caller: Caller<Answer> = {
                resolve: (answer) => {
                    signal.removeEventListener("abort", leave);
                    resolve(answer);
                },
                reject: (error) => {
                    signal.removeEventListener("abort", leave);
                    reject(error);
                },
            };
            callers.add(caller);
            signal.addEventListener("abort", leave, { once: true });
        });
    }

    private batchOf(group: string, due: number): Batch<Answer> {
        const open = this.openBatches.get(group);
        if (open && open.callers.size < this.options.maxSize) return open;
        const batch: Batch<Answer> = { callers: new Map(), due, repeated: true };
        this.openBatches.set(group, batch);
        void this.send(group, batch);
        return batch;
    }

    private async send(group: string, batch: Batch<Answer>): Promise<void> {
        const { clock, signal, windowMs, minIntervalMs } = this.options;
        try {
            const now = clock.now();
            const at = Math.max(
                now + windowMs,
                (this.lastSentAt.get(group) ?? Number.NEGATIVE_INFINITY) + minIntervalMs,
            );
            await clock.sleep(at - now, signal);
            this.lastSentAt.set(group, clock.now());
            if (this.openBatches.get(group) === batch) this.openBatches.delete(group);
            const { due, repeated } = batch;
            const members = [...batch.callers.keys()];
            if (members.length === 0) return;
            const answers = await this.sendBatch(group, members, { signal, due, repeated });
            for (const [member, callers] of batch.callers) {
                for (const caller of callers) caller.resolve(answers.get(member) as Answer);
            }
        } catch (error) {
            if (this.openBatches.get(group) === batch) this.openBatches.delete(group);
            for (const callers of batch.callers.values()) for (const caller of callers) caller.reject(error);
        }
    }
}
