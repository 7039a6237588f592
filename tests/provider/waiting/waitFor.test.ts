import { ApiError, apiError, type Reason } from "../../../provider/api/errors";
import { WaitError } from "../../../provider/waiting/observations";
import { pollDelay } from "../../../provider/waiting/pollDelay";
import { done, notYet, type PollResult } from "../../../provider/waiting/pollResult";
import { waitFor } from "../../../provider/waiting/waitFor";
import type { WaitOptions } from "../../../provider/waiting/waitOptions";
import { FakeClock } from "../../fakeClock";

const pending = () => apiError("ResourceUnavailable.RecordUnExpected", "the record is not seen", "id-pending");
const lost = () => apiError("InternalError", "trouble", "id-lost");
const refused = () => apiError("RequestLimitExceeded", "too fast");
const MINUTE = 60_000;

/** Waits for `look`, which is handed the seconds since the start; an error it answers is thrown, anything else is the value. */
function waiting<T>(look: (seconds: number) => T | ApiError, options: Partial<WaitOptions> = {}) {
    const clock = new FakeClock();
    const start = clock.now();
    const looks: number[] = [];
    const result = waitFor<T>(
        async () => {
            const seconds = (clock.now() - start) / 1000;
            looks.push(seconds);
            const seen = look(seconds);
            if (seen instanceof ApiError) throw seen;
            return done(seen);
        },
        {
            doing: "waiting for the parcel",
            timeoutMs: 30 * MINUTE,
            clock,
            signal: new AbortController().signal,
            consequence: "Nothing is lost.",
            ...options,
        },
    );
    result.catch(() => {});
    const age = () => (clock.now() - start) / 1000;
    return {
        clock,
        looks,
        result,
        age,
        failed: () => clock.until(result).catch((e: WaitError) => e) as Promise<WaitError>,
    };
}

describe("a wait", () => {
    test("that finds its value at the first look looks once", async () => {
        const { clock, looks, result } = waiting(() => "parcel");
        await expect(clock.until(result)).resolves.toBe("parcel");
        expect(looks).toEqual([0]);
        expect(clock.sleepers).toBe(0);
    });

    test("for what comes after 20 s ends at most 3 s later with at most 13 looks", async () => {
        for (const at of [19.9, 20, 20.1, 21, 21.9]) {
            const { clock, looks, result } = waiting((seconds) => (seconds > at ? "parcel" : pending()));
            await clock.until(result);
            expect(looks.length).toBeLessThanOrEqual(13);
            expect((looks.at(-1) as number) - at).toBeLessThanOrEqual(3);
        }
    });

    test("looks with gaps that grow from 2 s to 10 s, about a tenth of its age", async () => {
        expect([0, 10_000, 30_000, 90_000, 600_000].map(pollDelay)).toEqual([2_000, 2_000, 3_000, 9_000, 10_000]);
        const { clock, looks, result } = waiting((seconds) => (seconds >= 1200 ? "parcel" : pending()));
        await clock.until(result);
        expect(looks.length).toBeLessThan(150);
    });

    test("asks again soon after trouble, which is not an answer", async () => {
        let n = 0;
        const { clock, looks, result } = waiting(() => (n++ < 3 ? lost() : "parcel"));
        await clock.until(result);
        expect(looks).toEqual([0, 0.5, 1.5, 3.5]);
    });

    test("goes straight back in line after a refusal", async () => {
        let n = 0;
        const { clock, looks, result } = waiting(() => (n++ < 5 ? refused() : "parcel"));
        await clock.advance(0);
        await expect(result).resolves.toBe("parcel");
        expect(looks).toEqual([0, 0, 0, 0, 0, 0]);
    });

    test("of fifty looks makes Node warn of nothing", async () => {
        const warnings: Error[] = [];
        const note = (warning: Error) => void warnings.push(warning);
        process.on("warning", note);
        const { clock, looks, result } = waiting((seconds) => (seconds > 400 ? "parcel" : pending()));
        await clock.until(result);
        await new Promise((resolve) => setImmediate(resolve));
        process.off("warning", note);
        expect(looks.length).toBeGreaterThan(50);
        expect(warnings).toEqual([]);
    });
});

describe("the deadline", () => {
    test("ends the wait to the second, and the error tells all that was seen", async () => {
        const { failed, age } = waiting((seconds) => (seconds > 4 && seconds < 7 ? lost() : pending()), {
            timeoutMs: 90_000,
        });
        const error = await failed();
        expect(age()).toBe(90);
        expect(error).toBeInstanceOf(WaitError);
        expect(error).toMatchObject({
            failure: "timeout",
            lastReason: { code: "ResourceUnavailable.RecordUnExpected" },
        });
        expect(error.message.split("\n").map((line) => line.trim())).toEqual([
            "timed out after 1m 30s waiting for the parcel",
            expect.stringMatching(/^checks: +\d+ answered, 2 more throttled or lost$/),
            "last answer: ResourceUnavailable.RecordUnExpected: the record is not seen (RequestId id-pending)",
            expect.stringMatching(/^next step: +Publish the DNS record/),
            "Nothing is lost.",
        ]);
    });

    test("aborts a look that is under way", async () => {
        const clock = new FakeClock();
        const aborted = jest.fn();
        const result = waitFor<string>(
            ({ signal }) =>
                new Promise((_, reject) =>
                    signal.addEventListener("abort", () => {
                        aborted();
                        reject(new Error("aborted"));
                    }),
                ),
            { doing: "waiting", timeoutMs: 5_000, clock, signal: new AbortController().signal, consequence: "." },
        );
        await expect(clock.until(result)).rejects.toMatchObject({ failure: "timeout", checks: 0 });
        expect(aborted).toHaveBeenCalledTimes(1);
    });

    test("is never a success: a value that comes too late is not taken", async () => {
        const { failed } = waiting((seconds) => (seconds > 5 ? "parcel" : pending()), { timeoutMs: 5_000 });
        await expect(failed()).resolves.toMatchObject({ failure: "timeout" });
    });
});

describe("cancelling", () => {
    test("ends the wait at once, and leaves nothing running", async () => {
        const user = new AbortController();
        const { clock, result, looks } = waiting(() => pending(), { signal: user.signal });
        await clock.advance(7_000);
        const seen = looks.length;
        user.abort();
        const error = (await result.catch((e) => e)) as WaitError;
        expect(error).toMatchObject({ failure: "cancelled", checks: seen });
        expect(error.message).toMatch(/^cancelled after 7s waiting for the parcel\n/);
        expect(error.message).not.toContain("next step");
        expect(clock.sleepers).toBe(0);
    });

    test("before the start means that nothing is asked", async () => {
        const { looks, failed } = waiting(() => "parcel", { signal: AbortSignal.abort() });
        await expect(failed()).resolves.toMatchObject({
            failure: "cancelled",
            message: expect.stringMatching(/checks: +0 answered\n +last answer: none\n/),
        });
        expect(looks).toEqual([]);
    });
});

describe("giving up", () => {
    test("is at once for an error that asking again will not change", async () => {
        const { failed, looks } = waiting(() => apiError("AuthFailure.SignatureFailure", "wrong key", "id-1"));
        const error = await failed();
        expect(error).toMatchObject({ failure: "gaveUp", checks: 1 });
        expect(error.message.split("\n").map((line) => line.trim())).toEqual([
            "failed after 0s waiting for the parcel",
            expect.stringMatching(/^checks: +1 answered$/),
            "last answer: AuthFailure.SignatureFailure: wrong key (RequestId id-1)",
            expect.stringMatching(/^next step: +Check the credentials/),
            "Nothing is lost.",
        ]);
        expect(error).toMatchObject({ name: "WaitError", cause: { code: "AuthFailure.SignatureFailure" } });
        expect(looks).toEqual([0]);
    });

    test("comes within 10 s for credentials that a fresh token might have mended", async () => {
        const { failed, age } = waiting(() => apiError("AuthFailure.TokenFailure", "stale"));
        await failed();
        expect(age()).toBeGreaterThan(5);
        expect(age()).toBeLessThan(10);
    });

    test.each([
        ["a code that nobody knows", "FailedOperation.NeverHeardOf"],
        ["a certificate never applied for", "FailedOperation.FreeCertificateVerificationIsEmpty"],
    ])("comes after a minute for %s", async (_, code) => {
        const { failed, age } = waiting(() => apiError(code, "why"));
        await expect(failed()).resolves.toMatchObject({ failure: "gaveUp" });
        expect(age()).toBeGreaterThanOrEqual(60);
        expect(age()).toBeLessThan(70);
    });

    test("counts the minute anew when another answer came between, but not when a question was lost", async () => {
        const empty = () => apiError("FailedOperation.FreeCertificateVerificationIsEmpty", "none");
        const answered = waiting((seconds) => (seconds > 30 && seconds < 33 ? pending() : empty()));
        await answered.failed();
        expect(answered.age()).toBeGreaterThan(90);
        const interrupted = waiting((seconds) => (seconds > 30 && seconds < 33 ? lost() : empty()));
        await interrupted.failed();
        expect(interrupted.age()).toBeLessThan(70);
    });

    test("comes after five minutes where there was not one answer", async () => {
        const { failed, age } = waiting(() => lost());
        await expect(failed()).resolves.toMatchObject({ failure: "gaveUp", checks: 0 });
        expect(age()).toBeGreaterThanOrEqual(300);
        expect(age()).toBeLessThan(320);
    });

    test("does not come where nothing but the quota stood in the way", async () => {
        const clock = new FakeClock();
        let n = 0;
        const poll = async () => {
            await clock.sleep(1_000);
            return n++ < 600 ? notYet(refused()) : done("parcel");
        };
        const signal = new AbortController().signal;
        const options = { doing: "waiting", timeoutMs: 30 * MINUTE, clock, signal, consequence: "." };
        await expect(clock.until(waitFor(poll, options))).resolves.toBe("parcel");
    });

    test("does not come for an outage after an answer", async () => {
        const { clock, result } = waiting((seconds) => (seconds < 1 ? pending() : seconds < 1200 ? lost() : "parcel"));
        await expect(clock.until(result)).resolves.toBe("parcel");
    });
});

describe("patience", () => {
    test("ends a minute after trouble began, whatever the trouble", async () => {
        for (const trouble of [lost, pending, () => apiError("FailedOperation.NeverHeardOf", "why")]) {
            const { failed, age } = waiting(() => trouble(), { patienceMs: 60_000 });
            await expect(failed()).resolves.toMatchObject({ failure: "gaveUp" });
            expect(age()).toBeGreaterThanOrEqual(60);
            expect(age()).toBeLessThan(70);
        }
    });

    test("ends with the poll at which it is used up", async () => {
        const { failed, age } = waiting(() => pending(), { patienceMs: 2_000 });
        await failed();
        expect(age()).toBe(2);
    });

    test("does not count the time in line for the first request", async () => {
        const clock = new FakeClock();
        let n = 0;
        const result = waitFor(
            async ({ signal }) => {
                if (n++ > 0) return done("parcel");
                await clock.sleep(10 * MINUTE, signal);
                return notYet(lost());
            },
            {
                doing: "looking for the parcel",
                timeoutMs: 60 * MINUTE,
                patienceMs: MINUTE,
                clock,
                signal: new AbortController().signal,
                consequence: ".",
            },
        );
        await expect(clock.until(result)).resolves.toBe("parcel");
    });
});

test("a fault of our own goes up as it is", async () => {
    const { clock, result } = waiting(() => {
        throw new TypeError("a bug");
    });
    await expect(clock.until(result)).rejects.toThrow(TypeError);
    expect(clock.sleepers).toBe(0);
});

test("an observer hears each reason with the number of answers, and the end", async () => {
    const heard: unknown[] = [];
    const observer = {
        seen: ({ code }: Reason, checks: number) => heard.push([code, checks]),
        found: () => {},
        ended: (succeeded: boolean) => heard.push(succeeded),
    };
    const course: (PollResult<string> | ApiError)[] = [pending(), lost(), pending()];
    const { clock, result } = waiting(() => (course.shift() as ApiError) ?? "parcel", { observer });
    await clock.until(result);
    expect(heard).toEqual([
        ["ResourceUnavailable.RecordUnExpected", 1],
        ["InternalError", 1],
        ["ResourceUnavailable.RecordUnExpected", 2],
        true,
    ]);
});

test("an observer hears of an end without a value, too", async () => {
    const ended = jest.fn();
    const { failed } = waiting(() => apiError("AuthFailure", "no"), {
        observer: { seen: () => {}, found: () => {}, ended },
    });
    await failed();
    expect(ended.mock.calls).toEqual([[false]]);
});

test("a question is repeated once it was answered, and is due when its delay is over", async () => {
    const clock = new FakeClock();
    const start = clock.now();
    const asked: unknown[] = [];
    const course = [notYet(lost()), notYet(pending()), notYet(pending()), done("parcel")];
    const result = waitFor(
        async ({ due, repeated }) => {
            asked.push([due - start, repeated]);
            return course.shift() as PollResult<string>;
        },
        { doing: "waiting", timeoutMs: MINUTE, clock, signal: new AbortController().signal, consequence: "." },
    );
    await clock.until(result);
    expect(asked).toEqual([
        [0, false],
        [500, false],
        [2_500, true],
        [4_500, true],
    ]);
});
