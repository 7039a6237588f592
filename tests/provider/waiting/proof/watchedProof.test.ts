import { apiError } from "../../../../provider/api/errors";
import type { Finding } from "../../../../provider/diagnosis";
import { done, notYet } from "../../../../provider/waiting/pollResult";
import { wordsIn } from "../../../../provider/waiting/proof/causes";
import type { Cause } from "../../../../provider/waiting/proof/proofWatch";
import { type Round, Rounds } from "../../../../provider/waiting/proof/rounds";
import { type ProofToWatch, WatchedProof } from "../../../../provider/waiting/proof/watchedProof";
import { waitFor } from "../../../../provider/waiting/waitFor";
import { FakeClock } from "../../../fakeClock";
import { finding, missing, right, wrong } from "./findings";

const pending = apiError("ResourceUnavailable.RecordUnExpected", "not seen", "id-pending");
const dns = { name: "_dnsauth.www.example.com", type: "CNAME", value: "www.example.com.eoacme0.com" };

interface Course {
    /** What a round finds that starts so many seconds after the start. */
    sees?: (seconds: number) => Finding[];
    /** What the API answers after so many seconds: whether the certificate is issued, or why not. */
    answers?: (seconds: number) => true | typeof pending;
    watched?: Partial<ProofToWatch>;
    language?: "en" | "zh";
    timeoutMs?: number;
}

const hostRefused = apiError("InvalidParameter.HostStatusNotAllowApplyCertificate", "not switched");

/** A wait of half an hour for one certificate, with what its proof looks like from here. */
function waiting({
    sees = () => [],
    answers = () => pending,
    watched,
    language = "en",
    timeoutMs = 1_800_000,
}: Course) {
    const clock = new FakeClock();
    const user = new AbortController();
    const start = clock.now();
    const seconds = () => (clock.now() - start) / 1000;
    const polls: number[] = [];
    const rounds: number[] = [];
    const shown: (Cause | undefined)[] = [];
    const round: Round = async () => {
        rounds.push(seconds());
        const findings = sees(seconds());
        await clock.sleep(300);
        return findings;
    };
    const watches = new Rounds(clock, round);
    const proof = { domain: "www.example.com", dns, checkIntervalMs: 30_000, isSecret: false, ...watched };
    const result = waitFor<string>(
        async () => {
            polls.push(seconds());
            const answer = answers(seconds());
            return answer === true ? done("issued") : notYet(answer);
        },
        {
            doing: "waiting for it to be issued",
            timeoutMs,
            clock,
            signal: user.signal,
            consequence: "Nothing is lost.",
            observer: { seen: () => {}, found: (cause) => shown.push(cause), ended: () => {} },
            watchProof: (tell) => new WatchedProof(clock, watches, wordsIn(language), proof, tell),
        },
    );
    result.catch(() => {});
    /** The sentences shown, one for each change. */
    const sentences = () =>
        shown.map((cause) => cause?.sentence).filter((sentence, i, all) => i === 0 || sentence !== all[i - 1]);
    return { clock, user, polls, rounds, shown, sentences, result, seconds };
}

/** The message of a wait that ends without success. */
async function messageOf({ clock, result }: ReturnType<typeof waiting>): Promise<string> {
    return clock.until(result).then(
        () => "issued",
        (error: Error) => error.message,
    );
}

describe("the look for the proof", () => {
    test("begins with the second answer that the certificate is pending", async () => {
        const { clock, polls, rounds } = waiting({ sees: () => [missing] });
        await clock.advance(1_999);
        expect(rounds).toEqual([]);
        await clock.advance(1);
        expect(polls).toEqual([0, 2]);
        expect(rounds).toEqual([2]);
    });

    test("never begins where the certificate is issued with the second answer", async () => {
        const given = waiting({ answers: (now) => (now < 1 ? pending : true) });
        expect(await messageOf(given)).toBe("issued");
        expect(given.rounds).toEqual([]);
    });

    test("ends with the wait, and leaves no timer", async () => {
        const given = waiting({ sees: () => [missing], answers: (now) => (now < 100 ? pending : true) });
        expect(await messageOf(given)).toBe("issued");
        await given.clock.advance(300);
        expect(given.clock.sleepers).toBe(0);
        const count = given.rounds.length;
        await given.clock.advance(60_000);
        expect(given.rounds).toHaveLength(count);
    });
});

describe("while the proof is certainly not there", () => {
    const appearsAt = 400;
    const course = { sees: (now: number) => [now < appearsAt ? missing : right] };

    test("the API is asked every 30 s, and at once when the proof has appeared", async () => {
        const { clock, polls, rounds } = waiting(course);
        await clock.advance(appearsAt * 1000 - 1);
        expect(polls.slice(0, 5)).toEqual([0, 2, 4, 34, 64]);
        await clock.advance(20_000);
        const seen = (rounds.find((at) => at >= appearsAt) as number) + 0.3;
        expect(polls.find((at) => at > appearsAt)).toBe(seen);
    });

    test("and from then on as often as in the first seconds of a wait", async () => {
        const { clock, polls } = waiting(course);
        await clock.advance(430_000);
        const after = polls.filter((at) => at > appearsAt);
        expect(after.slice(0, 3).map((at) => at - (after[0] as number))).toEqual([0, 2, 4]);
    });

    test("the API is asked as seldom as the user says, or as ever", async () => {
        const seldom = waiting({ ...course, watched: { checkIntervalMs: 120_000 } });
        await seldom.clock.advance(260_000);
        expect(seldom.polls).toEqual([0, 2, 4, 124, 244]);
        const usual = waiting({ ...course, watched: { checkIntervalMs: 0 } });
        await usual.clock.advance(60_000);
        expect(usual.polls.length).toBeGreaterThan(15);
    });

    test.each([
        ["what is found is not certain", finding("recordMissing")],
        ["nothing can be seen from here", finding("cannotLook", { severity: "information" })],
        ["the record is right", right],
    ])("the usual gaps hold where %s", async (_, found) => {
        const { clock, polls } = waiting({ sees: () => [found] });
        await clock.advance(60_000);
        expect(polls.length).toBeGreaterThan(15);
    });

    test("the usual gaps hold where the API objects to the host and not to the proof", async () => {
        const elsewhere = finding("hostNotOnEdgeOne", { severity: "information" });
        const { clock, polls, sentences } = waiting({ sees: () => [missing, elsewhere], answers: () => hostRefused });
        await clock.advance(60_000);
        expect(polls.length).toBeGreaterThan(15);
        expect(sentences().filter(Boolean)).toEqual(["There is hostNotOnEdgeOne."]);
    });

    test("and as seldom as for an old wait where a round cannot look any more", async () => {
        const { clock, polls } = waiting({ sees: (now) => [now < appearsAt ? missing : finding("cannotLook")] });
        await clock.advance(430_000);
        const after = polls.filter((at) => at > appearsAt);
        expect(after.slice(1, 3).map((at, i) => at - (after[i] as number))).toEqual([10, 10]);
    });

    test("a user who cancels does not wait for the next question", async () => {
        const { clock, user, result, seconds } = waiting(course);
        await clock.advance(10_000);
        user.abort();
        await expect(result).rejects.toThrow(/^cancelled after 10s .*seen here: {3}There is recordMissing/s);
        expect(seconds()).toBe(10);
        await clock.advance(300);
        expect(clock.sleepers).toBe(0);
    });
});

describe("what is shown", () => {
    test("is the leading finding, from its first round on", async () => {
        const { clock, shown } = waiting({ sees: () => [missing, finding("flattened")] });
        await clock.advance(3_000);
        expect(shown).toEqual([
            {
                label: "record missing",
                isToDo: true,
                sentence: "There is recordMissing.",
                advice: "Add the record: _dnsauth.www.example.com CNAME www.example.com.eoacme0.com",
                evidence: ["a.ns.example (192.0.2.1) at 01:02:03 UTC: NXDOMAIN"],
            },
        ]);
    });

    test("is Chinese where the user asks for it", async () => {
        const { clock, shown } = waiting({ sees: () => [missing], language: "zh" });
        await clock.advance(3_000);
        expect(shown[0]).toMatchObject({ label: "缺少记录", sentence: "有 recordMissing。" });
        expect(shown[0]?.advice).toMatch(/^请添加记录/);
    });

    test("changes only when two rounds in a row agree, but at once to right", async () => {
        const rounds = [missing, wrong, missing, wrong, wrong, missing, right];
        const { clock, sentences } = waiting({ sees: () => [rounds.shift() ?? right] });
        await clock.advance(120_000);
        expect(sentences()).toEqual(["There is recordMissing.", "There is wrongValue.", undefined]);
    });

    test("is of the proof again when the API objects to the host no more", async () => {
        const answers = (now: number) => (now < 60 ? hostRefused : pending);
        const { clock, sentences } = waiting({ sees: () => [missing], answers });
        await clock.advance(55_000);
        expect(sentences().filter(Boolean)).toEqual([]);
        await clock.advance(20_000);
        expect(sentences().filter(Boolean)).toEqual(["There is recordMissing."]);
    });

    test("is cut where it is endless, and evidence ends with the sixth", async () => {
        const endless = { en: "x".repeat(2_000), zh: "" };
        const { who, what, when } = missing.evidence[0] as Finding["evidence"][number];
        const evidence = Array.from({ length: 8 }, (_, i) => ({ who: `${who} ${i}`, what, when }));
        const { clock, shown } = waiting({
            sees: () => [{ ...missing, sentence: endless, advice: endless, evidence }],
        });
        await clock.advance(3_000);
        const cut = `${"x".repeat(900)}...`;
        expect(shown[0]).toMatchObject({ sentence: cut, advice: cut });
        expect(shown[0]?.evidence.map((text) => text.split(" at ")[0]?.at(-1))).toEqual(["0", "1", "2", "3", "4", "5"]);
    });

    test("is nothing where there is nothing to do", async () => {
        const { clock, shown } = waiting({ sees: () => [right] });
        await clock.advance(60_000);
        expect(shown.every((cause) => cause === undefined)).toBe(true);
    });

    test("is no more than its kind where the proof is a secret", async () => {
        const given = waiting({ sees: () => [missing], watched: { isSecret: true }, timeoutMs: 60_000 });
        const message = await messageOf(given);
        expect(given.shown[0]).toEqual({
            label: "record missing",
            isToDo: true,
            sentence: "record missing. The details are not shown because the proof is a secret.",
            evidence: [],
        });
        expect(message).not.toContain("eoacme0");
        expect(message).not.toContain("192.0.2.1");
        const chinese = waiting({ sees: () => [missing], watched: { isSecret: true }, language: "zh" });
        await chinese.clock.advance(3_000);
        expect(chinese.shown[0]?.sentence).toBe("缺少记录。验证内容是机密，因此不显示检查结果。");
    });

    test("has no character that a terminal would act on", async () => {
        const evil = { en: "F points to \u001b[31mx\u202e", zh: "" };
        const { clock, shown } = waiting({ sees: () => [{ ...missing, sentence: evil, advice: evil }] });
        await clock.advance(3_000);
        expect(JSON.stringify(shown)).not.toMatch(/\\u001b|\u202e/);
    });
});

describe("the error", () => {
    test("of a timeout says what was seen first, then what the API says, and the record to add as the next step", async () => {
        const message = await messageOf(waiting({ sees: () => [missing, finding("flattened")], timeoutMs: 60_000 }));
        expect(message.split("\n")).toEqual([
            "timed out after 1m waiting for it to be issued",
            "  seen here:   There is recordMissing.",
            "  evidence:    a.ns.example (192.0.2.1) at 01:02:03 UTC: NXDOMAIN",
            "  also seen:   There is flattened.",
            "  checks:      4 answered",
            "  last answer: ResourceUnavailable.RecordUnExpected: not seen (RequestId id-pending)",
            "  next step:   Add the record: _dnsauth.www.example.com CNAME www.example.com.eoacme0.com",
            "  Nothing is lost.",
        ]);
    });

    test("says what to do about what is no mistake, too, beside the next step that the API's answer asks for", async () => {
        const advice = { en: "Wait 41 s.", zh: "请等待 41 秒。" };
        const behind = finding("notYetAtResolvers", { severity: "information", advice });
        const message = await messageOf(waiting({ sees: () => [behind, missing], timeoutMs: 60_000 }));
        expect(message).toContain("  seen here:   There is notYetAtResolvers. Wait 41 s.\n");
        expect(message).toContain("  also seen:   There is recordMissing.\n");
    });

    test("of another trouble says nothing of the proof", async () => {
        const denied = apiError("UnauthorizedOperation.CamNoAuth", "denied");
        const answers = (now: number) => (now < 30 ? pending : denied);
        expect(await messageOf(waiting({ sees: () => [missing], answers }))).not.toMatch(/seen here/);
    });
});

describe("failAfterProofMissing", () => {
    const failing = (sees: Course["sees"]) => waiting({ sees, watched: { failAfterMissingMs: 600_000 } });

    test("ends the wait when the proof has been missing for as long, with one more question to the API", async () => {
        const given = failing(() => [missing]);
        const message = await messageOf(given);
        expect(message).toMatch(/^failed after 10m/);
        expect(message).toContain("the proof has been missing for 10m without a break (failAfterProofMissing)");
        expect(message).toContain("next step:   Add the record");
        expect(given.seconds()).toBeGreaterThanOrEqual(602);
        expect(given.seconds()).toBeLessThan(620);
        expect(given.polls.at(-1)).toBe(given.seconds());
    });

    test("takes an issued certificate, whatever is missing", async () => {
        expect(
            await messageOf(
                waiting({
                    sees: () => [missing],
                    watched: { failAfterMissingMs: 600_000 },
                    answers: (now) => (now < 601 ? pending : true),
                }),
            ),
        ).toBe("issued");
    });

    test.each([
        ["a round that could not look", finding("cannotLook", { severity: "information" })],
        ["a round that found nothing", undefined],
        ["a round that was not certain", finding("recordMissing")],
        ["a record with another value", wrong],
    ])("begins anew after %s", async (_, other) => {
        const given = failing((now) => (now > 300 && now < 320 ? (other ? [other] : []) : [missing]));
        expect(await messageOf(given)).toMatch(/^failed after 15m/);
    });

    test("does not count while the API objects to the host", async () => {
        const given = waiting({
            sees: () => [missing],
            watched: { failAfterMissingMs: 600_000 },
            answers: () => hostRefused,
        });
        const message = await messageOf(given);
        expect(message).toMatch(/^timed out after 30m/);
        expect(message).not.toContain("ended early");
    });

    test("is off where it is not given", async () => {
        expect(await messageOf(waiting({ sees: () => [missing] }))).toMatch(/^timed out after 30m/);
    });
});
