import { type Fault, Simulator } from "../../simulator";
import { check, clientOf, ZONE } from "./nodeClient";
import { type Envelope, send, sign } from "./raw";

const DOMAIN = "aa.xzone.cloud";
const CHECK = { ZoneId: ZONE, Domain: DOMAIN };

describe("a fault, as the official Node SDK sees it", () => {
    let simulator: Simulator;

    beforeAll(async () => {
        simulator = await Simulator.start({ quotaPerSecond: 0, seed: 1 });
    });
    beforeEach(() => {
        simulator.reset();
        simulator.domain(ZONE, DOMAIN).issue();
    });
    afterAll(() => simulator.stop());

    const codeOf = async (domain = DOMAIN) => (await check(simulator, domain)).error?.code;
    const sendCheck = () => {
        const body = JSON.stringify(CHECK);
        const headers = sign({ keyPair: simulator.credentials, body, host: "127.0.0.1" });
        return send<Envelope>(simulator.endpoint, { body, headers });
    };
    /** What the SDK throws while a fault is there. */
    const thrownBy = async (fault: Fault, timeoutMs?: number): Promise<Record<string, unknown>> => {
        simulator.fault(fault);
        const client = clientOf(simulator, timeoutMs);
        return client.CheckFreeCertificateVerification(CHECK).then(
            () => ({ message: "no error" }),
            (error: Error & Record<string, unknown>) => ({
                ...error,
                name: error.constructor.name,
                message: error.message,
            }),
        );
    };

    test("by code is an API error, with a message or the code's own", async () => {
        expect(await thrownBy({ code: "InternalError", times: 1 })).toMatchObject({
            code: "InternalError",
            message: "内部错误。",
        });
        expect(await thrownBy({ code: "Made.Up", message: "", times: 1 })).toMatchObject({
            code: "Made.Up",
            message: "",
        });
        expect(await thrownBy({ code: "Made.Up", message: "made up" })).toMatchObject({
            code: "Made.Up",
            message: "made up",
        });
    });

    test("by HTTP status is a gateway's error, with no API code", async () => {
        const thrown = await thrownBy({ status: 502 });
        expect(thrown).toMatchObject({ httpCode: 502, message: "Bad Gateway" });
        expect(thrown.code).toBeUndefined();
    });

    test("by HTTP status and code is the API's error under that status", async () => {
        simulator.fault({ status: 503, code: "ServiceUnavailable" });
        const { status, json } = await sendCheck();
        expect({ status, code: json.Response.Error?.Code }).toEqual({ status: 503, code: "ServiceUnavailable" });
    });

    test("that drops the connection is a network error", async () => {
        expect((await thrownBy({ drop: true })).message).toMatch(/socket hang up|ECONNRESET/);
        expect(simulator.calls.at(-1)).toMatchObject({ fault: true, status: undefined });
    });

    test("that drops the connection in the middle of the answer keeps the SDK waiting until its timeout", async () => {
        expect((await thrownBy({ drop: "mid-body" }, 300)).message).toMatch(/timeout/);
        expect(simulator.calls.at(-1)).toMatchObject({ fault: true, status: 200 });
        await expect(sendCheck()).rejects.toThrow("aborted");
    });

    test("that breaks the JSON cannot be read", async () => {
        expect((await thrownBy({ body: "broken-json" })).message).toMatch(/invalid json response body/);
    });

    test("that sends nothing, or a page of HTML, cannot be read", async () => {
        expect((await thrownBy({ body: "empty", times: 1 })).message).toMatch(/invalid json response body/);
        expect((await thrownBy({ body: "html" })).message).toMatch(/invalid json response body.*Unexpected token '<'/);
    });

    test("that leaves out Response trips the SDK", async () => {
        expect(await thrownBy({ body: "no-response" })).toMatchObject({ name: "TypeError" });
    });

    test("that hangs lasts until the client gives up", async () => {
        expect((await thrownBy({ hang: true }, 100)).message).toMatch(/network timeout/);
    });

    test("that hangs ends with the simulator", async () => {
        const other = await Simulator.start();
        other.fault({ hang: true });
        const call = check(other, DOMAIN).catch((error: Error) => error.message);
        while (other.callCount() === 0) {
            await new Promise(setImmediate);
        }
        await other.stop();
        expect(await call).toMatch(/socket hang up|ECONNRESET/);
    });

    test("of latency is the right answer, late", async () => {
        simulator.fault({ latencyMs: [60, 80] });
        const start = performance.now();
        expect(await codeOf()).toBeUndefined();
        // Timers may fire up to a millisecond early.
        expect(performance.now() - start).toBeGreaterThanOrEqual(59);
    });

    test("meets the next calls only, as many as it says", async () => {
        simulator.fault({ code: "InternalError", times: 2 });
        expect(simulator.faults).toEqual([{ id: expect.any(Number), fault: expect.anything(), left: 2 }]);
        expect([await codeOf(), await codeOf(), await codeOf()]).toEqual(["InternalError", "InternalError", undefined]);
        expect(simulator.faults).toEqual([]);
    });

    test("meets the calls that it matches, and no others", async () => {
        simulator.domain(ZONE, "bb.xzone.cloud").issue();
        simulator.fault({
            domain: "BB.xzone.cloud",
            zoneId: ZONE,
            action: "CheckFreeCertificateVerification",
            code: "B",
        });
        simulator.fault({ zoneId: "zone-other", code: "Zone" });
        simulator.fault({ action: "ApplyFreeCertificate", code: "Action" });
        expect([await codeOf(DOMAIN), await codeOf("bb.xzone.cloud")]).toEqual([undefined, "B"]);
    });

    test("is gone once it is removed", async () => {
        const remove = simulator.fault({ code: "InternalError" });
        expect(await codeOf()).toBe("InternalError");
        remove();
        expect(await codeOf()).toBeUndefined();
    });

    test("gives way to an older one", async () => {
        simulator.fault({ code: "Older", times: 1 });
        simulator.fault({ code: "Newer" });
        expect([await codeOf(), await codeOf()]).toEqual(["Older", "Newer"]);
    });

    test("is not spent on calls that are wrongly signed", async () => {
        simulator.fault({ code: "InternalError", times: 1 });
        const credentials = { ...simulator.credentials, secretKey: "wrong" };
        expect((await check(simulator, DOMAIN, { credentials })).error?.code).toBe("AuthFailure.SignatureFailure");
        expect(await codeOf()).toBe("InternalError");
    });

    test("keeps the call from the action, so that it is not a domain's first check", async () => {
        simulator.domain(ZONE, DOMAIN).issueAfter(0, { from: "firstCheck" });
        await thrownBy({ status: 502, times: 1 });
        expect(simulator.domain(ZONE, DOMAIN).state.status).toBe("pending");
        expect(await codeOf()).toBeUndefined();
    });

    describe("by rate", () => {
        const draw = async (): Promise<boolean[]> => {
            simulator.reset();
            simulator.fault({ rate: 0.3, code: "InternalError" });
            const met: boolean[] = [];
            for (let call = 0; call < 100; call += 1) {
                met.push((await codeOf("never.xzone.cloud")) === "InternalError");
            }
            return met;
        };

        test("meets about that share of the calls, and the same ones for the same seed", async () => {
            const first = await draw();
            expect(first.filter(Boolean).length).toBeGreaterThan(20);
            expect(first.filter(Boolean).length).toBeLessThan(40);
            expect(await draw()).toEqual(first);
        });

        test("of 0 meets none, and of 1 all", async () => {
            simulator.fault({ rate: 0, code: "None" });
            simulator.fault({ rate: 1, code: "All" });
            expect(await codeOf()).toBe("All");
        });
    });

    test.each<[string, unknown, string]>([
        ["nothing to do", {}, "fault: must do something"],
        ["nothing to do but a match", { domain: DOMAIN }, "fault: must do something"],
        ["two ends", { drop: true, hang: true }, "hang: cannot be combined with drop"],
        ["a status and no answer", { status: 502, drop: true }, "status: cannot be combined with drop"],
        ["a message and no code", { message: "m", status: 502 }, "message: is allowed only with code"],
        ["a share above 1", { rate: 1.1, drop: true }, "rate: must be a number from 0 to 1"],
        ["no times at all", { times: 0, drop: true }, "times: must be a whole number from 1"],
        ["a status that is a success", { status: 204 }, "status: must be a whole number from 300 to 599"],
        ["a range upside down", { latencyMs: [2, 1] }, "latencyMs: must be milliseconds"],
        ["a field that is misspelt", { delayMs: 1 }, "delayMs: is not a field of the fault"],
    ])("with %s is refused, by name", (_, fault, message) => {
        expect(() => simulator.fault(fault as Fault)).toThrow(message);
    });
});
