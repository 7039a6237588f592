import {
    type Check,
    checkFields,
    integer,
    isRecord,
    latency,
    oneOf,
    SimulatorError,
    share,
    string,
    text,
} from "../common/checks";
import { normal } from "../common/names";
import type { Latency, Random } from "../common/random";

/**
 * What goes wrong, and for which calls. It meets calls that are rightly signed and within the quota, before the action
 * sees them; so a check that met a fault does not count as a domain's first, unless the fault is only latency, or an
 * answer that is broken or lost. At most one of `code`, `body`, `drop` and `hang`; where several faults match, the
 * oldest one counts.
 */
export interface Fault {
    /** Only calls of this action, e.g. `CheckFreeCertificateVerification`. */
    action?: string;
    /** Only calls for this zone. */
    zoneId?: string;
    /** Only calls for this domain, alone or among several hosts. */
    domain?: string;
    /** Meets so many calls, then is gone. Default: until it is removed. */
    times?: number;
    /** Meets this share of the calls, 0 to 1, by the simulator's seed. Default 1. */
    rate?: number;
    /** The answer takes so much longer, in ms. */
    latencyMs?: Latency;
    /** Answers this API error, e.g. `InternalError`. */
    code?: string;
    /** The error's message; may be empty, as the API's sometimes is. Default: the code's, in the caller's language. */
    message?: string;
    /** Answers this HTTP status, 300 to 599: with an HTML page, as a gateway does, unless `code` or `body` is given. */
    status?: number;
    /** Answers a page of HTML, JSON cut in half, JSON without `Response`, or nothing at all. */
    body?: "html" | "broken-json" | "no-response" | "empty";
    /**
     * Cuts the connection: before the action sees the call (`true`), in place of the answer when all is done
     * (`"answer"`), or in the middle of the answer (`"mid-body"`).
     */
    drop?: true | "answer" | "mid-body";
    /** Never answers: the connection stays open until the client gives up, or the simulator stops. */
    hang?: true;
}

const LIMIT = 1000;
const CHECKS: Readonly<Record<keyof Fault, Check>> = {
    action: text,
    zoneId: text,
    domain: text,
    times: integer(1, Number.MAX_SAFE_INTEGER),
    rate: share,
    latencyMs: latency,
    code: text,
    message: string,
    status: integer(300, 599),
    body: oneOf("html", "broken-json", "no-response", "empty"),
    drop: oneOf(true, "answer", "mid-body"),
    hang: oneOf(true),
};

/** What a fault is matched with. */
export interface FaultTarget {
    readonly action: string;
    readonly zoneId?: string;
    readonly domain?: string;
    readonly hosts?: readonly string[];
}

/** A fault as it is held. */
export interface FaultListing {
    readonly id: number;
    readonly fault: Readonly<Fault>;
    /** How many calls it will still meet; absent without `times`. */
    readonly left?: number;
}

export class Faults {
    readonly #faults = new Map<number, { fault: Fault; left: number }>();
    #lastId = 0;

    constructor(private readonly random: Random) {}

    add(fault: unknown): number {
        checkFault(fault);
        if (this.#faults.size >= LIMIT) {
            throw new SimulatorError("fault", `the simulator holds at most ${LIMIT} faults`);
        }
        this.#lastId += 1;
        const domain = fault.domain === undefined ? {} : { domain: normal(fault.domain) };
        this.#faults.set(this.#lastId, { fault: { ...fault, ...domain }, left: fault.times ?? Infinity });
        return this.#lastId;
    }

    remove(id: number): boolean {
        return this.#faults.delete(id);
    }

    /** The fault that meets this call, if any. */
    next(target: FaultTarget): Readonly<Fault> | undefined {
        for (const [id, held] of this.#faults) {
            if (matches(held.fault, target) && (held.fault.rate === undefined || this.random() < held.fault.rate)) {
                held.left -= 1;
                if (held.left === 0) {
                    this.#faults.delete(id);
                }
                return held.fault;
            }
        }
        return undefined;
    }

    list(): FaultListing[] {
        return [...this.#faults].map(([id, { fault, left }]) =>
            left === Infinity ? { id, fault } : { id, fault, left },
        );
    }

    clear(): void {
        this.#faults.clear();
    }
}

function matches(fault: Fault, target: FaultTarget): boolean {
    const names = target.hosts ?? [target.domain];
    return (
        (fault.action ?? target.action) === target.action &&
        (fault.zoneId ?? target.zoneId) === target.zoneId &&
        (fault.domain === undefined || names.includes(fault.domain))
    );
}

function checkFault(fault: unknown): asserts fault is Fault {
    checkFields("the fault", fault, CHECKS);
    const given = (field: keyof Fault): boolean => isRecord(fault) && fault[field] !== undefined;
    const [ending, other] = (["code", "body", "drop", "hang"] as const).filter(given);
    if (other !== undefined) {
        throw new SimulatorError(other, `cannot be combined with ${ending}`);
    }
    if (given("status") && (ending === "drop" || ending === "hang")) {
        throw new SimulatorError("status", `cannot be combined with ${ending}`);
    }
    if (given("message") && ending !== "code") {
        throw new SimulatorError("message", "is allowed only with code");
    }
    if (ending === undefined && !given("status") && !given("latencyMs")) {
        throw new SimulatorError("fault", "must do something: latencyMs, code, status, body, drop or hang");
    }
}
