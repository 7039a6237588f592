import type { HostError } from "../../hostClient";
import type { OperationName, Place } from "./operations";

/** How a call of the engine's ended. */
export type Ending = { value: unknown } | { error: HostError };

export interface Outcome {
    readonly error?: RegExp;
    /** How many requests leave for each domain. */
    readonly calls: readonly [least: number, most: number];
}

/** How a call ends where the trouble stays. */
export const outcomes: Record<string, Outcome> = {
    /** At the deadline of 2 minutes. */
    deadline: { error: /^timed out after 2m/, calls: [3, 90] },
    /** A minute after the trouble began. */
    minute: { error: /^failed after [12]m/, calls: [3, 60] },
    /** After 6 s, which is all that refused credentials are given. The first of two domains ends the other. */
    seconds: { error: /^failed after ([6-9]|[1-3]\d)s/, calls: [1.5, 6] },
    /** At once. One that holds for the whole zone spares the other domain its request. */
    once: { error: /^failed after \d+s/, calls: [0.5, 1] },
    /** A refresh takes the resource out of the state. */
    gone: { calls: [1, 1] },
    /** The call succeeds, by a single request, in spite of the trouble. */
    fine: { calls: [1, 1] },
};

interface Failure {
    readonly headline: RegExp;
    /** What the error says of the last answer. */
    readonly said: RegExp;
    /** `either` where it depends on whether a request is under way at the deadline. */
    readonly keeps?: boolean | "either" | undefined;
}

/** The error says what happened, to which domain in which zone, and what to do next; and the state keeps what there is. */
export function expectFailure({ zoneId, domain }: Place, ending: Ending, { headline, said, keeps }: Failure): void {
    if (!("error" in ending)) throw new Error(`succeeded with ${JSON.stringify(ending.value)}`);
    const { details, partial } = ending.error;
    expect(details).toMatch(headline);
    expect(details).toContain(zoneId);
    expect(details).toContain(domain);
    expect(details).toMatch(said);
    expect(details).toMatch(/next step: +\S/);
    expect(details).toMatch(/Nothing is lost|Nothing was changed|Run `pulumi destroy` again/);
    if (keeps === "either" && !partial) return;
    if (keeps) {
        const properties = { zoneId, __provider: expect.stringContaining("pulumi-teo/provider") };
        expect(partial).toMatchObject({ id: expect.stringContaining(zoneId), properties, reasons: [details] });
    } else expect(partial).toBeUndefined();
}

export function expectSuccess(
    { zoneId }: Place,
    ending: Ending,
    { operation, word }: { operation: OperationName; word: string },
): void {
    if ("error" in ending) throw ending.error;
    // A delete answers nothing.
    if (operation.includes("delete")) expect(ending.value).toBeUndefined();
    else if (word === "gone") expect(ending.value).toEqual({ id: "", outs: {}, inputs: undefined });
    else if (operation.includes("update")) expect(ending.value).toMatchObject({ zoneId });
    else expect(ending.value).toMatchObject({ id: expect.stringContaining(`${zoneId}/`), outs: { zoneId } });
}
